// The columns of a table of cases or methods, by the names that people give to metrics: --columns.

#pragma once

#include <string>
#include <vector>

#include "libfuse4seg/metric/report/metric_values.h"

namespace f4s {

struct MetricColumn {
  std::string label;  ///< VIF, hd95_mm.WT, dice.WT.mean_reference
  MetricPath path;
  std::string statistic;  ///< of the summary's
};

/// Finds `names` among the metrics that there are, each by any of its ShortNames(), of a summary also
/// followed by .STATISTIC (default: mean).  Where several metrics have a name the first is meant.
/// @throws Error(kUsage, "columns.unknown") with what resembles it; "columns.unit" for a distance that is in
/// mm here
///         and in pixels there.
[[nodiscard]] std::vector<MetricColumn> FindColumns(const std::vector<std::string>& names,
                                                    const std::vector<MetricPath>& paths);

/// All of them.
[[nodiscard]] std::vector<MetricColumn> ColumnsOf(const std::vector<MetricPath>& paths);

}  // namespace f4s
