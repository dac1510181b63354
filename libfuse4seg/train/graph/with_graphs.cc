#include "libfuse4seg/train/graph/with_graphs.h"

#include <torch/torch.h>

#include "libfuse4seg/base/opened_object.h"
#include "libfuse4seg/train/graph/graphed_objective.h"
#include "libfuse4seg/train/ranks/ranks.h"

namespace f4s {

void RequireGraphs(CudaGraphs wanted, const torch::Device& device) {
  if (wanted != CudaGraphs::kOn || device.is_cuda()) return;
  throw Error(
      ErrorKind::kUsage, "train.cuda_graphs",
      "--cuda-graphs on: training is on the CPU here, and CUDA graphs are of GPUs: give --device cuda, "
      "or leave --cuda-graphs out");
}

std::unique_ptr<Objective> WithGraphs(std::unique_ptr<Objective> objective, CudaGraphs wanted,
                                      const torch::Device& device, RunContext& run) {
  if (wanted == CudaGraphs::kOff || !device.is_cuda()) return objective;
  const auto without = [&](const std::string& why) {
    const std::string text = Cat("training steps go without CUDA graphs: ", why);
    wanted == CudaGraphs::kOn ? run.Warn(text) : run.Note(text);
  };
  if (!Ranks::Here().alone()) {
    without("several ranks train together");
    return objective;
  }
  if (!objective->PhaseOf({.epoch = kLateEpoch, .step = 1, .steps = 2})) {
    without("the host has a part in each");
    return objective;
  }
  const DeviceGraphs* graphs = nullptr;
  try {
    graphs = &OpenedObject<DeviceGraphs>("cuda_graphs", "CUDA graphs");
  } catch (const Error& error) {
    if (wanted == CudaGraphs::kOn) throw;
    without(error.message());
    return objective;
  }
  return std::make_unique<GraphedObjective>(
      std::move(objective), device, [graphs, device] { return graphs->New(device); },
      [&run](const std::string& text) { run.Warn(text); });
}

}  // namespace f4s
