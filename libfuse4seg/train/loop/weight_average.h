// A moving average of the weights: Polyak and Juditsky, SIAM J. Control Optim. 30(4), 1992; exponential, as
// Tarvainen and Valpola, "Mean teachers", NIPS 2017.

#pragma once

#include <vector>

#include "libfuse4seg/nn/model_bundle.h"

namespace f4s {

class WeightAverage {
 public:
  /// @param decay  below 1; 0: there is no average, and nothing here does anything.
  WeightAverage(const torch::nn::Module& module, double decay);

  /// After step t = 0, 1, ...: average <- d average + (1 - d) weights, d = min(decay, (1 + t) / (10 + t)), so
  /// that the weights which training began with are soon forgotten.
  void Update();

  /// Adds the average, as "average.NAME", and its count of steps.
  void AddState(NamedTensors& state) const;

  /// While it lives, the module has the average for weights.
  class Use {
   public:
    explicit Use(WeightAverage& average) : average_(average) { average_.Exchange(); }
    ~Use() { average_.Exchange(); }
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;

   private:
    WeightAverage& average_;
  };

 private:
  void Exchange();

  double decay_;
  NamedTensors weights_, averages_;
  torch::Tensor steps_;
};

}  // namespace f4s
