#include "libfuse4seg/nn/segmentation_net.h"

#include <torch/torch.h>

#include <vector>

namespace f4s {

using torch::Tensor;

ConvPairImpl::ConvPairImpl(int64_t in, int64_t out, int64_t stride) {
  conv1_ = register_module("conv1", Conv(ConvOptions{.in = in, .out = out, .kernel = 3, .stride = stride}));
  norm1_ = register_module("norm1", GroupNorm(out));
  conv2_ = register_module("conv2", Conv(ConvOptions{.in = out, .out = out, .kernel = 3}));
  norm2_ = register_module("norm2", GroupNorm(out));
}

Tensor ConvPairImpl::forward(const Tensor& x) {
  return torch::relu(norm2_(conv2_(torch::relu(norm1_(conv1_(x))))));
}

SegmentationNetImpl::SegmentationNetImpl(const SegmentationNetOptions& options, int64_t channels,
                                         int64_t classes)
    : AnySegmentationNetImpl(channels), options_(options) {
  register_module("down", down_);
  register_module("block", block_);
  register_module("up", up_);
  const auto width = [&](int64_t level) { return options.width << level; };
  const int64_t deepest = width(options.levels);
  down_->push_back(ConvPair(channels, width(0), 1));
  for (int64_t level = 1; level <= options.levels; ++level)
    down_->push_back(ConvPair(width(level - 1), width(level), 2));
  embed_ = register_module("embed", Conv(ConvOptions{.in = deepest, .out = options.dim, .bias = true}));
  positions_ = register_module("positions", Positions(options.dim));
  for (int64_t i = 0; i < options.blocks; ++i)
    block_->push_back(AdapterBlock(options.dim, options.heads, options.adapter));
  norm_ = register_module("norm", ChannelNorm(options.dim));
  unembed_ = register_module("unembed", Conv(ConvOptions{.in = options.dim, .out = deepest, .kernel = 3}));
  unembed_norm_ = register_module("unembed_norm", GroupNorm(deepest));
  for (int64_t level = options.levels - 1; level >= 0; --level)
    up_->push_back(ConvPair(width(level + 1) + width(level), width(level), 1));
  head_ = register_module("head", Conv(ConvOptions{.in = width(0), .out = classes, .bias = true}));
}

Tensor SegmentationNetImpl::forward(const Tensor& input) {
  RequireChannels(input);
  Tensor x = PadToMultiple(input, multiple_of()).contiguous(torch::MemoryFormat::ChannelsLast);
  std::vector<Tensor> skips;
  for (const auto& down : *down_) skips.push_back(x = down->as<ConvPair>()->forward(x));
  x = embed_(x);
  x = x + positions_(x.size(2), x.size(3));
  for (const auto& block : *block_) x = block->as<AdapterBlock>()->forward(x);
  x = torch::relu(unembed_norm_(unembed_(norm_(x))));
  for (size_t i = 0; i < up_->size(); ++i) {
    const Tensor& skip = skips[skips.size() - 2 - i];
    x = up_[i]->as<ConvPair>()->forward(torch::cat({DoubleSize(x), skip}, 1));
  }
  return Crop(head_(x), input.size(2), input.size(3));
}

}  // namespace f4s
