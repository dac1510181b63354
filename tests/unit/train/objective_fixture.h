// A small cooperation of two networks on toy slices.

#pragma once

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "libfuse4seg/nn/torch_device.h"
#include "libfuse4seg/train/objective/cooperation.h"
#include "libfuse4seg/train/objective/validation.h"
#include "tests/unit/train/toy.h"

namespace f4s {

class Objectives : public testing::Test {
 protected:
  Objectives() {
    MakeTorchDeterministic();
    options_.sampling.batch_size = 2;
    options_.fusion_learning_rate = 1e-3;
    options_.segmentation_learning_rate = 0.01;
    options_.segmentation_warmup_steps = 1;
    options_.stage.epochs = 4;
    options_.warmup_epochs = 1;
    options_.network.segmentation.levels = 2;
    options_.network.segmentation.dim = 16;
    options_.network.segmentation.blocks = 1;
  }

  Network NewNetwork(uint64_t seed) const {
    const TrainOptions options = options_.Resolved();
    Network network(options.network, 2, options.segments() ? 3 : 0, options.fuses());
    Initialise(*network, seed);
    return network;
  }
  Cooperation New(uint64_t seed = 1) const {
    return {NewNetwork(seed), options_.Resolved(), {.regions = regions_}, torch::kCPU, threads_};
  }
  StepPosition Place(int64_t epoch) const { return {epoch, epoch * 4, 16}; }
  SliceBatch Batch(int64_t step) const { return BatchPlan(slices_, options_.sampling, 32, 0, 3).Make(step); }
  static double Loss(const StepOutcome& outcome, const std::string& name) {
    for (const auto& [key, value] : outcome.losses)
      if (key == name) return value.item<double>();
    ADD_FAILURE() << "no loss " << name;
    return 0;
  }
  static NamedTensors Copy(const NamedTensors& tensors) {
    NamedTensors copy;
    for (const auto& [name, tensor] : tensors) copy[name] = tensor.clone();
    return copy;
  }
  static bool SameBelow(const std::string& prefix, const NamedTensors& a, const NamedTensors& b) {
    for (const auto& [name, tensor] : a)
      if (name.starts_with(prefix) && !tensor.equal(b.at(name))) return false;
    return true;
  }

  Scratch scratch_;
  const SliceDataset slices_{ToyCases(scratch_.folder(), 5), kToyClasses, true, kPlenty};
  const std::vector<Region> regions_ = RegionsOfClasses(kToyClasses, {{"whole", {1, 4}}});
  TrainOptions options_;
  int threads_ = 2;
};

}  // namespace f4s
