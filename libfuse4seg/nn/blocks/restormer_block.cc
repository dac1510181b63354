#include "libfuse4seg/nn/blocks/restormer_block.h"

#include <torch/torch.h>

#include <limits>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/nn/blocks/constants.h"
#include "libfuse4seg/nn/blocks/inference.h"

namespace f4s {
namespace {

using torch::Tensor;

constexpr int64_t kRegister = 8;        // channels: what the loops for inference want multiples of
constexpr double kLeastSquare = 1e-24;  // of a query's or key's length

/// [C,C]: 0 within a head, -infinity between channels of different heads.
Tensor HeadMask(int64_t channels, int64_t heads, const torch::TensorOptions& options) {
  return Constant(Cat("heads ", channels, " ", heads), options, [&] {
    const Tensor head = torch::arange(channels, torch::kInt64).floor_divide(channels / heads);
    return torch::zeros({channels, channels})
        .masked_fill(head.unsqueeze(0) != head.unsqueeze(1), -std::numeric_limits<double>::infinity());
  });
}

}  // namespace

ChannelAttentionImpl::ChannelAttentionImpl(int64_t channels, int64_t heads, LocalConv local) : heads_(heads) {
  F4S_CHECK_EQ(channels % heads, 0);
  const int64_t groups = local == LocalConv::kDepthwise ? 3 * channels : 1;
  temperature_ = register_parameter("temperature", torch::ones({heads}));
  qkv_ = register_module("qkv", Conv(ConvOptions{.in = channels, .out = 3 * channels}));
  local_ = register_module(
      "local", Conv(ConvOptions{.in = 3 * channels, .out = 3 * channels, .kernel = 3, .groups = groups}));
  project_ = register_module("project", Conv(ConvOptions{.in = channels, .out = channels}));
}

Tensor ChannelAttentionImpl::forward(const Tensor& x) {
  const int64_t n = x.size(0), c = x.size(1), h = x.size(2), w = x.size(3);
  const Tensor qkv = local_(qkv_(x)).permute({0, 2, 3, 1}).reshape({n, h * w, 3 * c});
  const Tensor q = qkv.narrow(2, 0, c), k = qkv.narrow(2, c, c), v = qkv.narrow(2, 2 * c, c);  // [N,HW,C]
  const auto inverse_length = [](const Tensor& t) {
    return t.square().sum(1).clamp_min(kLeastSquare).rsqrt();  // [N,C]
  };
  // All C x C products at once, though those between heads are thrown away: C is small, and
  // the pixels need no rearrangement into heads.
  const Tensor scale = temperature_.repeat_interleave(c / heads_) * inverse_length(q);
  const Tensor logits = q.transpose(1, 2).bmm(k) * scale.unsqueeze(2) * inverse_length(k).unsqueeze(1);
  const Tensor attention = (logits + HeadMask(c, heads_, x.options())).softmax(2);  // [N,C,C]
  const Tensor out = v.bmm(attention.transpose(1, 2));                              // [N,HW,C]
  return project_(out.view({n, h, w, c}).permute({0, 3, 1, 2}));
}

bool ChannelAttentionImpl::View(TransformerView& view) const {
  view.channels = project_->weight.size(0), view.heads = heads_;
  view.qkv = NumbersOf(qkv_->weight), view.qkv_local = NumbersOf(local_->weight);
  view.temperature = NumbersOf(temperature_), view.project = NumbersOf(project_->weight);
  return local_->weight.size(1) == 1 && view.channels % kRegister == 0;
}

GatedFeedForwardImpl::GatedFeedForwardImpl(int64_t channels, int64_t expansion, int64_t groups) {
  const int64_t wide = 2 * expansion * channels;
  expand_ = register_module("expand", Conv(ConvOptions{.in = channels, .out = wide}));
  local_ =
      register_module("local", Conv(ConvOptions{.in = wide, .out = wide, .kernel = 3, .groups = groups}));
  project_ = register_module("project", Conv(ConvOptions{.in = wide / 2, .out = channels}));
}

Tensor GatedFeedForwardImpl::forward(const Tensor& x) {
  const auto halves = local_(expand_(x)).chunk(2, 1);
  return project_(torch::gelu(halves[0]) * halves[1]);
}

bool GatedFeedForwardImpl::View(TransformerView& view) const {
  view.wide = expand_->weight.size(0), view.group = local_->weight.size(1);
  view.expand = NumbersOf(expand_->weight), view.local = NumbersOf(local_->weight);
  view.contract = NumbersOf(project_->weight);
  return view.group <= 2 && view.wide % (2 * kRegister) == 0;
}

ChannelTransformerImpl::ChannelTransformerImpl(int64_t channels, ChannelAttention attention,
                                               GatedFeedForward feed_forward) {
  norm1_ = register_module("norm1", ChannelNorm(channels));
  attention_ = register_module("attention", std::move(attention));
  norm2_ = register_module("norm2", ChannelNorm(channels));
  feed_forward_ = register_module("feed_forward", std::move(feed_forward));
}

bool ChannelTransformerImpl::View(TransformerView& view) const {
  view.norm1_weight = NumbersOf(norm1_->weight), view.norm1_bias = NumbersOf(norm1_->bias);
  view.norm2_weight = NumbersOf(norm2_->weight), view.norm2_bias = NumbersOf(norm2_->bias);
  return attention_->View(view) && feed_forward_->View(view);
}

Tensor ChannelTransformerImpl::forward(const Tensor& x) {
  TransformerView view;
  if (InfersByKernels(x) && View(view))
    return ForEachImage(x, view.channels, [&](const float* from, int64_t rows, int64_t columns, float* to) {
      Transform(view, from, rows, columns, to);
    });
  const Tensor y = x + attention_(norm1_(x));
  return y + feed_forward_(norm2_(y));
}

ChannelTransformer RestormerBlock(int64_t channels, int64_t heads) {
  return ChannelTransformer(channels, ChannelAttention(channels, heads, LocalConv::kDepthwise),
                            GatedFeedForward(channels, 2, 4 * channels));
}

ChannelTransformer BaseExtraction(int64_t channels, int64_t heads, LocalConv local) {
  return ChannelTransformer(channels, ChannelAttention(channels, heads, local),
                            GatedFeedForward(channels, 1, channels));
}

}  // namespace f4s
