#include "libfuse4seg/infer/plan/csad_plan.h"

#include <algorithm>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/infer/plan/unet_stages.h"
#include "libfuse4seg/kernels/net/net_kernels.h"

namespace f4s {
namespace {

constexpr float kSlopeOfRead = 0.01F;  // of what is read normalised: kLeakySlope of nn/blocks/layers.h

/// Features of one level of each modality; nothing where one is not there.
using OfModalities = std::vector<const LevelFeatures*>;

/// CorrelatedFusion, or ConcatenatedFusion, of one level.
class PlannedMerge {
 public:
  PlannedMerge(PlanWeights& weights, const std::string& name, const SegmentationNetOptions& options,
               int64_t modalities, int64_t channels)
      : correlated_(options.merge == CsadMerge::kCorrelated) {
    const std::vector<int64_t> all(static_cast<size_t>(modalities), channels);
    together_ = TakeConv(weights, name + ".together", all, channels, correlated_ ? 3 : 1, true);
    together_.UseMinimalFiltering();
    if (!correlated_) return;
    for (int64_t m = 0; m < modalities; ++m)
      own_.push_back(TakeConv(weights, Cat(name, ".own.", m), {channels}, channels, 1, true));
    for (int64_t pair = 0; pair < modalities * (modalities - 1) / 2; ++pair) {
      gate_.push_back(TakeConv(weights, Cat(name, ".gate.", pair), {channels}, channels, 3, true));
      gate_.back().UseMinimalFiltering();
    }
  }

  void Run(const OfModalities& features, LevelFeatures& merged) const {
    Workspace work;
    const int64_t rows = merged.rows, columns = merged.columns, stride = StageStride(merged.channels),
                  count = rows * columns * stride;
    const float* const zeros = work.Zeros(
        std::any_of(features.begin(), features.end(), [](const auto* f) { return f == nullptr; }) ? count
                                                                                                  : 0);
    std::vector<float*> own(features.size(), nullptr);
    std::vector<FeatureView> beside;
    for (size_t m = 0; m < features.size(); ++m) {
      if (features[m] == nullptr) {
        beside.push_back({zeros, merged.channels, stride, nullptr});
        continue;
      }
      const FeatureView view = features[m]->view();
      if (!correlated_) {
        beside.push_back(view);
        continue;
      }
      own_[m].Run({&view, 1}, rows, columns, kSlopeOfRead, own[m] = work.Raw(count));
      beside.push_back({own[m], merged.channels, stride, nullptr});
    }
    together_.Run(beside, rows, columns, kSlopeOfRead, merged.x);
    merged.normalised = false;
    if (correlated_) AddGates(work, own, merged);
  }

 private:
  /// merged += sum_m g_m own_m.
  void AddGates(Workspace& work, const std::vector<float*>& own, LevelFeatures& merged) const {
    const int64_t stride = StageStride(merged.channels), count = merged.rows * merged.columns * stride;
    std::vector<float*> ratings(own.size(), nullptr);
    std::vector<const float*> present, rated;
    for (size_t m = 0; m < own.size(); ++m)
      if (own[m] != nullptr) ratings[m] = work.Zeros(count), present.push_back(own[m]);
    float *const product = work.Raw(count), *const odds = work.Raw(count);
    const float share = 1.0F / static_cast<float>(present.size());
    size_t pair = 0;
    for (size_t m = 0; m < own.size(); ++m)
      for (size_t n = m + 1; n < own.size(); ++n, ++pair) {
        if (own[m] == nullptr || own[n] == nullptr) continue;
        for (int64_t i = 0; i < count; ++i) product[i] = own[m][i] * own[n][i];
        const FeatureView view = {product, merged.channels, stride, nullptr};
        gate_[pair].Run({&view, 1}, merged.rows, merged.columns, kSlopeOfRead, odds);
        for (int64_t i = 0; i < count; ++i) {
          ratings[m][i] += odds[i] * share;
          ratings[n][i] -= odds[i] * share;
        }
      }
    for (const float* rating : ratings)
      if (rating != nullptr) rated.push_back(rating);
    AddGated(rated, present, count, merged.x);
  }

  bool correlated_;
  DenseConv together_;
  std::vector<DenseConv> own_, gate_;  ///< of each modality, of each pair m < n: 01, 02, ..., 12, ...
};

class CsadPlan final : public SegmentationPlan {
 public:
  CsadPlan(const SegmentationNetOptions& options, int64_t modalities, int64_t classes, PlanWeights& weights)
      : options_(options), decoder_(weights, "segmentation.", options, classes) {
    for (int64_t m = 0; m < modalities; ++m)
      branch_.emplace_back(weights, Cat("segmentation.branch.", m, "."), 1, options);
    for (int64_t level = 0; level <= options.levels; ++level)
      merge_.emplace_back(weights, Cat("segmentation.fusion.", level), options, modalities,
                          LevelWidth(options, level));
  }

  void Run(const std::vector<const float*>& planes, const std::vector<int64_t>& slots, int64_t rows,
           int64_t columns, float* probabilities) const override {
    Workspace work;
    auto between = PlacesFor(work, options_, rows, columns),
         merged = PlacesFor(work, options_, rows, columns), places = PlacesFor(work, options_, rows, columns);
    std::vector<std::vector<LevelFeatures>> features(branch_.size());
    for (size_t m = 0; m < branch_.size(); ++m) {
      const bool there = std::find(slots.begin(), slots.end(), static_cast<int64_t>(m)) != slots.end();
      if (!slots.empty() && !there) continue;
      features[m] = PlacesFor(work, options_, rows, columns);
      branch_[m].Run(PaddedPixels(work, {planes[m]}, rows, columns, options_), between, features[m]);
    }
    for (size_t level = 0; level < merge_.size(); ++level) {
      OfModalities of_level;
      for (const auto& levels : features) of_level.push_back(levels.empty() ? nullptr : &levels[level]);
      merge_[level].Run(of_level, merged[level]);
    }
    decoder_.Run(merged, between, places, rows, columns, probabilities);
  }

 private:
  SegmentationNetOptions options_;
  PlannedDecoder decoder_;
  std::vector<PlannedEncoder> branch_;
  std::vector<PlannedMerge> merge_;
};

}  // namespace

std::unique_ptr<SegmentationPlan> PlanCsad(const SegmentationNetOptions& options, int64_t modalities,
                                           int64_t classes, PlanWeights& weights) {
  return std::make_unique<CsadPlan>(options, modalities, classes, weights);
}

}  // namespace f4s
