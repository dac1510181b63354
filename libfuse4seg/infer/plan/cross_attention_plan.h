// Attention between modalities as a plan: CrossAttention of nn/blocks/cross_attention.h, without LibTorch.
//
// Shapes:  M modalities' features [h,w,C]; global attention is over cells of `side` features, in a grid of
// gh x gw, h and w being mirrored to whole cells.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "libfuse4seg/infer/plan/plan_weights.h"
#include "libfuse4seg/infer/plan/token_layers.h"

namespace f4s {

/// What global attention says of itself: AttentionWeights of nn/blocks/cross_attention.h.
struct PlannedWeights {
  int64_t rows = 0, columns = 0;  ///< of the grid
  std::vector<float> received;    ///< [M-1,gh,gw]: over all cells of all modalities asked it sums to 1
  std::vector<float> entropy;     ///< [gh,gw], 0 to 1
};

class CrossAttentionPlan {
 public:
  enum class Reach { kGlobal, kWindows };

  /// @param side  of a cell of global attention, or of a window
  CrossAttentionPlan(PlanWeights& weights, const std::string& name, int64_t channels, int64_t heads,
                     int64_t slots, Reach reach, int64_t side);

  /// The place among `slots` of the modality that asks: the model's first.
  [[nodiscard]] static size_t QueryOf(const std::vector<int64_t>& slots);

  /// What is to be added to the sum of the features.
  /// @param features  of each modality, at least two; `slots` names them
  /// @param added     [h,w,C]
  /// @param said      set where attention is global, unless null
  void Run(const std::vector<const float*>& features, const std::vector<int64_t>& slots, int64_t height,
           int64_t width, float* added, PlannedWeights* said) const;

 private:
  /// The grid of tokens: of cells, or of all features, in regions that attend within themselves.
  struct TokenGrid;
  /// One modality's tokens [gh gw,C], region by region.
  void TokensOf(const TokenGrid& grid, const float* features, float* tokens) const;
  void Attend(const TokenGrid& grid, const float* asking, const std::vector<float*>& context, float* out,
              PlannedWeights* said) const;
  void Spread(const TokenGrid& grid, const float* out, float* added) const;

  int64_t channels_, heads_, side_;
  Reach reach_;
  TokenNorm norm_;
  DenseConv query_, key_, value_, project_;
  std::vector<float> slot_embedding_, gate_;  ///< [S,C]; [C]
};

}  // namespace f4s
