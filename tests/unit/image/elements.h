// What each element of a file's header leads to: what docs/formats.md says, row by row, and no row without a
// test.

#pragma once

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/image/files/image_file.h"
#include "tests/unit/image/png_bytes.h"

namespace f4s {

using Change = std::function<void(std::string&)>;

/// A row of a table: the element as the first column has it, and changes to a sound file, each of which comes
/// to what the second column says first.
struct Row {
  std::string element;
  std::vector<Change> changes;
};

struct Format {
  const char* heading;
  const char* file;
  std::string good;
  std::vector<Row> rows;
};

/// "ignored", "applied", or "refused", "warning", "info" with a code.
inline std::string OutcomeOf(const TemporaryFolder& folder, const char* name, const std::string& bytes,
                             const std::string& good) {
  const Image<float> as_it_was = ReadImage(folder.Write(name, good));
  HeaderNotes notes;
  Image<float> image;
  try {
    image = ReadImage(folder.Write(name, bytes), nullptr, &notes);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kBadInput) << error.Line();
    return "refused " + error.code();
  }
  if (!notes.empty()) return notes.front().severity + " " + notes.front().code;
  return image == as_it_was ? "ignored" : "applied";
}

/// The rows of the table below a heading: element, outcome.
inline std::map<std::string, std::string> TableOf(const std::string& heading) {
  std::ifstream page("docs/formats.md");
  std::map<std::string, std::string> rows;
  bool is_here = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("## ")) is_here = line == "## " + heading;
    std::erase(line, '`');
    const std::vector<std::string> cells = SplitFields(line, '|');
    if (!is_here || cells.size() < 4 || cells[1].starts_with("--") || Trimmed(cells[2]) == "what is done")
      continue;
    rows[Trimmed(cells[1])] = Trimmed(cells[2]);
  }
  return rows;
}

inline void ExpectTable(const Format& format) {
  const TemporaryFolder folder;
  std::map<std::string, std::string> table = TableOf(format.heading);
  for (const Row& row : format.rows) {
    ASSERT_TRUE(table.contains(row.element)) << "docs/formats.md has no row '" << row.element << "'";
    const std::string said = table[row.element];
    table.erase(row.element);
    for (size_t i = 0; i < row.changes.size(); ++i) {
      std::string bytes = format.good;
      row.changes[i](bytes);
      const std::string found = OutcomeOf(folder, format.file, bytes, format.good);
      EXPECT_TRUE(said.starts_with(found)) << format.heading << ", " << row.element << ", change " << i
                                           << ": " << found << ", but docs/formats.md says " << said;
    }
  }
  for (const auto& [element, said] : table)
    ADD_FAILURE() << format.heading << ": no test of the row '" << element << "' of docs/formats.md";
}

}  // namespace f4s
