// Tables as text, in the forms that people put them to use.

#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "libfuse4seg/base/json.h"

namespace f4s {

/// A line of cells.
using TableRow = std::vector<std::string>;

struct TextTable {
  std::string title;
  TableRow header;
  std::vector<TableRow> rows;  ///< as long as the header
  size_t num_names = 2;        ///< of the first cells, which are names; the others are numbers
  std::set<std::pair<size_t, size_t>> best = {};  ///< row and column of the cells that stand out
};

enum class TableFormat {
  kTable,     ///< columns in line, for terminals; what stands out has a star
  kTsv,       ///< cells with tabs between, control characters in them replaced by spaces; no title
  kCsv,       ///< RFC 4180, lines end in a newline alone; no title
  kMarkdown,  ///< a pipe table under its title in bold
  kLatex,     ///< a tabular with booktabs' rules, its title as a comment
  kSvg,       ///< a picture of all tables
};

/// @throws Error(kUsage, "table.format") for a name other than table, tsv, csv, markdown, latex, svg.
[[nodiscard]] TableFormat ParseTableFormat(const std::string& name);

/// The tables one after another, an empty line between.  Ends in a newline, unless there is none.
[[nodiscard]] std::string TablesText(const std::vector<TextTable>& tables, TableFormat format);

/// To 4 places whatever the locale; whole numbers as they are; "-" for null.
[[nodiscard]] std::string Rounded(const Json& value);
/// "[lo, hi]" or "-".
[[nodiscard]] std::string RoundedInterval(const Json& interval);
/// A p value to 4 places, "<0.0001" below, "-" for null.
[[nodiscard]] std::string RoundedP(const Json& value);
/// A number in full, nothing for null, as programs read it.
[[nodiscard]] std::string ExactCell(const Json& value);

}  // namespace f4s
