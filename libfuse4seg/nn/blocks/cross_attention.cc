#include "libfuse4seg/nn/blocks/cross_attention.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/nn/blocks/constants.h"
#include "libfuse4seg/nn/blocks/layers.h"

namespace f4s {
namespace {

using torch::Tensor;

constexpr int64_t kMostLogits = int64_t{1} << 25;  // held at once
constexpr double kLeastWeight = 1e-30;             // below a logarithm

/// Planes [N,P,C,H,W] in regions of rows x columns -> [N H W / (rows columns),P rows columns,C].
Tensor Tokens(const Tensor& planes, int64_t rows, int64_t columns) {
  const int64_t n = planes.size(0), p = planes.size(1), c = planes.size(2);
  const int64_t down = planes.size(3) / rows, across = planes.size(4) / columns;
  return planes.reshape({n, p, c, down, rows, across, columns})
      .permute({0, 3, 5, 1, 4, 6, 2})
      .reshape({n * down * across, p * rows * columns, c});
}

/// The inverse for P = 1: -> [N,C,height,width].
Tensor Planes(const Tensor& tokens, int64_t rows, int64_t columns, int64_t height, int64_t width) {
  const int64_t down = height / rows, across = width / columns, c = tokens.size(2);
  return tokens.reshape({-1, down, across, rows, columns, c})
      .permute({0, 5, 1, 3, 2, 4})
      .reshape({-1, c, height, width});
}

/// The places 0..M-1 but for `left_out`.
std::vector<int64_t> Others(int64_t m, int64_t left_out) {
  std::vector<int64_t> places;
  for (int64_t i = 0; i < m; ++i)
    if (i != left_out) places.push_back(i);
  return places;
}

/// As a tensor to select by.
Tensor Selecting(const std::vector<int64_t>& places, const torch::Device& device) {
  return Constant(Cat("places ", Joined(places, " ")), torch::TensorOptions(device).dtype(torch::kInt64),
                  [&] { return torch::tensor(places, torch::kInt64); });
}

/// From attention [N,T,(M-1)T] over a grid of rows x columns.
AttentionWeights WeightsOver(const Tensor& attention, int64_t rows, int64_t columns) {
  const int64_t n = attention.size(0);
  const Tensor spread = -(attention * attention.clamp_min(kLeastWeight).log()).sum(2);  // [N,T]
  const double widest = std::max(std::log(static_cast<double>(attention.size(2))), kLeastWeight);
  return {.received = attention.mean(1).view({n, -1, rows, columns}),
          .entropy = (spread / widest).view({n, 1, rows, columns})};
}

}  // namespace

CrossAttentionImpl::CrossAttentionImpl(int64_t channels, int64_t heads, int64_t slots, Reach reach,
                                       int64_t side)
    : heads_(heads), side_(side), reach_(reach) {
  F4S_CHECK_EQ(channels % heads, 0);
  const auto pointwise = [&](const char* name) {
    return register_module(name, Conv(ConvOptions{.in = channels, .out = channels}));
  };
  norm_ = register_module("norm", ChannelNorm(channels));
  query_ = pointwise("query"), key_ = pointwise("key"), value_ = pointwise("value");
  project_ = pointwise("project");
  slot_embedding_ = register_parameter("slot_embedding", torch::zeros({slots, channels}));
  gate_ = register_parameter("gate", torch::zeros({channels}));
}

int64_t CrossAttentionImpl::QueryOf(const std::vector<int64_t>& slots) {
  return std::min_element(slots.begin(), slots.end()) - slots.begin();
}

Tensor CrossAttentionImpl::Attend(const Tensor& q, const Tensor& k, const Tensor& v, Tensor* mean) const {
  const auto by_head = [this](const Tensor& x) {
    return x.unflatten(2, {heads_, -1}).transpose(1, 2);  // [B,heads,T,d]
  };
  const Tensor keys = by_head(k).transpose(2, 3), values = by_head(v);
  const Tensor queries = by_head(q) / std::sqrt(static_cast<double>(q.size(2) / heads_));
  // A few regions, or a few queries of one region, at a time: queries do not know of each other.
  const int64_t regions = std::max<int64_t>(1, kMostLogits / (heads_ * q.size(1) * k.size(1)));
  const int64_t rows = std::max<int64_t>(1, std::min(q.size(1), kMostLogits / (heads_ * k.size(1))));
  std::vector<Tensor> outputs, means;
  for (int64_t b = 0; b < q.size(0); b += regions) {
    std::vector<Tensor> parts, mean_parts;
    for (int64_t t = 0; t < q.size(1); t += rows) {
      const Tensor some = queries.slice(0, b, b + regions).slice(2, t, t + rows);
      const Tensor attention = some.matmul(keys.slice(0, b, b + regions)).softmax(3);
      parts.push_back(attention.matmul(values.slice(0, b, b + regions)));
      if (mean != nullptr) mean_parts.push_back(attention.detach().mean(1));
    }
    outputs.push_back(torch::cat(parts, 2));
    if (mean != nullptr) means.push_back(torch::cat(mean_parts, 1));
  }
  if (mean != nullptr) *mean = torch::cat(means);
  return torch::cat(outputs).transpose(1, 2).flatten(2);
}

Tensor CrossAttentionImpl::forward(const Tensor& features, const std::vector<int64_t>& slots,
                                   AttentionWeights* weights) {
  const int64_t n = features.size(0), m = features.size(1), h = features.size(3), w = features.size(4);
  F4S_CHECK_EQ(m >= 2 && static_cast<int64_t>(slots.size()) == m, true);
  const bool global = reach_ == Reach::kGlobal;
  const int64_t asks = QueryOf(slots);
  const std::vector<int64_t> others = Others(m, asks);
  std::vector<int64_t> their_slots;
  for (const int64_t i : others) their_slots.push_back(slots[static_cast<size_t>(i)]);

  Tensor x = PadToMultiple(norm_(features.flatten(0, 1)), side_);
  if (global) x = torch::avg_pool2d(x, side_);
  const int64_t gh = x.size(2), gw = x.size(3);  // of the grid of tokens
  const int64_t rows = global ? gh : side_, columns = global ? gw : side_;
  x = x.unflatten(0, {n, m});  // [N,M,C,gh,gw]
  const torch::Device device = features.device();
  const Tensor used = slot_embedding_.index_select(0, Selecting(their_slots, device));  // [M-1,C]
  const Tensor context =
      (x.index_select(1, Selecting(others, device)) + used.unsqueeze(2).unsqueeze(3)).flatten(0, 1);
  const auto tokens = [&](const Tensor& planes) {
    return Tokens(planes.unflatten(0, {n, -1}), rows, columns);
  };
  Tensor mean;
  const Tensor out = Attend(tokens(query_(x.select(1, asks))), tokens(key_(context)), tokens(value_(context)),
                            weights != nullptr && global ? &mean : nullptr);
  if (mean.defined()) *weights = WeightsOver(mean, rows, columns);
  // Projection and gate commute with interpolation, and the grid is smaller.
  const Tensor added = project_(Planes(out, rows, columns, gh, gw)) * gate_.view({1, -1, 1, 1});
  return Crop(global ? ResizeBilinear(added, gh * side_, gw * side_) : added, h, w);
}

}  // namespace f4s
