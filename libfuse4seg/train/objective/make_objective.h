// What a method of methods.json minimises.  Data, batches, the loop, checkpoints, events and the model file
// are the same for all.

#pragma once

#include <memory>

#include "libfuse4seg/train/objective/cooperation.h"

namespace f4s {

/// What an objective is made of.
struct ObjectiveParts {
  Network network;              ///< on `device`
  const TrainOptions& options;  ///< resolved
  CooperationFacts facts;
  torch::Device device;
  int threads = 1;
};

/// Fusion, segmentation or both, as the options say, unless the method has an objective of its own.
[[nodiscard]] std::unique_ptr<Objective> MakeObjective(const ObjectiveParts& parts);

}  // namespace f4s
