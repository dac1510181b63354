#include "libfuse4seg/infer/engine.h"

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/base/torch_place.h"
#include "libfuse4seg/infer/empty_slices.h"

namespace f4s {
namespace {

bool HasTorch() {
  const auto torch = FindTorch();
  return torch && WhyNot(*torch).empty();
}

}  // namespace

void DeclareEngine(Parameters& p, Engine& engine) {
  p.Choice(
      "engine", engine, {{"auto", Engine::kAuto}, {"plan", Engine::kPlan}, {"torch", Engine::kTorch}},
      "what computes networks: plan, the suite's own code for the CPU, without LibTorch; torch, LibTorch; "
      "auto: plan on the CPU where the network of the model has one, else torch");
}

void DeclareDeviceMemory(Parameters& p, double& bytes) {
  p.Real("device_memory", bytes, AtLeast(0),
         "bytes that the pictures which a GPU computes at once may take of its memory; 0: 4 GiB");
}

std::string DeviceFor(Engine engine, const std::string& wanted, std::string* why_not) {
  if (engine == Engine::kTorch) return TheNetworks().DeviceFor(wanted, why_not);
  const bool any = wanted == "auto";
  if (engine == Engine::kPlan) {
    if (any || wanted == "cpu") return "cpu";
    throw Error(
        ErrorKind::kUsage, "engine.device",
        Cat("--engine plan and --device ", wanted, ": the plan is for the CPU alone; --engine torch is not"));
  }
  if (wanted == "cpu" || (any && !(HasGpuDriver() && HasTorch()))) return "cpu";
  return TheNetworks().DeviceFor(wanted, why_not);
}

OpenedNetwork OpenNetwork(const ModelFile& model, Engine engine, const DeviceUse& device, NetworkUse use,
                          const PlanUse& how) {
  const bool on_cpu = device.device == "cpu";
  const std::string why = on_cpu && engine != Engine::kTorch ? WhyNoPlan(model.description, use) : "";
  if (engine == Engine::kPlan && !why.empty())
    throw Error(
        ErrorKind::kUnavailable, "engine.plan",
        Cat("--engine plan: there is no plan for this network (", why, "): --engine torch computes it"))
        .InFile(model.path);
  if (on_cpu && engine != Engine::kTorch && why.empty())
    return {WithEmptySlicesOnce(LoadPlan(model.path, model.description, use, how)), "plan"};
  if (how.int8 || how.calibration)
    throw Error(ErrorKind::kUnavailable, "precision.int8",
                Cat("--precision int8 and --calibrate are for the plan on the CPU, not for ",
                    !on_cpu       ? "--device " + device.device
                    : why.empty() ? "--engine torch"
                                  : Cat("this network, which has no plan (", why, ")")))
        .InFile(model.path);
  return {WithEmptySlicesOnce(TheNetworks().Load(model.path, device)), "torch"};
}

}  // namespace f4s
