// Progress on stderr, for people on a terminal or as NDJSON for programs.

#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace f4s {

/// Counts finished cases.  Not thread-safe: the ordered end of the work owns it.
class Progress {
 public:
  /// @param mode  auto (a bar, where stderr is a terminal), never, always (a bar on a terminal; elsewhere a
  ///              dated line now and then, and of the last case), ndjson.
  Progress(std::string tool, const std::string& mode);

  /// The number of cases, where it is known: gives a percentage and the time left.
  void SetTotal(int64_t total) { total_ = total; }
  void Advance(const std::string& id);
  /// Takes the bar away before another line is written to stderr, or at the end.
  void Clear();

 private:
  void DrawBar(double seconds);
  void WriteLine(double seconds) const;
  /// " 1:02, 0:40 left"
  [[nodiscard]] std::string TimesText(double seconds) const;

  std::string tool_;
  enum class Form { kNone, kBar, kLines, kNdjson } form_ = Form::kNone;
  int64_t done_ = 0, total_ = 0;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now(), last_ = begin_;
};

/// "1:02:03" or "4:05".
[[nodiscard]] std::string ClockText(double seconds);

/// Now, in local time: "2026-11-29 14:05:09".
[[nodiscard]] std::string DateText();

}  // namespace f4s
