// The numbers of a record's `metrics`, each under its path, kept at 8 bytes a number.

#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "libfuse4seg/base/json.h"

namespace f4s {

/// Names from the top of `metrics` down to a number: {"segmentation", "WT", "dice"}.
using MetricPath = std::vector<std::string>;

/// @throws Error(kBadInput, "metrics.value") for a published figure that no scoring gives: Dice of 85, a
///         distance below 0.
void RequirePossibleFigure(const std::string& name, const Json& value);

/// The path as one text, to look it up by.
[[nodiscard]] std::string KeyOf(const MetricPath& path);

/// Whether the metric is a distance, in mm or pixels: its name says so.
[[nodiscard]] bool IsDistance(const MetricPath& path);

/// Whether a smaller value of the metric is the better one: of a distance, of MSE, and of counts of errors.
[[nodiscard]] bool LowerIsBetter(const MetricPath& path);

/// What an undefined value counts as, in means that count those too: the worst that there can be, of a
/// distance the diagonal; nothing where there is none (MSE, SSIM, SCD, volumes).
[[nodiscard]] std::optional<double> WorstValue(const MetricPath& path, double worst_distance);

/// Where a metric stands in tables.
struct MetricLine {
  std::string family;  ///< fusion, decomposition, segmentation
  std::string group;   ///< the region, the source, "weakest", or "all" for the sources together
  std::string metric;
};
[[nodiscard]] MetricLine LineOf(const MetricPath& path);

/// The short names of a metric, the first to be shown: VIF; dice.WT; VIF.t1; hd95_mm.WT and hd95.WT.
[[nodiscard]] std::vector<std::string> ShortNames(const MetricPath& path);

/// The region, of a reference, that a segmentation metric or a volume is of, or "".
[[nodiscard]] std::string ReferenceRegionOf(const MetricPath& path);

/// The region of a segmentation metric, or "".
[[nodiscard]] std::string RegionOf(const MetricPath& path);

/// What stands for a number that is undefined, by what the prediction is (NaN), and by what was asked for:
/// the convention has no such metric, or images that are no volume have no distances.
inline constexpr double kUndefinedValue = std::numeric_limits<double>::quiet_NaN(),
                        kNoSuchValue = std::numeric_limits<double>::infinity();

/// One case's numbers, in the order of its layout.
struct MetricValues {
  uint32_t layout = 0;
  std::vector<double> values;
};

/// Of each region whose mask is empty on a side: `metrics.empty`.
using EmptySides = std::map<std::string, std::string>;

/// Lists of paths.  Cases mostly have the same metrics, so each list is kept once.
class MetricLayouts {
 public:
  /// @param metrics  a record's `metrics` (score_case.h).
  /// @throws Error(kBadInput, "metrics.value") for a value that is neither a number nor null.
  [[nodiscard]] MetricValues Take(const Json& metrics);

  [[nodiscard]] MetricValues Take(std::vector<MetricPath> layout, std::vector<double> values);

  [[nodiscard]] const std::vector<MetricPath>& paths(uint32_t layout) const { return layouts_[layout]; }

 private:
  std::vector<std::vector<MetricPath>> layouts_;
  std::unordered_map<std::string, uint32_t> positions_;
};

/// The regions of cases whose records name none: every value that occurs in any map of the run.  A case has
/// those of its own maps; what it lacks is in neither map, which counts as the convention has it.
class ValueRegions {
 public:
  /// Takes up the regions of a case, as its layout has them.
  void Note(const std::vector<MetricPath>& layout);

  /// Gives `values` the regions that the case lacks, with the values of `absent`, a region without a name;
  /// regions then stand in the order of their numbers.  @param empty  takes them as both_empty.
  void Complete(const MetricValues& absent, MetricLayouts& layouts, MetricValues& values,
                EmptySides& empty) const;

 private:
  struct ByNumber {
    bool operator()(const std::string& a, const std::string& b) const {
      return a.size() != b.size() ? a.size() < b.size() : a < b;
    }
  };
  std::set<std::string, ByNumber> names_;
};

}  // namespace f4s
