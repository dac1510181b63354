#include "libfuse4seg/nn/segmentation/segmentation_net.h"

#include <torch/torch.h>
#include <cmath>
#include <vector>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/random.h"
#include "libfuse4seg/nn/blocks/layers.h"

namespace f4s {
namespace {

using torch::Tensor;

constexpr int64_t kPositions = 16;

}  // namespace

AdapterImpl::AdapterImpl(int64_t channels, bool depthwise) : groups_(depthwise ? channels : 1) {
  F4S_CHECK_EQ(channels % 4, 0);
  squeeze_ = register_module("squeeze", Linear(channels, channels / 4));
  excite_ = register_module("excite", Linear(channels / 4, channels));
  down_ = register_module(
      "down",
      Conv(ConvOptions{.in = channels, .out = channels, .kernel = 3, .stride = 2, .groups = groups_}));
  up_ = register_parameter("up", torch::zeros({channels, channels / groups_, 4, 4}));
  norm_ = register_module("norm", ChannelNorm(channels));
}

void AdapterImpl::Draw(uint64_t seed) {
  const torch::NoGradGuard no_grad;
  // Each output pixel sees 4 of the 16 places of the kernel.
  const double bound = 1 / std::sqrt(4.0 * static_cast<double>(up_.size(1)));
  std::vector<double> values(static_cast<size_t>(up_.numel()));
  for (size_t i = 0; i < values.size(); ++i) values[i] = bound * (2 * Uniform(seed, i) - 1);
  up_.copy_(torch::tensor(values, torch::kFloat64).view(up_.sizes()));
}

Tensor AdapterImpl::forward(const Tensor& x) {
  const Tensor gate = torch::sigmoid(excite_(torch::relu(squeeze_(x.mean({2, 3})))));  // [N,C]
  const Tensor gated = x * gate.unsqueeze(2).unsqueeze(3);
  const Tensor low = torch::relu(down_(gated));
  return norm_(gated + torch::relu(torch::conv_transpose2d(low, up_, {}, 2, 1, 0, groups_)));
}

AdapterBlockImpl::AdapterBlockImpl(int64_t channels, int64_t heads, AdapterConv adapter) : heads_(heads) {
  F4S_CHECK_EQ(channels % heads, 0);
  norm1_ = register_module("norm1", ChannelNorm(channels));
  qkv_ = register_module("qkv", Linear(channels, 3 * channels));
  project_ = register_module("project", Linear(channels, channels));
  norm2_ = register_module("norm2", ChannelNorm(channels));
  expand_ = register_module("expand", Linear(channels, 4 * channels));
  contract_ = register_module("contract", Linear(4 * channels, channels));
  if (adapter != AdapterConv::kNone)
    adapter_ = register_module("adapter", Adapter(channels, adapter == AdapterConv::kDepthwise));
}

Tensor AdapterBlockImpl::Attention(const Tensor& tokens) {
  const int64_t n = tokens.size(0), t = tokens.size(1), c = tokens.size(2), d = c / heads_;
  const auto qkv = qkv_(tokens).view({n, t, 3, heads_, d}).permute({2, 0, 3, 1, 4}).unbind(0);
  const Tensor logits = (qkv[0] / std::sqrt(static_cast<double>(d))).matmul(qkv[1].transpose(2, 3));
  return project_(logits.softmax(3).matmul(qkv[2]).transpose(1, 2).reshape({n, t, c}));
}

Tensor AdapterBlockImpl::forward(const Tensor& x) {
  const int64_t n = x.size(0), c = x.size(1), h = x.size(2), w = x.size(3);
  const auto tokens = [&](const Tensor& planes) {
    return planes.permute({0, 2, 3, 1}).reshape({n, h * w, c});
  };
  const auto planes = [&](const Tensor& list) { return list.view({n, h, w, c}).permute({0, 3, 1, 2}); };
  const Tensor y = x + planes(Attention(tokens(norm1_(x))));
  const Tensor u = norm2_(y);
  const Tensor z = y + planes(contract_(torch::gelu(expand_(tokens(u)))));
  return adapter_.is_empty() ? z : z + adapter_(u);
}

PositionsImpl::PositionsImpl(int64_t channels) {
  grid_ = register_parameter("grid", torch::zeros({channels, kPositions, kPositions}));
}

Tensor PositionsImpl::forward(int64_t rows, int64_t columns) {
  const Tensor by_row = LineInterpolation(rows, kPositions, grid_.options());
  const Tensor by_column = LineInterpolation(columns, kPositions, grid_.options());
  return by_row.matmul(grid_).matmul(by_column.t()).unsqueeze(0);
}

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
