#include "libfuse4seg/nn/blocks/invertible.h"

#include <torch/torch.h>

#include <algorithm>
#include <vector>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/random.h"

namespace f4s {
namespace {

using torch::Tensor;

constexpr double kReach = 2 * 0.636;           // 2/pi and a bit less, times 2: scales within e^+-2
constexpr double kLeastDeviation = 1.0 / 255;  // of values in 0..1: less is a constant, or noise of levels

/// [C] as [1,C,1,1].
Tensor Wide(const Tensor& values) { return values.view({1, -1, 1, 1}); }

Conv Conv3x3(int64_t in, int64_t out, bool zero) {
  return Conv(ConvOptions{.in = in, .out = out, .kernel = 3, .bias = true, .zero = zero});
}

}  // namespace

ActNormImpl::ActNormImpl(int64_t channels) {
  log_scale = register_parameter("log_scale", torch::zeros({channels}));
  bias = register_parameter("bias", torch::zeros({channels}));
  initialised_ = register_buffer("initialised", torch::zeros({1}, torch::kInt64));
}

Tensor ActNormImpl::forward(const Tensor& x) { return x * Wide(log_scale.exp()) + Wide(bias); }

Tensor ActNormImpl::Inverse(const Tensor& y) { return (y - Wide(bias)) * Wide((-log_scale).exp()); }

Tensor ActNormImpl::ForwardOf(int64_t channel, const Tensor& x) {
  return x * log_scale[channel].exp() + bias[channel];
}

Tensor ActNormImpl::InverseOf(int64_t channel, const Tensor& y) {
  return (y - bias[channel]) * (-log_scale[channel]).exp();
}

void ActNormImpl::InitialiseFrom(const Tensor& x, const Tensor& counted) {
  const torch::NoGradGuard no_grad;
  const Tensor values = x.detach().to(torch::kFloat64);
  Tensor weights = counted.detach().ne(0).to(torch::kFloat64);
  if (weights.sum().item<double>() == 0) weights = torch::ones_like(weights);
  const Tensor count = weights.sum();
  const Tensor mean = (values * weights).sum({0, 2, 3}) / count;
  const Tensor deviation = ((values - Wide(mean)).square() * weights).sum({0, 2, 3}).div(count).sqrt();
  const Tensor scale = torch::where(deviation < kLeastDeviation, torch::ones_like(deviation), 1 / deviation);
  log_scale.copy_(scale.log());
  bias.copy_(-mean * scale);
  initialised_.fill_(1);
}

bool ActNormImpl::initialised() const {
  // The meta device, of tests, has shapes without numbers.
  return initialised_.is_meta() || initialised_.item<int64_t>() != 0;
}

GlowCouplingImpl::GlowCouplingImpl(int64_t channels, int64_t hidden, bool relu)
    : half_(channels / 2), relu_(relu) {
  F4S_CHECK_EQ(channels >= 2, true);
  const int64_t rest = channels - half_;
  first_in_ = register_module("first_in", Conv3x3(half_, hidden, false));
  first_out_ = register_module("first_out", Conv3x3(hidden, 2 * rest, !relu));
  second_in_ = register_module("second_in", Conv3x3(rest, hidden, false));
  second_out_ = register_module("second_out", Conv3x3(hidden, 2 * half_, !relu));
}

GlowCouplingImpl::Affine GlowCouplingImpl::Bounded(const Tensor& both) const {
  const auto parts = (relu_ ? torch::relu(both) : both).chunk(2, 1);
  return {kReach * torch::atan(parts[0]), parts[1]};
}

GlowCouplingImpl::Affine GlowCouplingImpl::First(const Tensor& y1) {
  return Bounded(first_out_(torch::relu(first_in_(y1))));
}

GlowCouplingImpl::Affine GlowCouplingImpl::Second(const Tensor& x2) {
  return Bounded(second_out_(torch::relu(second_in_(x2))));
}

Tensor GlowCouplingImpl::forward(const Tensor& x) {
  const Tensor x1 = x.narrow(1, 0, half_), x2 = x.narrow(1, half_, x.size(1) - half_);
  const Affine second = Second(x2);
  const Tensor y1 = x1 * second.log_scale.exp() + second.shift;
  const Affine first = First(y1);
  return torch::cat({y1, x2 * first.log_scale.exp() + first.shift}, 1);
}

Tensor GlowCouplingImpl::Inverse(const Tensor& y) {
  const Tensor y1 = y.narrow(1, 0, half_), y2 = y.narrow(1, half_, y.size(1) - half_);
  const Affine first = First(y1);
  const Tensor x2 = (y2 - first.shift) * (-first.log_scale).exp();
  const Affine second = Second(x2);
  return torch::cat({(y1 - second.shift) * (-second.log_scale).exp(), x2}, 1);
}

PermutationImpl::PermutationImpl(int64_t channels) {
  order_ = register_buffer("order", torch::arange(channels, torch::kInt64));
}

PermutationImpl::Orders PermutationImpl::Known() const {
  const std::lock_guard lock(mutex_);
  const std::pair<std::string, uint64_t> now = {order_.device().str(), order_._version() + 1};
  if (now == known_at_) return known_;
  const c10::InferenceMode no_inference(false);
  const torch::NoGradGuard no_grad;
  const Tensor order = order_.to(torch::kInt64);  // a module that is told to be double makes its buffers so
  const Tensor wanted = torch::arange(order.size(0), order.options());
  // The meta device has no numbers to look at.
  if (!order.is_meta() && !torch::equal(std::get<0>(order.sort()), wanted))
    throw Error(ErrorKind::kBadInput, "model.weights",
                Cat("an order of ", order.size(0), " channels names one twice, or one that is not there"));
  known_ = {.there = order.clone(), .back = order.argsort()};
  known_at_ = now;
  return known_;
}

Tensor PermutationImpl::forward(const Tensor& x) { return x.index_select(1, Known().there); }

Tensor PermutationImpl::Inverse(const Tensor& y) { return y.index_select(1, Known().back); }

void PermutationImpl::Draw(uint64_t seed) {
  std::vector<int64_t> order(static_cast<size_t>(order_.size(0)));
  for (size_t i = 0; i < order.size(); ++i) {  // Fisher and Yates, from the front
    order[i] = static_cast<int64_t>(i);
    std::swap(order[i], order[UniformBelow(i + 1, seed, i)]);
  }
  const torch::NoGradGuard no_grad;
  order_.copy_(torch::tensor(order, torch::kInt64));
}

Tensor SpaceToDepth(const Tensor& x) { return torch::pixel_unshuffle(x, 2); }

Tensor DepthToSpace(const Tensor& x) { return torch::pixel_shuffle(x, 2); }

}  // namespace f4s
