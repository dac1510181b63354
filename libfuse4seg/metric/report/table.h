// A run's summary as text: --format table, tsv, markdown, latex.

#pragma once

#include <string>
#include <vector>

#include "libfuse4seg/base/json.h"

namespace f4s {

// Tables as text, in the forms that people put them to use.

/// A line of cells.
using TableRow = std::vector<std::string>;

struct TextTable {
  std::string title;
  TableRow header;
  std::vector<TableRow> rows;  ///< as long as the header; the first two cells are names, the others numbers
};

/// Columns in line, for terminals.
[[nodiscard]] std::string AlignedText(const TextTable& table);
/// A pipe table under its title in bold.
[[nodiscard]] std::string MarkdownText(const TextTable& table);
/// A tabular with booktabs' rules, its title as a comment.
[[nodiscard]] std::string LatexText(const TextTable& table);
/// Cells with tabs between, control characters in them replaced by spaces; ends in a newline.
[[nodiscard]] std::string TsvLine(const TableRow& row);

/// To 4 places whatever the locale; whole numbers as they are; "-" for null.
[[nodiscard]] std::string Rounded(const Json& value);
/// "[lo, hi]" or "-".
[[nodiscard]] std::string RoundedInterval(const Json& interval);
/// A p value to 4 places, "<0.0001" below, "-" for null.
[[nodiscard]] std::string RoundedP(const Json& value);
/// A number in full, nothing for null, as programs read it.
[[nodiscard]] std::string ExactCell(const Json& value);

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
