#include "libfuse4seg/tool/progress.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/json.h"

namespace f4s {
namespace {

void WriteToStderr(const std::string& text) {
  const ssize_t ignored = ::write(STDERR_FILENO, text.data(), text.size());
  static_cast<void>(ignored);  // nobody to tell
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

Progress::Progress(std::string tool, const std::string& mode) : tool_(std::move(tool)) {
  if (mode == "ndjson") form_ = Form::kNdjson;
  if (mode == "always" || (mode == "auto" && ::isatty(STDERR_FILENO) != 0)) form_ = Form::kBar;
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
  if (done_ != total_ && drawn_ && now - last_ < std::chrono::milliseconds(100)) return;
  last_ = now;
  DrawBar(seconds);
}

void Progress::DrawBar(double seconds) {
  std::string line = Cat("\r", tool_, ": ", done_);
  if (total_ > 0) {
    constexpr int64_t kWidth = 30;
    const int64_t filled = kWidth * std::min(done_, total_) / total_;
    line += Cat("/", total_, " [", std::string(static_cast<size_t>(filled), '#'),
                std::string(static_cast<size_t>(kWidth - filled), '.'), "]");
    const double left = seconds / static_cast<double>(done_) * static_cast<double>(total_ - done_);
    line += Cat(" ", ClockText(seconds), ", ", ClockText(left), " left");
  } else {
    line += Cat(" cases, ", ClockText(seconds));
  }
  WriteToStderr(line + "\x1b[K");
  drawn_ = true;
}

void Progress::Clear() {
  if (drawn_) WriteToStderr("\r\x1b[K");
  drawn_ = false;
}

}  // namespace f4s
