// A run's summary as text: --format table, tsv, csv, markdown, latex, svg.

#pragma once

#include <string>
#include <vector>

#include "libfuse4seg/base/json.h"
#include "libfuse4seg/metric/report/text_table.h"

namespace f4s {

/// A row for each metric: of the fused image as a whole ("all"), of its weakest source and each
/// source; of each region.  Fusion and segmentation are tables of their own, with n, mean, sd,
/// median and the confidence interval, numbers to 4 places, "-" for null; likewise each split
/// (`by_split`) and each floor (`floors`), under a heading.  After them come tables of `compare`: both
/// means, their difference with its interval, p, and how often this run wins; tsv and csv are one table with
/// every member of a statistic and have these as further columns.  Ends in a newline, unless it is empty.
/// @param summary  SummaryBuilder::Summary(), perhaps with `floors` and Comparison::Summary() as `compare`.
[[nodiscard]] std::string FormatSummary(const Json& summary, TableFormat format);

/// A table for each family and part of a summary and of its member `compare`, as people read them.
[[nodiscard]] std::vector<TextTable> SummaryTables(const Json& summary);

}  // namespace f4s
