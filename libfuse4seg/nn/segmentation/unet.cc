#include "libfuse4seg/nn/segmentation/unet.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>

#include "libfuse4seg/base/random.h"
#include "libfuse4seg/nn/blocks/group_norm.h"

namespace f4s {
namespace {

using torch::Tensor;

constexpr int64_t kMostChannels = 512;

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
  const Tensor y = torch::leaky_relu(norm1_(conv1_(x)), kLeakySlope);
  return torch::leaky_relu(norm2_(conv2_(y)), kLeakySlope);
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

int64_t UNetWidth(const SegmentationNetOptions& options, int64_t level) {
  return std::min<int64_t>(options.width << level, kMostChannels);
}

Tensor PaddedForUNet(const Tensor& x, int64_t levels, int64_t patch) {
  const int64_t multiple = patch << levels;
  const Tensor padded = PadToMultiple(x, multiple, 2 * multiple);
  return (patch == 1 ? padded : torch::pixel_unshuffle(padded, patch))
      .contiguous(torch::MemoryFormat::ChannelsLast);
}

UNetDecoder::UNetDecoder(torch::nn::Module& owner, const SegmentationNetOptions& options, int64_t classes)
    : patch_(options.patch) {
  owner.register_module("up", up_);
  owner.register_module("merge", merge_);
  owner.register_module("head", head_);
  for (int64_t cells = patch_; cells > 1; cells /= 2, ++within_)
    head_->push_back(
        Conv(ConvOptions{.in = UNetWidth(options, 0), .out = classes * cells * cells, .bias = true}));
  for (int64_t level = 0; level < options.levels; ++level) {
    const int64_t width = UNetWidth(options, level);
    up_->push_back(UpConv(UNetWidth(options, level + 1), width));
    merge_->push_back(UNetStage(2 * width, width, 1));
    if (level == 0 || level + 1 < options.levels)
      head_->push_back(Conv(ConvOptions{.in = width, .out = classes, .bias = true}));
  }
}

std::vector<Tensor> UNetDecoder::Logits(std::vector<Tensor> levels, int64_t rows, int64_t columns,
                                        bool all) const {
  Tensor x = levels.back();
  for (size_t level = levels.size() - 1; level-- > 0;) {
    x = torch::cat({(*up_)[level]->as<UpConv>()->forward(x), levels[level]}, 1);
    levels[level] = x = (*merge_)[level]->as<UNetStage>()->forward(x);
  }
  std::vector<Tensor> logits;
  for (size_t i = 0; i < (all ? head_->size() : 1); ++i) {
    const int64_t cell = int64_t{1} << i, level = std::max<int64_t>(0, static_cast<int64_t>(i) - within_);
    Tensor of_cells = (*head_)[i]->as<Conv>()->forward(levels[static_cast<size_t>(level)]);
    if (cell < patch_) of_cells = torch::pixel_shuffle(of_cells, patch_ / cell);
    logits.push_back(Crop(of_cells, (rows + cell - 1) / cell, (columns + cell - 1) / cell));
  }
  return logits;
}

UNetImpl::UNetImpl(const SegmentationNetOptions& options, int64_t channels, int64_t classes)
    : AnySegmentationNetImpl(channels),
      levels_(options.levels),
      patch_(options.patch),
      down_(register_module("down", torch::nn::ModuleList())),
      decoder_(*this, options, classes) {
  down_->push_back(UNetStage(channels * patch_ * patch_, UNetWidth(options, 0), 1));
  for (int64_t level = 0; level < levels_; ++level)
    down_->push_back(UNetStage(UNetWidth(options, level), UNetWidth(options, level + 1), 2));
}

std::vector<Tensor> UNetImpl::Features(const Tensor& input) {
  RequireChannels(input);
  Tensor x = PaddedForUNet(input, levels_, patch_);
  std::vector<Tensor> levels;
  for (const auto& down : *down_) levels.push_back(x = down->as<UNetStage>()->forward(x));
  return levels;
}

Tensor UNetImpl::forward(const Tensor& input, const std::vector<int64_t>&) {
  return decoder_.Logits(Features(input), input.size(2), input.size(3), false).front();
}

std::vector<Tensor> UNetImpl::AllLogits(const Tensor& input, std::vector<Tensor>* energies) {
  if (energies != nullptr) energies->clear();
  return decoder_.Logits(Features(input), input.size(2), input.size(3), true);
}

}  // namespace f4s
