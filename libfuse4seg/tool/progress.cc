#include "libfuse4seg/tool/progress.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/json.h"

namespace f4s {
namespace {

constexpr std::chrono::milliseconds kBetweenBars(100);
constexpr std::chrono::milliseconds kBetweenLines(10000);

void WriteToStderr(const std::string& text) {
  const ssize_t ignored = ::write(STDERR_FILENO, text.data(), text.size());
  static_cast<void>(ignored);  // nobody to tell
}

/// What is at work, behind the bar, cut where the terminal ends: a bar is one line.
std::string BesideBar(const std::string& id) {
  constexpr size_t kOfBar = 80;  ///< columns that a bar takes with its tool, counts and times
  winsize size = {};
  const size_t columns = ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
  if (columns <= kOfBar + 8) return "";
  const std::string text = Shown(id);
  return "  " + text.substr(0, columns - kOfBar - 3);
}

}  // namespace

std::string ClockText(double seconds) {
  const auto whole = static_cast<long>(seconds + 0.5);
  char text[32];
  if (whole >= 3600)
    std::snprintf(text, sizeof text, "%ld:%02ld:%02ld", whole / 3600, whole / 60 % 60, whole % 60);
  else
    std::snprintf(text, sizeof text, "%ld:%02ld", whole / 60, whole % 60);
  return text;
}

std::string DateText() {
  const std::time_t now = std::time(nullptr);
  std::tm local = {};
  ::localtime_r(&now, &local);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &local);
  return text;
}

Progress::Progress(std::string tool, const std::string& mode) : tool_(std::move(tool)) {
  const bool terminal = ::isatty(STDERR_FILENO) != 0;
  if (mode == "ndjson") form_ = Form::kNdjson;
  if (terminal && (mode == "always" || mode == "auto")) form_ = Form::kBar;
  if (!terminal && mode == "always") form_ = Form::kLines;
}

void Progress::Advance(const std::string& id) {
  ++done_;
  if (form_ == Form::kNone) return;
  const auto now = std::chrono::steady_clock::now();
  const double seconds = std::chrono::duration<double>(now - begin_).count();
  if (form_ == Form::kNdjson) {
    Json line = {
        {"schema", "f4s.progress/1"}, {"tool", tool_}, {"done", done_}, {"id", id}, {"seconds", seconds}};
    if (total_ > 0) line["total"] = total_;
    WriteToStderr(ToLine(line) + "\n");
    return;
  }
  const bool bar = form_ == Form::kBar;
  if (done_ != total_ && done_ != 1 && now - last_ < (bar ? kBetweenBars : kBetweenLines)) return;
  last_ = now;
  bar ? DrawBar(seconds) : WriteLine(seconds);
  if (bar) WriteToStderr(BesideBar(id));
}

std::string Progress::TimesText(double seconds) const {
  if (total_ <= 0) return Cat(" ", ClockText(seconds));
  const double left = seconds / static_cast<double>(done_) * static_cast<double>(total_ - done_);
  return Cat(" ", ClockText(seconds), ", ", ClockText(left), " left");
}

void Progress::WriteLine(double seconds) const {
  const std::string of = total_ > 0 ? Cat(" of ", total_) : "";
  WriteToStderr(Cat(DateText(), " ", tool_, ": ", done_, of, ",", TimesText(seconds), "\n"));
}

void Progress::DrawBar(double seconds) {
  std::string line = Cat("\r", tool_, ": ", done_);
  if (total_ > 0) {
    constexpr int64_t kWidth = 30;
    const int64_t filled = kWidth * std::min(done_, total_) / total_;
    line += Cat("/", total_, " [", std::string(static_cast<size_t>(filled), '#'),
                std::string(static_cast<size_t>(kWidth - filled), '.'), "]");
  } else {
    line += " cases,";
  }
  line += TimesText(seconds);
  WriteToStderr(line + "\x1b[K");
  drawn_ = true;
}

void Progress::Clear() {
  if (drawn_) WriteToStderr("\r\x1b[K");
  drawn_ = false;
}

}  // namespace f4s
