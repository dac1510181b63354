// stdout: records for programs, or a table for people, never both.

#pragma once

#include <functional>
#include <string>
#include <vector>

#include "libfuse4seg/base/json.h"

namespace f4s {

/// What a table on stdout shows of each record: a case may have several rows, or none.
struct RowLayout {
  using Row = std::vector<std::string>;
  Row headings;
  std::vector<size_t> widths;  ///< of all columns but the last, for people
  std::function<std::vector<Row>(const Json& record)> rows;
};

/// Writes with write(2), a line at a time, so that a reader downstream can begin at once.
/// A reader that goes away ends the process by SIGPIPE, as Unix tools do; any other
/// failure is Error(kIo, "stdout").
class RecordOutput {
 public:
  /// @param format  auto, ndjson, table, tsv, markdown, latex or none; auto: table on a terminal.
  explicit RecordOutput(const std::string& format);

  /// What is written: "ndjson", "none", or a kind of table.
  [[nodiscard]] const std::string& format() const { return format_; }

  /// In place of id, split and file.
  void SetRows(RowLayout layout) { layout_ = std::move(layout); }
  void WriteCase(const Json& record);
  void WriteRun(const Json& record);
  void SetText(std::string text) { text_ = std::move(text), has_text_ = true; }
  /// Writes the text, where the format is a table and there is one.
  void WriteText();
  void Write(const std::string& bytes);

 private:
  void WriteRow(const RowLayout::Row& row);

  RowLayout layout_;
  std::string format_, text_;
  bool has_text_ = false, wrote_heading_ = false;
};

}  // namespace f4s
