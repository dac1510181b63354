// Tables as text, in the forms that people put them to use.

#pragma once

#include <string>
#include <vector>

#include "libfuse4seg/base/json.h"

namespace f4s {

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

}  // namespace f4s
