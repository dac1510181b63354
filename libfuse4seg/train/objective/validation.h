// How good a network is on slices that it is not trained on, by the suite's own metrics.
//
// Shapes:  N slices, M modalities, K classes, H rows, W columns.

#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "libfuse4seg/image/region.h"
#include "libfuse4seg/metric/fusion/fusion_metrics.h"
#include "libfuse4seg/train/objective/device_tally.h"
#include "libfuse4seg/train/objective/objective.h"

namespace f4s {

/// Calls `work` on all slices, whole, in batches of one size; in order.  Of several ranks each takes its turn
/// among the batches.
/// @return false, on all ranks, when a stop was asked for before the end.
bool ForEachWholeBatch(const SliceDataset& slices, const std::function<void(const SliceBatch&)>& work);

/// `count` numbers below `size`, evenly spaced and ascending; all of them where count is 0 or too large.
[[nodiscard]] std::vector<int64_t> EvenlySpaced(int64_t size, int64_t count);

/// Mean VIF and Qabf (metric/fusion/fusion_metrics.h) over slices where they are defined.
class FusionScorer {
 public:
  explicit FusionScorer(std::vector<int64_t> indices) : indices_(std::move(indices)) {}
  /// @param fused  [N,1,H,W] on any device; as 8-bit levels, a half rounded up.
  void Add(const SliceBatch& batch, const torch::Tensor& fused, int threads = 1);
  void AddOfOtherRanks();
  /// The same; of what is on a device when `tally` is fetched, with the sources read again.
  /// @param slices  outlive the tally, as this does
  void AddLater(const SliceDataset& slices, const SliceBatch& batch, const torch::Tensor& fused, int threads,
                DeviceTally& tally);
  /// The slices with the least VIF.
  [[nodiscard]] std::vector<WeakSlice> Weakest(size_t most) const;
  /// {"VIF","Qabf"}: null where no slice has it.  @param sum  gains the two.
  [[nodiscard]] Json Means(double& sum) const;

 private:
  /// Those of a batch that are scored, by their places in it.
  [[nodiscard]] std::vector<int64_t> Wanted(const SliceBatch& batch) const;
  void AddScores(const FusionScores& scores, int64_t index);

  std::vector<int64_t> indices_;  ///< the slices that are scored
  std::vector<std::pair<double, int64_t>> vif_of_slices_;
  double vif_ = 0, qabf_ = 0;
  int64_t num_vif_ = 0, num_qabf_ = 0;
};

/// Dice of each region in each subject, over the pixels of all its slices together: a subject's Dice as
/// f4s-metrics reports it by volume or by subject.  A slice without reference then counts by what is wrongly
/// found there, and not as a success of its own.
class DiceScorer {
 public:
  /// @param regions  in class numbers
  explicit DiceScorer(std::vector<Region> regions) : regions_(std::move(regions)) {}
  /// @param predicted  [N,H,W] classes, int64, on any device
  void Add(const SliceDataset& slices, const SliceBatch& batch, const torch::Tensor& predicted);
  void AddOfOtherRanks();
  /// The same; of what is on a device when `tally` is fetched, to which it gives counts alone.
  /// @param slices  outlive the tally, as this does
  void AddLater(const SliceDataset& slices, const SliceBatch& batch, const torch::Tensor& predicted,
                DeviceTally& tally);
  /// {"WT":{"dice":...,"n":...},...}: means over the n subjects whose reference has the region, a number that
  /// no prediction can change; null where n is 0.  @param mean  over the regions that have a subject, else 0.
  [[nodiscard]] Json Means(double& mean) const;
  /// The subjects with the least mean Dice over the regions that their reference has, of each the slice with
  /// the most wrong pixels.
  [[nodiscard]] std::vector<WeakSlice> Weakest(size_t most) const;
  /// What makes the means say less than they seem to: nothing predicted at all, regions without reference.
  [[nodiscard]] std::vector<std::string> Warnings() const;

 private:
  struct Counts {
    int64_t both = 0, reference = 0, predicted = 0;  ///< TP, TP + FN, TP + FP

    [[nodiscard]] int64_t wrong() const { return reference + predicted - 2 * both; }
    /// Where there is a reference.
    [[nodiscard]] double dice() const {
      return 2.0 * static_cast<double>(both) / static_cast<double>(reference + predicted);
    }
  };
  struct Subject {
    std::vector<Counts> regions;
    int64_t worst_slice = -1, most_wrong = -1;

    void Add(const Subject& other);
  };
  /// What one slice has.
  void AddSlice(const SliceDataset& slices, int64_t index, const std::vector<Counts>& regions);
  [[nodiscard]] int64_t NumWithReference(size_t region) const;

  std::vector<Region> regions_;
  std::map<std::string, Subject> subjects_;
};

/// Pixels of each region in labels and prediction, without those to be ignored: [N,R,3] of int64, both,
/// labelled, predicted.
/// @param labels, predicted  [N,H,W] of int64, on one device
[[nodiscard]] torch::Tensor OverlapsOf(const torch::Tensor& labels, const torch::Tensor& predicted,
                                       const std::vector<Region>& regions);

/// The regions, in codes of LabelCodes: each with the unions that lie within it.  A case that tells less than
/// a region has none of it, and does not count in its mean.
[[nodiscard]] std::vector<Region> WithUnions(std::vector<Region> regions,
                                             const std::vector<std::vector<int64_t>>& unions,
                                             int64_t classes);

/// Regions in class numbers 1..K-1 from those in label values; where there are none, one for each class by
/// its name, or by its value where it has no name.
[[nodiscard]] std::vector<Region> RegionsOfClasses(const Classes& classes,
                                                   const std::vector<Region>& regions);

}  // namespace f4s
