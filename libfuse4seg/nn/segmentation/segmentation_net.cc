#include "libfuse4seg/nn/segmentation/segmentation_net.h"

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
  AddStem(channels);
  positions_ = register_module("positions", Positions(options.dim));
  for (int64_t i = 0; i < options.blocks; ++i)
    block_->push_back(AdapterBlock(options.dim, options.heads, options.adapter));
  norm_ = register_module("norm", ChannelNorm(options.dim));
  AddDecoder(classes);
}

void SegmentationNetImpl::AddStem(int64_t channels) {
  int64_t deepest = 0;
  if (options_.stem == StemKind::kResnet) {
    stem_ = register_module("stem", ResnetStem(channels, options_.width));
    deepest = stem_->channels().back();
  } else {
    const auto width = [&](int64_t level) { return options_.width << level; };
    deepest = width(options_.levels);
    down_->push_back(ConvPair(channels, width(0), 1));
    for (int64_t level = 1; level <= options_.levels; ++level)
      down_->push_back(ConvPair(width(level - 1), width(level), 2));
  }
  embed_ = register_module("embed", Conv(ConvOptions{.in = deepest, .out = options_.dim, .bias = true}));
}

void SegmentationNetImpl::AddDecoder(int64_t classes) {
  const int64_t w = options_.width;
  std::vector<int64_t> skips, widths;  // from coarse to fine; widths[0] is the transformer's way out
  if (options_.stem == StemKind::kResnet) {
    skips = {8 * w, 4 * w, w, 0};
    widths = {8 * w, 4 * w, 2 * w, w, w / 4};
  } else {
    widths = {w << options_.levels};
    for (int64_t level = options_.levels - 1; level >= 0; --level) {
      skips.push_back(w << level);
      widths.push_back(w << level);
    }
  }
  unembed_ = register_module("unembed", Conv(ConvOptions{.in = options_.dim, .out = widths[0], .kernel = 3}));
  unembed_norm_ = register_module("unembed_norm", GroupNorm(widths[0]));
  for (size_t i = 0; i < skips.size(); ++i) up_->push_back(ConvPair(widths[i] + skips[i], widths[i + 1], 1));
  const int64_t kernel = options_.stem == StemKind::kResnet ? 3 : 1;
  head_ = register_module(
      "head", Conv(ConvOptions{.in = widths.back(), .out = classes, .kernel = kernel, .bias = true}));
}

std::vector<Tensor> SegmentationNetImpl::Skips(const Tensor& x) {
  if (!stem_.is_empty()) return stem_(x);
  std::vector<Tensor> skips = {x};
  for (const auto& down : *down_) skips.push_back(down->as<ConvPair>()->forward(skips.back()));
  return {skips.begin() + 1, skips.end()};
}

Tensor SegmentationNetImpl::forward(const Tensor& input, const std::vector<int64_t>&) {
  RequireChannels(input);
  std::vector<Tensor> skips =
      Skips(PadToMultiple(input, multiple_of()).contiguous(torch::MemoryFormat::ChannelsLast));
  Tensor x = embed_(skips.back());
  skips.pop_back();
  x = x + positions_(x.size(2), x.size(3));
  for (const auto& block : *block_) x = block->as<AdapterBlock>()->forward(x);
  x = torch::relu(unembed_norm_(unembed_(norm_(x))));
  for (const auto& up : *up_) {
    x = DoubleSize(x);
    if (!skips.empty()) {
      x = torch::cat({x, skips.back()}, 1);
      skips.pop_back();
    }
    x = up->as<ConvPair>()->forward(x);
  }
  return Crop(head_(x), input.size(2), input.size(3));
}

}  // namespace f4s
