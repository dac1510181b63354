#include "libfuse4seg/metric/segmentation_metrics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/metric/surface.h"

namespace f4s {
namespace {

using Labels = std::span<const uint16_t>;

void RequireSound(Labels reference, Labels prediction, const LabelGrid& grid) {
  const auto [x, y, z] = grid.size;
  const auto is_length = [](double mm) { return std::isfinite(mm) && mm > 0; };
  if (std::min({x, y, z}) < 1 || !std::all_of(grid.spacing_mm.begin(), grid.spacing_mm.end(), is_length) ||
      !(grid.dimensions == 3 || (grid.dimensions == 2 && z == 1)))
    throw Error(ErrorKind::kBadInput, "metric.grid",
                Cat(x, "x", y, "x", z, " voxels of ", grid.spacing_mm[0], "x", grid.spacing_mm[1], "x",
                    grid.spacing_mm[2], " mm in ", grid.dimensions,
                    " dimensions: wanted sizes of at least 1, spacings above 0, and 2 (of one slice) or 3"));
  const auto count = static_cast<size_t>(x * y * z);
  if (reference.size() != count || prediction.size() != count)
    throw Error(ErrorKind::kBadInput, "metric.size",
                Cat("the reference has ", reference.size(), " labels, the prediction ", prediction.size(),
                    ": wanted ", x, "x", y, "x", z));
}

double Ratio(int64_t part, int64_t whole, double if_zero) {
  return whole == 0 ? if_zero : static_cast<double>(part) / static_cast<double>(whole);
}

/// medpy's rules for overlap, those for empty masks among them.
void ScoreOverlap(const LabelPairs::Overlap& count, RegionScores& scores) {
  const auto& [tp, fp, fn, tn, box] = count;
  scores.dice = Ratio(2 * tp, 2 * tp + fp + fn, 1);
  scores.iou = Ratio(tp, tp + fp + fn, 1);
  scores.sensitivity = Ratio(tp, tp + fn, 0);
  scores.specificity = Ratio(tn, tn + fp, 0);
  scores.precision = Ratio(tp, tp + fp, 0);
  const int64_t both = 2 * tp + fp + fn;
  scores.volume_similarity =
      both == 0 ? Score(Undefined::kBothEmpty) : Score(1 - Ratio(std::abs(fn - fp), both, 0));
}

int64_t CountWithin(const std::vector<double>& distances, double tolerance) {
  return std::count_if(distances.begin(), distances.end(), [&](double d) { return d <= tolerance; });
}

void ScoreDistances(const SurfaceDistances& distances, double tolerance, RegionScores& scores) {
  std::vector<double> pooled = distances.reference_to_prediction;
  pooled.insert(pooled.end(), distances.prediction_to_reference.begin(),
                distances.prediction_to_reference.end());
  const auto count = static_cast<double>(pooled.size());
  scores.nsd = static_cast<double>(CountWithin(pooled, tolerance)) / count;
  scores.assd_mm = std::accumulate(pooled.begin(), pooled.end(), 0.0) / count;
  scores.hd_mm = *std::max_element(pooled.begin(), pooled.end());
  scores.hd95_mm = Percentile(pooled, 95);
}

/// Convention medpy for one region.
RegionScores ScoreAsMedpy(Labels reference, Labels prediction, const LabelGrid& grid, const LabelPairs& pairs,
                          const Region& region, double tolerance) {
  RegionScores scores;
  scores.name = region.name;
  const LabelPairs::Overlap count = pairs.OverlapOf(region);
  ScoreOverlap(count, scores);
  const bool no_reference = count.tp + count.fn == 0, no_prediction = count.tp + count.fp == 0;
  if (no_reference || no_prediction) {
    scores.hd95_mm = scores.hd_mm = scores.assd_mm = scores.nsd = !no_prediction ? Undefined::kReferenceEmpty
                                                                  : !no_reference
                                                                      ? Undefined::kPredictionEmpty
                                                                      : Undefined::kBothEmpty;
    return scores;
  }
  const Surfaces surfaces = SurfacesOf(reference, prediction, grid.size, count.box, region, grid.dimensions);
  ScoreDistances(DistancesBetween(surfaces, grid.spacing_mm), tolerance, scores);
  return scores;
}

}  // namespace

std::vector<RegionScores> ScoreSegmentation(Labels reference, Labels prediction, const LabelGrid& grid,
                                            const std::vector<Region>& regions,
                                            const SegmentationOptions& options) {
  RequireSound(reference, prediction, grid);
  const LabelPairs pairs(reference, prediction, grid.size);
  std::vector<RegionScores> scores;
  for (const Region& region : regions.empty() ? pairs.RegionsOfValues() : regions) {
    switch (options.convention) {
      case SegmentationConvention::kMedpy:
        scores.push_back(ScoreAsMedpy(reference, prediction, grid, pairs, region, options.nsd_tolerance_mm));
        break;
    }
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
