#include "libfuse4seg/metric/segmentation/segmentation_metrics.h"

#include <algorithm>
#include <cmath>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/metric/segmentation/surface_distances.h"

namespace f4s {
namespace {

using Labels = std::span<const uint16_t>;

void RequireSoundLabels(Labels reference, Labels prediction, const LabelGrid& grid) {
  const auto [x, y, z] = grid.size;
  const auto is_length = [](double mm) { return std::isfinite(mm) && mm > 0; };
  if (std::min({x, y, z}) < 1 || !std::all_of(grid.spacing_mm.begin(), grid.spacing_mm.end(), is_length) ||
      !(grid.dimensions == 3 || (grid.dimensions == 2 && z == 1) ||
        (grid.dimensions == 1 && y == 1 && z == 1)))
    throw Error(
        ErrorKind::kBadInput, "metric.grid",
        Cat(x, "x", y, "x", z, " voxels of ", grid.spacing_mm[0], "x", grid.spacing_mm[1], "x",
            grid.spacing_mm[2], " mm in ", grid.dimensions,
            " dimensions: wanted sizes of at least 1, spacings above 0, and 2 (of one slice) or 3, or 1 of one row"));
  const auto count = static_cast<size_t>(x * y * z);
  if (reference.size() != count || prediction.size() != count)
    throw Error(ErrorKind::kBadInput, "metric.size",
                Cat("the reference has ", reference.size(), " labels, the prediction ", prediction.size(),
                    ": wanted ", x, "x", y, "x", z));
}

using Overlap = LabelPairs::Overlap;

/// Which of the masks are empty, if any.
std::optional<Undefined> Emptiness(const Overlap& count) {
  const bool no_reference = count.tp + count.fn == 0, no_prediction = count.tp + count.fp == 0;
  if (no_reference && no_prediction) return Undefined::kBothEmpty;
  if (no_reference) return Undefined::kReferenceEmpty;
  if (no_prediction) return Undefined::kPredictionEmpty;
  return {};
}

Score Or(const std::optional<double>& value, Undefined reason) {
  return value ? Score(*value) : Score(reason);
}

Score EmptyScore(const EmptyValues& values, Undefined reason) {
  return Or(reason == Undefined::kBothEmpty        ? values.both
            : reason == Undefined::kReferenceEmpty ? values.reference
                                                   : values.prediction,
            reason);
}

Score Ratio(int64_t part, int64_t whole, const Score& if_zero) {
  return whole == 0 ? if_zero : Score(static_cast<double>(part) / static_cast<double>(whole));
}

void ScoreOverlap(const Overlap& count, const EmptyRule& rule, RegionScores& scores) {
  const auto& [tp, fp, fn, tn, box] = count;
  const int64_t sum = 2 * tp + fp + fn;
  const std::optional<Undefined> empty = Emptiness(count);
  scores.dice = empty ? EmptyScore(rule.overlap, *empty) : Ratio(2 * tp, sum, {});
  scores.iou = empty ? EmptyScore(rule.overlap, *empty) : Ratio(tp, tp + fp + fn, {});
  const Undefined reason = empty.value_or(Undefined::kConvention);
  scores.sensitivity = Ratio(
      tp, tp + fn, Or(empty == Undefined::kBothEmpty ? rule.sensitivity_of_both : rule.sensitivity, reason));
  scores.precision = Ratio(tp, tp + fp, Or(rule.precision, reason));
  scores.specificity = Ratio(tn, tn + fp, Or(rule.specificity, Undefined::kConvention));
  scores.volume_similarity =
      sum == 0 ? Score(Undefined::kBothEmpty)
               : Score(1 - static_cast<double>(std::abs(fn - fp)) / static_cast<double>(sum));
}

/// @param distances  are reordered.
std::optional<Hd95Spread> SpreadOf(SurfaceDistances& distances, const BitVolume& reference,
                                   const BitVolume& prediction, const RegionInBox& in) {
  const double pooled = PooledHd95(distances), worse = WorseDirectionHd95(distances);
  if (std::abs(worse - pooled) <= kHd95Spread * std::max(worse, pooled)) return {};
  return Hd95Spread{pooled, worse, AreaHd95(reference, prediction, in.spacing_mm, in.dimensions, in.kernels)};
}

void ScoreDistances(const RegionInBox& in, const SegmentationRules& rules, double tolerance_mm,
                    RegionScores& scores) {
  const BitVolume reference = MaskOf(in.reference, in.size, in.box, in.region),
                  prediction = MaskOf(in.prediction, in.size, in.box, in.region);
  SurfaceDistances distances =
      DistancesBetween(reference, prediction, in.spacing_mm, in.dimensions, rules.surface, in.kernels);
  const DistanceMetrics metrics = MetricsOf(distances, rules, tolerance_mm);
  scores.hd_mm = metrics.hd_mm;
  scores.hd95_mm = metrics.hd95_mm;
  scores.assd_mm = metrics.assd_mm;
  scores.nsd = metrics.nsd;
  constexpr auto kVoxels = SegmentationRules::Surface::kVoxels;
  if (rules.surface != kVoxels)
    distances = DistancesBetween(reference, prediction, in.spacing_mm, in.dimensions, kVoxels, in.kernels);
  scores.hd95_spread = SpreadOf(distances, reference, prediction, in);
}

Score CountOf(int64_t count) { return static_cast<double>(count); }

/// What only this convention has.
std::vector<FurtherScore> FurtherScores(const RegionInBox& in, const SegmentationOptions& options) {
  if (options.convention == SegmentationConvention::kBrats2023) {
    const LesionScores lesions = ScoreLesions(in, options.lesions);
    return {{"lesion_dice", lesions.dice},
            {"lesion_hd95_mm", lesions.hd95_mm},
            {"lesion_tp", CountOf(lesions.tp)},
            {"lesion_fp", CountOf(lesions.fp)},
            {"lesion_fn", CountOf(lesions.fn)}};
  }
  if (options.convention == SegmentationConvention::kPanoptica) {
    const InstanceScores instances = ScoreInstances(in);
    return {{"instance_rq", Or(instances.rq, Undefined::kBothEmpty)},
            {"instance_sq", Or(instances.sq, Undefined::kBothEmpty)},
            {"instance_pq", Or(instances.pq, Undefined::kBothEmpty)},
            {"instance_tp", CountOf(instances.tp)},
            {"instance_fp", CountOf(instances.fp)},
            {"instance_fn", CountOf(instances.fn)}};
  }
  return {};
}

/// Where the pixels of several images stand one after another there are neither distances nor lesions.
void LeaveOutPlaces(RegionInBox in, const SegmentationOptions& options, RegionScores& scores) {
  scores.hd95_mm = scores.hd_mm = scores.assd_mm = scores.nsd = Undefined::kNoVolume;
  in.box = {};
  scores.further = FurtherScores(in, options);
  for (FurtherScore& further : scores.further) further.score = Undefined::kNoVolume;
}

RegionScores ScoreRegion(RegionInBox in, const Overlap& count, const SegmentationOptions& options) {
  const SegmentationRules rules = RulesOf(options.convention, options.empty);
  if (!rules.uses_spacing) in.spacing_mm = {1, 1, 1};
  RegionScores scores;
  scores.name = in.region.name;
  scores.empty = Emptiness(count);
  scores.in_pixels = !rules.uses_spacing;
  ScoreOverlap(count, rules.empty, scores);
  if (in.dimensions == 1) {
    LeaveOutPlaces(in, options, scores);
    return scores;
  }
  if (rules.surface == SegmentationRules::Surface::kNone) {
    scores.hd95_mm = scores.hd_mm = scores.assd_mm = scores.nsd = Undefined::kConvention;
  } else if (const std::optional<Undefined> empty = Emptiness(count)) {
    scores.hd95_mm = scores.hd_mm = scores.assd_mm = EmptyScore(rules.empty.distance, *empty);
    scores.nsd = EmptyScore(rules.empty.nsd, *empty);
  } else {
    ScoreDistances(in, rules, options.nsd_tolerance_mm, scores);
  }
  scores.further = FurtherScores(in, options);
  return scores;
}

}  // namespace

std::string NameOfField(const char* field, bool in_pixels) {
  std::string name = field;
  if (in_pixels && name.ends_with("_mm")) name.replace(name.size() - 2, 2, "px");
  return name;
}

std::vector<RegionScores> ScoreSegmentation(Labels reference, Labels prediction, const LabelGrid& grid,
                                            const std::vector<Region>& regions,
                                            const SegmentationOptions& options) {
  RequireSoundLabels(reference, prediction, grid);
  const LabelPairs pairs(reference, prediction, grid.size);
  std::vector<RegionScores> scores;
  for (const Region& region : regions.empty() ? pairs.RegionsOfValues() : regions) {
    Overlap count = pairs.OverlapOf(region);
    count.tn -= grid.left_out;
    scores.push_back(ScoreRegion({reference, prediction, grid.size, grid.spacing_mm, grid.dimensions,
                                  count.box, region, options.kernels},
                                 count, options));
    if (!grid.has_spacing) scores.back().in_pixels = true;
  }
  return scores;
}

double Percentile(std::vector<double>& values, double percent) {
  const double rank = percent / 100 * static_cast<double>(values.size() - 1);
  const auto below = static_cast<size_t>(rank);
  const auto middle = values.begin() + static_cast<int64_t>(below);
  std::nth_element(values.begin(), middle, values.end());
  if (below + 1 == values.size()) return *middle;
  const double next = *std::min_element(middle + 1, values.end());
  return *middle + (next - *middle) * (rank - static_cast<double>(below));
}

}  // namespace f4s
