// A run's summary as text: --format table, tsv, markdown, latex.

#pragma once

#include <string>

#include "libfuse4seg/base/json.h"

namespace f4s {

enum class TableFormat {
  kTable,     ///< columns in line, for terminals
  kTsv,       ///< one table with every member of a statistic and shortest exact numbers, for programs
  kMarkdown,  ///< pipe tables
  kLatex,     ///< tabular with booktabs' rules
};

/// @throws Error(kUsage, "table.format") for a name other than table, tsv, markdown, latex.
[[nodiscard]] TableFormat ParseTableFormat(const std::string& name);

/// A row for each metric: of the fused image as a whole ("all"), of its weakest source and each
/// source; of each region.  Fusion and segmentation are tables of their own, with n, mean, sd,
/// median and the confidence interval, numbers to 4 places, "-" for null; likewise each split
/// (`by_split`) and each floor (`floors`), under a heading.  After them come tables of `compare`: both
/// means, their difference with its interval, p, and how often this run wins; tsv has these as
/// further columns.  Ends in a newline, unless it is empty.
/// @param summary  SummaryBuilder::Summary(), perhaps with `floors` and Comparison::Summary() as `compare`.
[[nodiscard]] std::string FormatSummary(const Json& summary, TableFormat format);

}  // namespace f4s
