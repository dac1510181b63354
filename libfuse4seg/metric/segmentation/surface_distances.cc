#include "libfuse4seg/metric/segmentation/surface_distances.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "libfuse4seg/metric/segmentation/nearest.h"
#include "libfuse4seg/metric/segmentation/segmentation_metrics.h"
#include "libfuse4seg/metric/segmentation/surface.h"

namespace f4s {
namespace {

using Doubles = std::vector<double>;

Doubles AreasOf(const BitVolume& cells, const BitVolume& mask, int dimensions, const CellAreas& table) {
  Doubles areas;
  areas.reserve(static_cast<size_t>(cells.Count()));
  VisitSet(cells, [&](int64_t x, int64_t y, int64_t z) {
    areas.push_back(table[static_cast<size_t>(CellCode(mask, dimensions, x, y, z))]);
  });
  return areas;
}

double TotalOf(const Doubles& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

Doubles Pooled(const SurfaceDistances& distances) {
  Doubles pooled = distances.of_reference.mm;
  pooled.insert(pooled.end(), distances.of_prediction.mm.begin(), distances.of_prediction.mm.end());
  return pooled;
}

using Element = std::pair<double, double>;  // distance, area

/// The first distance at which the elements so far have the part of the area.
double AreaPercentile(const DirectedDistances& directed, double part) {
  std::vector<Element> elements(directed.mm.size());
  for (size_t i = 0; i < elements.size(); ++i) elements[i] = {directed.mm[i], directed.areas[i]};
  const double whole = TotalOf(directed.areas);
  const auto add = [](double sum, const Element& element) { return sum + element.second; };
  // Below the upper quarter the order does not matter, unless the distance sought is there.
  auto from = elements.begin() + static_cast<int64_t>(elements.size() * 3 / 4);
  std::nth_element(elements.begin(), from, elements.end());
  double area = std::accumulate(elements.begin(), from, 0.0, add);
  if (area / whole >= part) from = elements.begin(), area = 0;
  std::sort(from, elements.end());
  for (; from != elements.end(); ++from)
    if ((area += from->second) / whole >= part) return from->first;
  return elements.back().first;
}

/// How much surface there is, the sum of its distances, and how much lies within the tolerance.
struct DistanceMoments {
  double whole = 0, distance = 0, within = 0;
};

DistanceMoments DistanceMomentsOf(const DirectedDistances& directed, double tolerance) {
  DistanceMoments moments;
  for (size_t i = 0; i < directed.mm.size(); ++i) {
    const double weight = directed.areas.empty() ? 1 : directed.areas[i];
    moments.whole += weight;
    moments.distance += weight * directed.mm[i];
    moments.within += directed.mm[i] <= tolerance ? weight : 0;
  }
  return moments;
}

/// torch.quantile of single-precision numbers: ranks and interpolation are single too.
double SinglePercentile(Doubles& values, float part) {
  const float rank = part * static_cast<float>(values.size() - 1);
  const auto below = static_cast<size_t>(rank);
  const auto middle = values.begin() + static_cast<int64_t>(below);
  std::nth_element(values.begin(), middle, values.end());
  if (below + 1 >= values.size()) return *middle;
  const auto low = static_cast<float>(*middle);
  const auto next = static_cast<float>(*std::min_element(middle + 1, values.end()));
  return low + (rank - static_cast<float>(below)) * (next - low);
}

double Hd95(SurfaceDistances& distances, const SegmentationRules& rules) {
  auto& [reference, prediction] = distances;
  if (rules.is_single_precision)
    return std::max(SinglePercentile(reference.mm, 0.95F), SinglePercentile(prediction.mm, 0.95F));
  if (!reference.areas.empty())
    return std::max(AreaPercentile(reference, 0.95), AreaPercentile(prediction, 0.95));
  return rules.hd95 == SegmentationRules::Average::kPooled ? PooledHd95(distances)
                                                           : WorseDirectionHd95(distances);
}

void RoundToSingle(Doubles& values) {
  for (double& value : values) value = static_cast<float>(value);
}

}  // namespace

SurfaceDistances DistancesBetween(const BitVolume& reference, const BitVolume& prediction,
                                  const Vector3& spacing_mm, int dimensions,
                                  SegmentationRules::Surface surface, const MetricKernels* kernels) {
  const auto nearest = [&](const BitVolume& from, const BitVolume& to) {
    return kernels == nullptr ? DistancesTo(from, to, spacing_mm)
                              : DistancesOnDevice(from, to, spacing_mm, *kernels);
  };
  if (surface == SegmentationRules::Surface::kVoxels) {
    const BitVolume of_reference = VoxelSurface(reference, dimensions),
                    of_prediction = VoxelSurface(prediction, dimensions);
    return {{nearest(of_reference, of_prediction), {}}, {nearest(of_prediction, of_reference), {}}};
  }
  const BitVolume of_reference = CellSurface(reference, dimensions),
                  of_prediction = CellSurface(prediction, dimensions);
  const CellAreas table = AreasOfCells(spacing_mm, dimensions);
  return {{nearest(of_reference, of_prediction), AreasOf(of_reference, reference, dimensions, table)},
          {nearest(of_prediction, of_reference), AreasOf(of_prediction, prediction, dimensions, table)}};
}

DistanceMetrics MetricsOf(SurfaceDistances& distances, const SegmentationRules& rules, double tolerance_mm) {
  auto& [reference, prediction] = distances;
  if (rules.is_single_precision) {
    RoundToSingle(reference.mm);
    RoundToSingle(prediction.mm);
    tolerance_mm = static_cast<float>(tolerance_mm);
  }
  const DistanceMoments r = DistanceMomentsOf(reference, tolerance_mm),
                        p = DistanceMomentsOf(prediction, tolerance_mm);
  DistanceMetrics metrics;
  metrics.hd_mm = std::max(*std::max_element(reference.mm.begin(), reference.mm.end()),
                           *std::max_element(prediction.mm.begin(), prediction.mm.end()));
  metrics.assd_mm = rules.assd == SegmentationRules::Average::kPooled
                        ? (r.distance + p.distance) / (r.whole + p.whole)
                        : (r.distance / r.whole + p.distance / p.whole) / 2;
  metrics.nsd = rules.nsd == SegmentationRules::Average::kPooled
                    ? (r.within + p.within) / (r.whole + p.whole)
                    : (r.within / r.whole + p.within / p.whole) / 2;
  metrics.hd95_mm = Hd95(distances, rules);  // last: it reorders
  return metrics;
}

double PooledHd95(SurfaceDistances& distances) {
  Doubles pooled = Pooled(distances);
  return Percentile(pooled, 95);
}

double WorseDirectionHd95(SurfaceDistances& distances) {
  return std::max(Percentile(distances.of_reference.mm, 95), Percentile(distances.of_prediction.mm, 95));
}

double AreaHd95(const BitVolume& reference, const BitVolume& prediction, const Vector3& spacing_mm,
                int dimensions, const MetricKernels* kernels) {
  const SurfaceDistances distances = DistancesBetween(reference, prediction, spacing_mm, dimensions,
                                                      SegmentationRules::Surface::kCells, kernels);
  return std::max(AreaPercentile(distances.of_reference, 0.95),
                  AreaPercentile(distances.of_prediction, 0.95));
}

}  // namespace f4s
