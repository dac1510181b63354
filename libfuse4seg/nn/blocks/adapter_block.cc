#include "libfuse4seg/nn/blocks/adapter_block.h"

#include <torch/torch.h>

#include <cmath>

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

}  // namespace f4s
