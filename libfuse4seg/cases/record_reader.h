// Lines of case and run records from stdin or a file.

#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "libfuse4seg/cases/case.h"

namespace f4s {

/// Lines of a file descriptor.  A request to stop (base/signals.h) ends the wait for a line.
class LineReader {
 public:
  /// @param name  for messages.  The descriptor is closed at the end, unless it is stdin.
  LineReader(int descriptor, std::string name);
  ~LineReader();
  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;

  /// The next line without its end, or nothing at the end or when a stop was asked for.
  [[nodiscard]] std::optional<std::string> Next();
  [[nodiscard]] int64_t line_number() const { return line_number_; }

 private:
  /// @return false at the end of input.
  bool Fill();

  int descriptor_;
  std::string name_, buffer_;
  size_t begin_ = 0;
  int64_t line_number_ = 0;
};

/// A stream of records: hands out cases, and gathers the run records that it meets.
class RecordReader {
 public:
  /// stdin.
  RecordReader();
  /// A file of records; relative paths in it are relative to its folder.
  explicit RecordReader(const std::filesystem::path& file);

  /// The next case, or nothing at the end.
  /// @throws Error(kBadInput) naming stream and line for what is no record.
  [[nodiscard]] std::optional<Case> Next();

  /// The run records met since the last call.
  [[nodiscard]] std::vector<Json> TakeRuns();
  [[nodiscard]] int64_t num_runs() const { return num_runs_; }

 private:
  std::string name_;
  std::filesystem::path folder_;
  LineReader lines_;
  std::vector<Json> runs_;
  int64_t num_runs_ = 0;
};

}  // namespace f4s
