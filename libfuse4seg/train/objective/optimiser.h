// Optimisers, and an average of the weights, whose whole state has names, so that it can be saved and
// restored exactly.

#pragma once

#include <torch/types.h>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "libfuse4seg/nn/model_bundle.h"
#include "libfuse4seg/train/objective/gradients.h"

namespace f4s {

// How learning rates change with time.

/// max(least, base / 2^floor(epoch / every)); every >= 1, epoch from 0.  CDDFuse's: Zhao et al., CVPR
/// 2023, published code.
[[nodiscard]] double HalvedRate(double base, int64_t epoch, int64_t every, double least);

/// base (1 - step / steps)^power, and before it a rise over the first `warmup` steps, from
/// base / warmup: step from 0 to steps - 1.  TransUNet's: Chen et al., arXiv:2102.04306.
[[nodiscard]] double PolyRate(double base, int64_t step, int64_t steps, double power, int64_t warmup);

/// A learning rate: a number of the host's, or, where it is put on the device too, a float32 scalar there, so
/// that a step does not depend on what the host knows.
struct LearningRate {
  LearningRate(double number, torch::Tensor on_device = {})  // NOLINT: a number is a learning rate
      : value(number), there(std::move(on_device)) {}

  double value;
  torch::Tensor there;  ///< undefined: `value` alone
};

/// Learning rates on a device, by name.
class RatesOnDevice {
 public:
  /// The same names each time.
  void Put(const std::vector<std::pair<std::string, double>>& rates, const torch::Device& device);
  /// With its place there, once Put() was called.
  [[nodiscard]] LearningRate Of(const std::string& name, double value) const;

 private:
  torch::Tensor values_;
  std::map<std::string, torch::Tensor> places_;  ///< views of it
};

/// A method of descent of one player.
///
/// On the CPU each parameter moves by itself.  Elsewhere all of a learning rate move by one of ATen's fused
/// kernels, which also leaves everything as it is where the step may not be taken: the host need not know.
/// Both are the same formulae; their last digits may differ.
class Optimiser {
 public:
  using Rate = std::function<LearningRate(const std::string&)>;

  explicit Optimiser(NamedParameters parameters) : gradients_(std::move(parameters)) {}
  virtual ~Optimiser() = default;
  Optimiser(const Optimiser&) = delete;
  Optimiser& operator=(const Optimiser&) = delete;

  /// One step along the parameters' gradients; those without one stay.
  /// @param rate      learning rate of a parameter, by its name.
  /// @param may_move  a bool on the parameters' device: where it is false nothing changes; undefined: true
  void Step(const Rate& rate, const torch::Tensor& may_move = {});
  void Step(const LearningRate& rate, const torch::Tensor& may_move = {}) {
    Step([&rate](const std::string&) { return rate; }, may_move);
  }

  /// All state but the parameters, under PREFIX.: the tensors are those in use.
  virtual void AddState(const std::string& prefix, NamedTensors& state) const = 0;
  [[nodiscard]] const NamedParameters& parameters() const { return gradients_.parameters(); }
  [[nodiscard]] Gradients& gradients() { return gradients_; }

  /// Fused kernels on the CPU too: for tests.
  void Fuse() { fused_ = true; }

 protected:
  /// What a fused kernel is called with: all parameters of one rate that have a gradient.
  struct Group {
    LearningRate rate = 0;
    std::vector<size_t> numbers;
    std::vector<torch::Tensor> parameters, gradients;
  };
  virtual void StepOne(size_t i, const torch::Tensor& gradient, double rate) = 0;
  /// @param stays  0, or 1 where nothing changes: a float
  virtual void StepFused(const Group& group, const torch::Tensor& stays) = 0;

 private:
  [[nodiscard]] std::vector<Group> GroupsOf(const Rate& rate) const;

  Gradients gradients_;
  bool fused_ = false;
};

/// Kingma and Ba, ICLR 2015, algorithm 1, with beta `beta1` and 0.999 and epsilon 1e-8; weight decay beside
/// the gradient, as Loshchilov and Hutter, ICLR 2019, have it: w <- w - rate (step + d w).
class Adam : public Optimiser {
 public:
  explicit Adam(NamedParameters parameters, double weight_decay = 0, double beta1 = 0.9);
  void AddState(const std::string& prefix, NamedTensors& state) const override;

 private:
  void StepOne(size_t i, const torch::Tensor& gradient, double rate) override;
  void StepFused(const Group& group, const torch::Tensor& stays) override;

  std::vector<torch::Tensor> first_, second_;
  torch::Tensor steps_;  // of each parameter: one that joins later must not start with the bias of others
  double weight_decay_, beta1_;
};

/// Gradient descent with momentum and weight decay: g' = g + d w, v <- m v + g', w <- w - rate v; with
/// `nesterov` w <- w - rate (g' + m v) (Sutskever et al., ICML 2013).
class MomentumDescent : public Optimiser {
 public:
  MomentumDescent(NamedParameters parameters, double momentum, double weight_decay, bool nesterov = false);
  void AddState(const std::string& prefix, NamedTensors& state) const override;

 private:
  void StepOne(size_t i, const torch::Tensor& gradient, double rate) override;
  void StepFused(const Group& group, const torch::Tensor& stays) override;

  std::vector<torch::Tensor> velocity_;
  double momentum_, weight_decay_;
  bool nesterov_;
};

/// A moving average of the weights: Polyak and Juditsky, SIAM J. Control Optim. 30(4), 1992; exponential, as
/// Tarvainen and Valpola, "Mean teachers", NIPS 2017.
class WeightAverage {
 public:
  /// @param decay  below 1; 0: there is no average, and nothing here does anything.
  WeightAverage(const torch::nn::Module& module, double decay);

  /// After step t = 0, 1, ...: average <- d average + (1 - d) weights, d = min(decay, (1 + t) / (10 + t)), so
  /// that the weights which training began with are soon forgotten.
  /// @param taken  a bool on the weights' device: where it is false nothing changes; undefined: true
  void Update(const torch::Tensor& taken = {});

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
  void UpdateOnDevice(const torch::Tensor& taken);

  double decay_;
  NamedTensors weights_, averages_;
  torch::Tensor steps_;
};

}  // namespace f4s
