#include "libfuse4seg/infer/plan/cross_attention_plan.h"

#include <algorithm>
#include <cmath>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/infer/plan/mirrored.h"
#include "libfuse4seg/infer/plan/unet_stages.h"
#include "libfuse4seg/kernels/net/net_workspace.h"

namespace f4s {
namespace {

constexpr double kLeastLogarithm = 1e-30;  // of the number of keys, which entropy is divided by

}  // namespace

struct CrossAttentionPlan::TokenGrid {
  int64_t height, width;                ///< of features
  int64_t cell;                         ///< features of a token's side
  int64_t rows, columns;                ///< of tokens
  int64_t region_rows, region_columns;  ///< of a region's tokens
  int64_t channels;

  [[nodiscard]] int64_t count() const { return rows * columns; }
  [[nodiscard]] int64_t in_region() const { return region_rows * region_columns; }
  /// Where the token of a place stands, region by region.
  [[nodiscard]] int64_t PlaceOf(int64_t y, int64_t x) const {
    const int64_t region = y / region_rows * (columns / region_columns) + x / region_columns;
    return region * in_region() + y % region_rows * region_columns + x % region_columns;
  }
};

CrossAttentionPlan::CrossAttentionPlan(PlanWeights& weights, const std::string& name, int64_t channels,
                                       int64_t heads, int64_t slots, Reach reach, int64_t side)
    : channels_(channels),
      heads_(heads),
      side_(side),
      reach_(reach),
      norm_(weights, name + ".norm", channels),
      query_(TakeConv(weights, name + ".query", {channels}, channels, 1, false)),
      key_(TakeConv(weights, name + ".key", {channels}, channels, 1, false)),
      value_(TakeConv(weights, name + ".value", {channels}, channels, 1, false)),
      project_(TakeConv(weights, name + ".project", {channels}, channels, 1, false)),
      slot_embedding_(weights.Take(name + ".slot_embedding", {slots, channels})),
      gate_(weights.Take(name + ".gate", {channels})) {}

size_t CrossAttentionPlan::QueryOf(const std::vector<int64_t>& slots) {
  return static_cast<size_t>(std::min_element(slots.begin(), slots.end()) - slots.begin());
}

void CrossAttentionPlan::TokensOf(const TokenGrid& grid, const float* features, float* tokens) const {
  Workspace work;
  const int64_t c = channels_, cell = grid.cell;
  float* const normal = work.Raw(grid.height * grid.width * c);
  norm_.Run({features, grid.height * grid.width, c}, normal);
  std::fill(tokens, tokens + grid.count() * c, 0.0F);
  const auto share = 1 / static_cast<float>(cell * cell);
  for (int64_t y = 0; y < grid.rows * cell; ++y)
    for (int64_t x = 0; x < grid.columns * cell; ++x) {
      const float* const from =
          normal + (MirroredPlace(y, grid.height) * grid.width + MirroredPlace(x, grid.width)) * c;
      float* const to = tokens + grid.PlaceOf(y / cell, x / cell) * c;
      for (int64_t i = 0; i < c; ++i) to[i] += from[i] * share;
    }
}

void CrossAttentionPlan::Attend(const TokenGrid& grid, const float* asking,
                                const std::vector<float*>& context, float* out, PlannedWeights* said) const {
  Workspace work;
  const int64_t others = std::ssize(context), t = grid.in_region(), wide = StageStride(channels_),
                size = t * wide;
  float *const q = work.Raw(size), *const all = work.Raw(others * t * channels_),
               *const k = work.Raw(others * size), *const v = work.Raw(others * size);
  for (int64_t first = 0; first < grid.count(); first += t) {
    for (int64_t m = 0; m < others; ++m)
      std::copy_n(context[static_cast<size_t>(m)] + first * channels_, t * channels_,
                  all + m * t * channels_);
    RunLinear(query_, {asking + first * channels_, t, channels_}, q);
    RunLinear(key_, {all, others * t, channels_}, k);
    RunLinear(value_, {all, others * t, channels_}, v);
    AttentionSums sums;
    AttendTokens({q, t, wide}, {k, others * t, wide}, {v, others * t, wide}, channels_, heads_,
                 out + first * wide, wide, said == nullptr ? nullptr : &sums);
    if (said == nullptr) continue;  // there is one region where it is not
    for (const double received : sums.received)
      said->received.push_back(static_cast<float>(received / static_cast<double>(t)));
    const double widest = std::max(std::log(static_cast<double>(others * t)), kLeastLogarithm);
    for (const float entropy : sums.entropy)
      said->entropy.push_back(static_cast<float>(static_cast<double>(entropy) / widest));
  }
}

void CrossAttentionPlan::Spread(const TokenGrid& grid, const float* out, float* added) const {
  Workspace work;
  const int64_t c = channels_, wide = StageStride(c);
  float *const projected = work.Raw(grid.count() * wide), *const plane = work.Raw(grid.count() * c);
  RunLinear(project_, {out, grid.count(), wide}, projected);
  for (int64_t y = 0; y < grid.rows; ++y)
    for (int64_t x = 0; x < grid.columns; ++x) {
      const float* const from = projected + grid.PlaceOf(y, x) * wide;
      float* const to = plane + (y * grid.columns + x) * c;
      for (int64_t i = 0; i < c; ++i) to[i] = from[i] * gate_[static_cast<size_t>(i)];
    }
  Resize(plane, grid.rows, grid.columns, c,
         {grid.rows * grid.cell, grid.columns * grid.cell, grid.height, grid.width}, added);
}

void CrossAttentionPlan::Run(const std::vector<const float*>& features, const std::vector<int64_t>& slots,
                             int64_t height, int64_t width, float* added, PlannedWeights* said) const {
  F4S_CHECK_EQ(features.size() >= 2 && features.size() == slots.size(), true);
  const bool global = reach_ == Reach::kGlobal;
  const int64_t tall = PaddedSize(height, side_), wide = PaddedSize(width, side_);
  TokenGrid grid = {height, width, global ? side_ : 1, tall, wide, side_, side_, channels_};
  if (global) {
    grid.rows = grid.region_rows = tall / side_;
    grid.columns = grid.region_columns = wide / side_;
  }
  Workspace work;
  const size_t asks = QueryOf(slots);
  float* const asking = work.Raw(grid.count() * channels_);
  TokensOf(grid, features[asks], asking);
  std::vector<float*> context;
  for (size_t m = 0; m < features.size(); ++m) {
    if (m == asks) continue;
    float* const tokens = context.emplace_back(work.Raw(grid.count() * channels_));
    TokensOf(grid, features[m], tokens);
    const float* const own = slot_embedding_.data() + slots[m] * channels_;
    for (int64_t i = 0; i < grid.count() * channels_; ++i) tokens[i] += own[i % channels_];
  }
  float* const out = work.Zeros(grid.count() * StageStride(channels_));
  if (said != nullptr) *said = {.rows = grid.rows, .columns = grid.columns, .received = {}, .entropy = {}};
  Attend(grid, asking, context, out, global ? said : nullptr);
  Spread(grid, out, added);
}

}  // namespace f4s
