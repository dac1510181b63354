#include "libfuse4seg/nn/unet.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>

#include "libfuse4seg/base/random.h"
#include "libfuse4seg/nn/group_norm.h"

namespace f4s {
namespace {

using torch::Tensor;

constexpr int64_t kMostChannels = 512;
constexpr double kLeak = 0.01, kNormEpsilon = 1e-5;

}  // namespace

InstanceNormImpl::InstanceNormImpl(int64_t channels) {
  weight = register_parameter("weight", torch::ones({channels}));
  bias = register_parameter("bias", torch::zeros({channels}));
}

Tensor InstanceNormImpl::forward(const Tensor& x) {
  return NormaliseGroups(x, weight.size(0), weight, bias, kNormEpsilon);
}

UNetStageImpl::UNetStageImpl(int64_t in, int64_t out, int64_t stride) {
  conv1_ = register_module(
      "conv1", Conv(ConvOptions{.in = in, .out = out, .kernel = 3, .stride = stride, .bias = true}));
  norm1_ = register_module("norm1", InstanceNorm(out));
  conv2_ = register_module("conv2", Conv(ConvOptions{.in = out, .out = out, .kernel = 3, .bias = true}));
  norm2_ = register_module("norm2", InstanceNorm(out));
}

Tensor UNetStageImpl::forward(const Tensor& x) {
  const Tensor y = torch::leaky_relu(norm1_(conv1_(x)), kLeak);
  return torch::leaky_relu(norm2_(conv2_(y)), kLeak);
}

UpConvImpl::UpConvImpl(int64_t in, int64_t out) {
  weight = register_parameter("weight", torch::zeros({in, out, 2, 2}));
  bias = register_parameter("bias", torch::zeros({out}));
}

Tensor UpConvImpl::forward(const Tensor& x) { return torch::conv_transpose2d(x, weight, bias, 2); }

void UpConvImpl::Draw(uint64_t seed) {
  const torch::NoGradGuard no_grad;
  const double bound = 1 / std::sqrt(static_cast<double>(weight.size(0)));
  std::vector<double> values(static_cast<size_t>(weight.numel()));
  for (size_t i = 0; i < values.size(); ++i) values[i] = bound * (2 * Uniform(seed, i) - 1);
  weight.copy_(torch::tensor(values, torch::kFloat64).view(weight.sizes()));
}

UNetImpl::UNetImpl(const SegmentationNetOptions& options, int64_t channels, int64_t classes)
    : AnySegmentationNetImpl(channels), levels_(options.levels) {
  register_module("down", down_);
  register_module("up", up_);
  register_module("merge", merge_);
  register_module("head", head_);
  const auto width = [&](int64_t level) { return std::min(options.width << level, kMostChannels); };
  down_->push_back(UNetStage(channels, width(0), 1));
  for (int64_t level = 0; level < levels_; ++level) {
    down_->push_back(UNetStage(width(level), width(level + 1), 2));
    up_->push_back(UpConv(width(level + 1), width(level)));
    merge_->push_back(UNetStage(2 * width(level), width(level), 1));
    if (level == 0 || level + 1 < levels_)
      head_->push_back(Conv(ConvOptions{.in = width(level), .out = classes, .bias = true}));
  }
}

std::vector<Tensor> UNetImpl::Features(const Tensor& input) {
  RequireChannels(input);
  Tensor x =
      PadToMultiple(input, multiple_of(), 2 * multiple_of()).contiguous(torch::MemoryFormat::ChannelsLast);
  std::vector<Tensor> levels;
  for (const auto& down : *down_) levels.push_back(x = down->as<UNetStage>()->forward(x));
  levels.pop_back();
  for (size_t level = levels.size(); level-- > 0;) {
    x = torch::cat({up_[level]->as<UpConv>()->forward(x), levels[level]}, 1);
    levels[level] = x = merge_[level]->as<UNetStage>()->forward(x);
  }
  return levels;
}

Tensor UNetImpl::forward(const Tensor& input) {
  const Tensor logits = head_[0]->as<Conv>()->forward(Features(input).front());
  return Crop(logits, input.size(2), input.size(3));
}

std::vector<Tensor> UNetImpl::AllLogits(const Tensor& input) {
  const std::vector<Tensor> features = Features(input);
  std::vector<Tensor> logits;
  for (size_t level = 0; level < head_->size(); ++level) {
    const int64_t cell = int64_t{1} << level;
    logits.push_back(Crop(head_[level]->as<Conv>()->forward(features[level]),
                          (input.size(2) + cell - 1) / cell, (input.size(3) + cell - 1) / cell));
  }
  return logits;
}

}  // namespace f4s
