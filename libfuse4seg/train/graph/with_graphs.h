// --cuda-graphs: whether steps of training are replayed as graphs, and what is said where they are not.

#pragma once

#include <memory>

#include "libfuse4seg/model/train_options.h"
#include "libfuse4seg/tool/run.h"
#include "libfuse4seg/train/objective/objective.h"

namespace f4s {

/// @throws Error(kUsage, "train.cuda_graphs") where they are asked for and cannot be: on the CPU.
void RequireGraphs(CudaGraphs wanted, const torch::Device& device);

/// The objective, or one whose steps are graphs, where they can be: a word says where they cannot, a warning
/// if they were asked for.
/// @throws Error(kUnavailable) where they are asked for and this build has none.
[[nodiscard]] std::unique_ptr<Objective> WithGraphs(std::unique_ptr<Objective> objective, CudaGraphs wanted,
                                                    const torch::Device& device, RunContext& run);

}  // namespace f4s
