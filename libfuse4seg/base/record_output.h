// stdout: records for programs, or a table for people, never both.

#pragma once

#include <string>

#include "libfuse4seg/base/json.h"

namespace f4s {

/// Writes with write(2), a line at a time, so that a reader downstream can begin at once.
/// A reader that goes away ends the process by SIGPIPE, as Unix tools do; any other
/// failure is Error(kIo, "stdout").
class RecordOutput {
 public:
  /// @param format  auto, ndjson, table, tsv, markdown, latex or none; auto: table on a terminal.
  explicit RecordOutput(const std::string& format);

  /// What is written: "ndjson", "none", or a kind of table.
  [[nodiscard]] const std::string& format() const { return format_; }

  void WriteCase(const Json& record);
  void WriteRun(const Json& record);
  void SetText(std::string text) { text_ = std::move(text), has_text_ = true; }
  /// Writes the text, where the format is a table and there is one.
  void WriteText();

 private:
  void WriteRow(const Json& record);
  void Write(const std::string& bytes);

  std::string format_, text_;
  bool has_text_ = false, wrote_heading_ = false;
};

}  // namespace f4s
