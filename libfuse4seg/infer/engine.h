// Which code computes a model's networks: the suite's own plan on the CPU, or LibTorch.
//
// LibTorch knows every network, and GPUs; a plan is there for most networks on the CPU, takes a tenth of the
// memory and starts at once.  Both give the same image within 1e-5 of full scale.  Nothing of LibTorch is
// opened where a plan computes.

#pragma once

#include <memory>
#include <string>

#include "libfuse4seg/infer/networks.h"
#include "libfuse4seg/infer/plan/plan_network.h"
#include "libfuse4seg/model/model_file.h"
#include "libfuse4seg/tool/parameters.h"

namespace f4s {

/// auto: the plan on the CPU where the model has one, else LibTorch.
enum class Engine { kAuto, kPlan, kTorch };

/// The parameter `engine` of the tools that have it.
void DeclareEngine(Parameters& p, Engine& engine);
/// Likewise `device_memory`: DeviceUse::batch_bytes.
void DeclareDeviceMemory(Parameters& p, double& bytes);

/// A model on a device, and what computes it.
struct OpenedNetwork {
  std::shared_ptr<const LoadedNetwork> network;
  std::string engine;  ///< "plan" or "torch": the run record's `engine`
};

/// The device that models are to be on: "cpu" or "cuda:N".
/// @param wanted  auto (the first GPU, where there is a driver for one and LibTorch to use it; else the CPU),
/// cpu,
///                cuda or cuda:N
/// @param why_not  as Networks::DeviceFor() sets it
/// @throws Error(kUnavailable, "device.cuda") with the reason, when a GPU is asked for and not available;
///         Error(kUsage, "engine.device") when it is asked for and the engine is the plan.
[[nodiscard]] std::string DeviceFor(Engine engine, const std::string& wanted, std::string* why_not = nullptr);

/// @param how  of a plan
/// @throws Error(kUnavailable, "precision.int8") when `how` asks for what the plan alone has, and LibTorch
///         computes;
///         Error(kUnavailable, "engine.plan") when a plan is asked for and this network has none;
///         as LoadPlan(), TheNetworks() and its Load().
[[nodiscard]] OpenedNetwork OpenNetwork(const ModelFile& model, Engine engine, const DeviceUse& device,
                                        NetworkUse use, const PlanUse& how = {});

}  // namespace f4s
