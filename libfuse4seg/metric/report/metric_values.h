// The numbers of a record's `metrics`, each under its path, kept at 8 bytes a number.

#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "libfuse4seg/base/json.h"

namespace f4s {

/// Names from the top of `metrics` down to a number: {"segmentation", "WT", "dice"}.
using MetricPath = std::vector<std::string>;

/// The path as one text, to look it up by.
[[nodiscard]] std::string KeyOf(const MetricPath& path);

/// Whether the metric is a distance in mm: its name says so.
[[nodiscard]] bool IsDistance(const MetricPath& path);

/// Whether a smaller value of the metric is the better one: of a distance, and of MSE.
[[nodiscard]] bool LowerIsBetter(const MetricPath& path);

/// One case's numbers, in the order of its layout; NaN where undefined.
struct MetricValues {
  uint32_t layout = 0;
  std::vector<double> values;
};

/// Lists of paths.  Cases mostly have the same metrics, so each list is kept once.
class MetricLayouts {
 public:
  /// @param metrics  a record's `metrics` (scores_json.h); its member `undefined` is not read.
  /// @throws Error(kBadInput, "metrics.value") for a value that is neither a number nor null.
  [[nodiscard]] MetricValues Take(const Json& metrics);

  [[nodiscard]] const std::vector<MetricPath>& paths(uint32_t layout) const { return layouts_[layout]; }

 private:
  std::vector<std::vector<MetricPath>> layouts_;
  std::unordered_map<std::string, uint32_t> positions_;
};

}  // namespace f4s
