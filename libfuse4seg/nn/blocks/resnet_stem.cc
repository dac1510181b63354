#include "libfuse4seg/nn/blocks/resnet_stem.h"

#include <torch/torch.h>

#include <cmath>
#include <string>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/random.h"

namespace f4s {
namespace {

using torch::Tensor;

constexpr double kEpsilon = 1e-5;  // added to the weights' variance
constexpr int64_t kUnits[] = {3, 4, 9};

/// The largest of 3 x 3 values, none of them negative, at every other row and column; H, W even.
Tensor Largest(const Tensor& x) {
  // CUDA adds up the gradients of torch's own pooling in any order.
  if (x.is_cpu()) return torch::max_pool2d(x, 3, 2, 1);
  const Tensor padded = torch::constant_pad_nd(x, {1, 1, 1, 1});
  Tensor largest;
  for (int64_t row = 0; row < 3; ++row)
    for (int64_t column = 0; column < 3; ++column) {
      const Tensor some =
          padded.slice(2, row, row + x.size(2) - 1, 2).slice(3, column, column + x.size(3) - 1, 2);
      largest = largest.defined() ? torch::maximum(largest, some) : some;
    }
  return largest;
}

}  // namespace

StandardisedConvImpl::StandardisedConvImpl(int64_t in, int64_t out, int64_t kernel, int64_t stride)
    : stride_(stride) {
  weight = register_parameter("weight", torch::zeros({out, in, kernel, kernel}));
}

Tensor StandardisedConvImpl::forward(const Tensor& x) {
  const auto [variance, mean] = torch::var_mean(weight, {1, 2, 3}, false, true);
  return torch::conv2d(x, (weight - mean) / (variance + kEpsilon).sqrt(), {}, stride_, weight.size(2) / 2);
}

void StandardisedConvImpl::Draw(uint64_t seed) {
  const torch::NoGradGuard no_grad;
  const double bound = 1 / std::sqrt(static_cast<double>(weight.numel() / weight.size(0)));
  std::vector<double> values(static_cast<size_t>(weight.numel()));
  for (size_t i = 0; i < values.size(); ++i) values[i] = bound * (2 * Uniform(seed, i) - 1);
  weight.copy_(torch::tensor(values, torch::kFloat64).view(weight.sizes()));
}

BottleneckImpl::BottleneckImpl(int64_t in, int64_t out, int64_t stride) {
  const auto conv = [&](const char* name, int64_t from, int64_t to, int64_t kernel, int64_t step) {
    return register_module(name, StandardisedConv(from, to, kernel, step));
  };
  const auto norm = [&](const char* name, int64_t channels) {
    return register_module(name, GroupNorm(channels));
  };
  const int64_t narrow = out / 4;
  conv1_ = conv("conv1", in, narrow, 1, 1), norm1_ = norm("norm1", narrow);
  conv2_ = conv("conv2", narrow, narrow, 3, stride), norm2_ = norm("norm2", narrow);
  conv3_ = conv("conv3", narrow, out, 1, 1), norm3_ = norm("norm3", out);
  if (in == out && stride == 1) return;
  shortcut_ = conv("shortcut", in, out, 1, stride), shortcut_norm_ = norm("shortcut_norm", out);
}

Tensor BottleneckImpl::forward(const Tensor& x) {
  const Tensor own = shortcut_.is_empty() ? x : shortcut_norm_(shortcut_(x));
  const Tensor narrow = torch::relu(norm2_(conv2_(torch::relu(norm1_(conv1_(x))))));
  return torch::relu(own + norm3_(conv3_(narrow)));
}

ResnetStemImpl::ResnetStemImpl(int64_t channels, int64_t width) : width_(width) {
  F4S_CHECK_EQ(width % 8, 0);
  root_ = register_module("root", StandardisedConv(channels, width, 7, 2));
  root_norm_ = register_module("root_norm", GroupNorm(width));
  int64_t in = width;
  for (int64_t stage = 0; stage < 3; ++stage) {
    const int64_t out = 4 * width << stage;
    stages_.push_back(register_module(Cat("stage", stage + 1), torch::nn::ModuleList()));
    for (int64_t unit = 0; unit < kUnits[stage]; ++unit) {
      stages_.back()->push_back(Bottleneck(in, out, unit == 0 && stage > 0 ? 2 : 1));
      in = out;
    }
  }
}

std::vector<Tensor> ResnetStemImpl::forward(const Tensor& x) {
  std::vector<Tensor> features = {torch::relu(root_norm_(root_(x)))};
  Tensor y = Largest(features[0]);
  for (const auto& stage : stages_) {
    for (const auto& unit : *stage) y = unit->as<Bottleneck>()->forward(y);
    features.push_back(y);
  }
  return features;
}

}  // namespace f4s
