// Tables as text: rows of comma- or tab-separated values.

#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace f4s {

struct DelimitedRow {
  int64_t line = 0;                 ///< of the text, from 1: for messages
  std::vector<std::string> fields;  ///< without blanks at either end
};

/// Tab, comma or semicolon: the first of them that stands in the text's first row; else a tab.  Where the
/// first line is "sep=;", as Excel has it, the character that it names.
[[nodiscard]] char SeparatorOf(const std::string& text);

/// The rows of a table (RFC 4180): a field in double quotes may hold the separator, and a quote as "".  A
/// byte order mark, a first line "sep=;", empty lines and lines that begin with # are passed over.
/// @throws Error(kBadInput, "table.quote") for quotes that do not hold a whole field of one line.
[[nodiscard]] std::vector<DelimitedRow> DelimitedRows(const std::string& text, char separator);

/// Those of a file, with the separator that it has.
/// @throws Error  as ReadFile(); kBadInput "table.utf8" and "table.control": what is another text, and what
/// holds
///         control characters, would get other names.
[[nodiscard]] std::vector<DelimitedRow> RowsOfTable(const std::filesystem::path& file);

}  // namespace f4s
