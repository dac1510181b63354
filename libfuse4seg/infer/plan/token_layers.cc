#include "libfuse4seg/infer/plan/token_layers.h"

#include <algorithm>
#include <cmath>

#include "libfuse4seg/infer/plan/plan_weights.h"
#include "libfuse4seg/kernels/net/net_kernels.h"
#include "libfuse4seg/kernels/net/net_workspace.h"

namespace f4s {
namespace {

constexpr double kNormEpsilon = 1e-5;     // as in nn/blocks/layers.h
constexpr int64_t kQueriesTogether = 64;  // so that their logits stay in a near cache
constexpr float kLeastWeight = 1e-30F;    // below a logarithm, as in nn/blocks/cross_attention.cc

/// A head's channels of all tokens: [T,d] times `by`.
void CopyHead(const Tokens& from, int64_t first, int64_t width, float by, float* to) {
  for (int64_t t = 0; t < from.count; ++t)
    for (int64_t c = 0; c < width; ++c) to[t * width + c] = from.x[t * from.stride + first + c] * by;
}

/// The keys and values of one head, as the convolutions that multiply by them.
struct Head {
  DenseConv logits, mix;

  Head(const Tokens& keys, const Tokens& values, int64_t first, int64_t width) {
    Workspace work;
    const int64_t count = keys.count, size = count * width;
    float *const k = work.Raw(size), *const v = work.Raw(size);
    CopyHead(keys, first, width, 1, k);
    for (int64_t t = 0; t < count; ++t)
      for (int64_t c = 0; c < width; ++c) v[c * count + t] = values.x[t * values.stride + first + c];
    const auto all = static_cast<size_t>(size);
    logits = {{k, all}, {}, {width}, count, 1};
    mix = {{v, all}, {}, {count}, width, 1};
  }
};

/// Adds what some queries' mean attention [n,keys] says.
void AddSums(const float* mean, int64_t n, int64_t keys, int64_t first, AttentionSums& sums) {
  for (int64_t i = 0; i < n; ++i) {
    double entropy = 0;
    for (int64_t k = 0; k < keys; ++k) {
      const float weight = mean[i * keys + k];
      sums.received[static_cast<size_t>(k)] += static_cast<double>(weight);
      entropy -= static_cast<double>(weight * std::log(std::max(weight, kLeastWeight)));
    }
    sums.entropy[static_cast<size_t>(first + i)] = static_cast<float>(entropy);
  }
}

/// The two places between which a line of `from` values is read for place `at` of `to`, and how far between.
struct Lerp {
  int64_t low = 0, high = 0;
  float part = 0;

  Lerp(int64_t at, int64_t to, int64_t from) {
    const double place =
        (static_cast<double>(at) + 0.5) * static_cast<double>(from) / static_cast<double>(to) - 0.5;
    const double inside = std::clamp(place, 0.0, static_cast<double>(from - 1));
    low = std::min(static_cast<int64_t>(inside), std::max<int64_t>(from - 2, 0));
    high = std::min(low + 1, from - 1);
    part = static_cast<float>(inside - static_cast<double>(low));
  }
};

}  // namespace

TokenNorm::TokenNorm(PlanWeights& weights, const std::string& name, int64_t channels)
    : weight(weights.Take(name + ".weight", {channels})), bias(weights.Take(name + ".bias", {channels})) {}

void TokenNorm::Run(const Tokens& from, float* y) const {
  const auto channels = std::ssize(weight);
  const auto count = static_cast<double>(channels);
  for (int64_t t = 0; t < from.count; ++t) {
    const float* const x = from.x + t * from.stride;
    float* const to = y + t * from.stride;
    double sum = 0, square = 0;
    for (int64_t c = 0; c < channels; ++c) sum += static_cast<double>(x[c]);
    const double mean = sum / count;
    for (int64_t c = 0; c < channels; ++c) {
      const double d = static_cast<double>(x[c]) - mean;
      square += d * d;
    }
    const auto centre = static_cast<float>(mean);
    const auto scale = static_cast<float>(1 / std::sqrt(square / count + kNormEpsilon));
    for (int64_t c = 0; c < channels; ++c)
      to[c] = (x[c] - centre) * scale * weight[static_cast<size_t>(c)] + bias[static_cast<size_t>(c)];
    std::fill(to + channels, to + from.stride, 0.0F);
  }
}

DenseConv TakeLinear(PlanWeights& weights, const std::string& name, int64_t in, int64_t out) {
  const auto weight = weights.Take(name + ".weight", {out, in}), bias = weights.Take(name + ".bias", {out});
  if (weight.empty() || bias.empty()) return {};
  return {weight, bias, {in}, out, 1};
}

void RunLinear(const DenseConv& layer, const Tokens& from, float* y) {
  const FeatureView view = {from.x, layer.in(), from.stride, nullptr};
  layer.Run({&view, 1}, 1, from.count, 0, y);
}

void AttendTokens(const Tokens& queries, const Tokens& keys, const Tokens& values, int64_t channels,
                  int64_t heads, float* out, int64_t out_stride, AttentionSums* sums) {
  Workspace work;
  const int64_t width = channels / heads, stride = StageStride(keys.count), wide = StageStride(width);
  const auto scale = static_cast<float>(1 / std::sqrt(static_cast<double>(width)));
  std::vector<Head> all;
  for (int64_t h = 0; h < heads; ++h) all.emplace_back(keys, values, h * width, width);
  float *const some = work.Raw(kQueriesTogether * width), *const logits = work.Raw(kQueriesTogether * stride),
               *const mixed = work.Raw(kQueriesTogether * wide),
               *const mean = work.Raw(sums == nullptr ? 0 : kQueriesTogether * keys.count);
  if (sums != nullptr)
    *sums = {std::vector<double>(static_cast<size_t>(keys.count)),
             std::vector<float>(static_cast<size_t>(queries.count))};
  for (int64_t first = 0; first < queries.count; first += kQueriesTogether) {
    const int64_t n = std::min(kQueriesTogether, queries.count - first);
    if (sums != nullptr) std::fill(mean, mean + n * keys.count, 0.0F);
    for (int64_t h = 0; h < heads; ++h) {
      const Head& head = all[static_cast<size_t>(h)];
      CopyHead({queries.x + first * queries.stride, n, queries.stride}, h * width, width, scale, some);
      RunLinear(head.logits, {some, n, width}, logits);
      SoftmaxRows(logits, n, keys.count, stride);
      RunLinear(head.mix, {logits, n, stride}, mixed);
      for (int64_t i = 0; i < n; ++i)
        std::copy_n(mixed + i * wide, width, out + (first + i) * out_stride + h * width);
      for (int64_t i = 0; sums != nullptr && i < n; ++i)
        for (int64_t k = 0; k < keys.count; ++k)
          mean[i * keys.count + k] += logits[i * stride + k] / static_cast<float>(heads);
    }
    if (sums != nullptr) AddSums(mean, n, keys.count, first, *sums);
  }
}

void Resize(const float* x, int64_t rows, int64_t columns, int64_t channels, const ResizedTo& to, float* y) {
  std::vector<Lerp> across;
  for (int64_t j = 0; j < to.kept_columns; ++j) across.emplace_back(j, to.columns, columns);
  Workspace work;
  const int64_t size = columns * channels;
  float* const row = work.Raw(size);
  for (int64_t i = 0; i < to.kept_rows; ++i) {
    const Lerp down(i, to.rows, rows);
    const float *const above = x + down.low * size, *const below = x + down.high * size;
    for (int64_t k = 0; k < size; ++k) row[k] = above[k] * (1 - down.part) + below[k] * down.part;
    for (const Lerp& place : across) {
      const float *const left = row + place.low * channels, *const right = row + place.high * channels;
      for (int64_t c = 0; c < channels; ++c) *y++ = left[c] * (1 - place.part) + right[c] * place.part;
    }
  }
}

}  // namespace f4s
