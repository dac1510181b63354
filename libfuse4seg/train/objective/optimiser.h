// Optimisers, and an average of the weights, whose whole state has names, so that it can be saved and
// restored exactly.

#pragma once

#include <torch/types.h>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "libfuse4seg/nn/model_bundle.h"

namespace f4s {

// How learning rates change with time.

/// max(least, base / 2^floor(epoch / every)); every >= 1, epoch from 0.  CDDFuse's: Zhao et al., CVPR
/// 2023, published code.
[[nodiscard]] double HalvedRate(double base, int64_t epoch, int64_t every, double least);

/// base (1 - step / steps)^power, and before it a rise over the first `warmup` steps, from
/// base / warmup: step from 0 to steps - 1.  TransUNet's: Chen et al., arXiv:2102.04306.
[[nodiscard]] double PolyRate(double base, int64_t step, int64_t steps, double power, int64_t warmup);

using NamedParameters = std::vector<std::pair<std::string, torch::Tensor>>;

/// The parameters of `module` that take part in training, named PREFIX.NAME.
[[nodiscard]] NamedParameters NamedParametersOf(const torch::nn::Module& module, const std::string& prefix);

/// A method of descent.
class Optimiser {
 public:
  explicit Optimiser(NamedParameters parameters) : parameters_(std::move(parameters)) {}
  virtual ~Optimiser() = default;
  Optimiser(const Optimiser&) = delete;
  Optimiser& operator=(const Optimiser&) = delete;

  /// One step along the parameters' gradients; those without one stay.
  /// @param rate  learning rate of a parameter, by its name.
  virtual void Step(const std::function<double(const std::string&)>& rate) = 0;
  void Step(double rate) {
    Step([rate](const std::string&) { return rate; });
  }

  /// All state but the parameters, under PREFIX.: the tensors are those in use.
  virtual void AddState(const std::string& prefix, NamedTensors& state) const = 0;
  [[nodiscard]] const NamedParameters& parameters() const { return parameters_; }

 protected:
  NamedParameters parameters_;
};

/// Kingma and Ba, ICLR 2015, algorithm 1, with beta `beta1` and 0.999 and epsilon 1e-8; weight decay beside
/// the gradient, as Loshchilov and Hutter, ICLR 2019, have it: w <- w - rate (step + d w).
class Adam : public Optimiser {
 public:
  explicit Adam(NamedParameters parameters, double weight_decay = 0, double beta1 = 0.9);
  using Optimiser::Step;
  void Step(const std::function<double(const std::string&)>& rate) override;
  void AddState(const std::string& prefix, NamedTensors& state) const override;

 private:
  std::vector<torch::Tensor> first_, second_;
  torch::Tensor steps_;  // of each parameter: one that joins later must not start with the bias of others
  double weight_decay_, beta1_;
};

/// Gradient descent with momentum and weight decay: g' = g + d w, v <- m v + g', w <- w - rate v; with
/// `nesterov` w <- w - rate (g' + m v) (Sutskever et al., ICML 2013).
class MomentumDescent : public Optimiser {
 public:
  MomentumDescent(NamedParameters parameters, double momentum, double weight_decay, bool nesterov = false);
  using Optimiser::Step;
  void Step(const std::function<double(const std::string&)>& rate) override;
  void AddState(const std::string& prefix, NamedTensors& state) const override;

 private:
  std::vector<torch::Tensor> velocity_;
  double momentum_, weight_decay_;
  bool nesterov_;
};

/// Forgets all gradients.
void ClearGradients(const NamedParameters& parameters);

/// Scales gradients so that their common Euclidean norm is at most `most`.
/// @return the norm before, a scalar tensor.
[[nodiscard]] torch::Tensor ClipGradients(const NamedParameters& parameters, double most);

/// A moving average of the weights: Polyak and Juditsky, SIAM J. Control Optim. 30(4), 1992; exponential, as
/// Tarvainen and Valpola, "Mean teachers", NIPS 2017.
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
