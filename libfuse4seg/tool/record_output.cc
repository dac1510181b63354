#include "libfuse4seg/tool/record_output.h"

#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/signals.h"

namespace f4s {
namespace {

constexpr size_t kLongestCell = 8192;  // bytes
/// So much goes into a pipe that poll() calls writable, at once (PIPE_BUF).
constexpr size_t kNeverWaits = 4096;
/// A reader that takes nothing for so long after a stop was asked for takes nothing any more.
constexpr int kPatienceMs = 5000;

/// Until stdout takes something.  @throws Error(kInterrupted) when it does not, and a stop was asked for.
void WaitForReader() {
  while (true) {
    pollfd waits[2] = {{STDOUT_FILENO, POLLOUT, 0}, {StopDescriptor(), POLLIN, 0}};
    const bool stopping = StopRequested();
    const int ready = ::poll(waits, stopping ? 1 : 2, stopping ? kPatienceMs : -1);
    if (ready < 0 && errno != EINTR) return;  // write() says why
    if (ready > 0 && waits[0].revents != 0) return;
    if (ready == 0)
      throw Error(ErrorKind::kInterrupted, "stdout", "stopped by a signal, and nobody reads stdout");
  }
}

[[noreturn]] void DieOfBrokenPipe() {
  ::signal(SIGPIPE, SIG_DFL);
  ::raise(SIGPIPE);
  ::_exit(141);
}

std::string Text(const Json& record, const char* key) {
  const auto member = record.find(key);
  return member != record.end() && member->is_string() ? member->get<std::string>() : "";
}

/// What was made of the case: the newest of its outputs.
std::string Product(const Json& record) {
  for (const char* key : {"prediction", "fused", "error"})
    if (record.contains(key))
      return record[key].is_object() ? Text(record[key], "message") : Text(record, key);
  const Json* images = FindPath(record, "images");
  return images != nullptr && images->is_object() && !images->empty() && images->front().is_string()
             ? images->front().get<std::string>()
             : "";
}

RowLayout DefaultRows() {
  const auto row = [](const Json& record) {
    return std::vector<RowLayout::Row>{{Text(record, "id"), Text(record, "split"), Product(record)}};
  };
  return {{"id", "split", "file"}, {32, 6}, row};
}

std::string Padded(std::string text, size_t width) {
  if (text.size() < width) text.resize(width, ' ');
  return text;
}

}  // namespace

RecordOutput::RecordOutput(const std::string& format) : layout_(DefaultRows()), format_(format) {
  if (format_ == "auto") format_ = ::isatty(STDOUT_FILENO) != 0 ? "table" : "ndjson";
}

void RecordOutput::WriteCase(const Json& record) {
  if (format_ == "ndjson") Write(ToLine(record) + "\n");
  if (has_text_ || (format_ != "table" && format_ != "tsv")) return;
  if (!wrote_heading_) WriteRow(layout_.headings);
  wrote_heading_ = true;
  for (const auto& row : layout_.rows(record)) WriteRow(row);
}

void RecordOutput::WriteRow(const RowLayout::Row& row) {
  const bool aligned = format_ == "table";
  std::string line;
  for (size_t i = 0; i < row.size(); ++i) {
    if (i > 0) line += aligned ? " " : "\t";
    const std::string cell = Shown(row[i], kLongestCell);
    line += aligned && i < layout_.widths.size() ? Padded(cell, layout_.widths[i]) : cell;
  }
  Write(line + "\n");
}

void RecordOutput::WriteRun(const Json& record) {
  if (format_ == "ndjson") Write(ToLine(record) + "\n");
}

void RecordOutput::WriteText() {
  if (has_text_ && format_ != "ndjson" && format_ != "none") Write(text_);
}

void RecordOutput::Write(const std::string& bytes) {
  for (size_t done = 0; done < bytes.size();) {
    WaitForReader();
    const ssize_t count =
        ::write(STDOUT_FILENO, bytes.data() + done, std::min(bytes.size() - done, kNeverWaits));
    if (count >= 0) {
      done += static_cast<size_t>(count);
    } else if (errno == EPIPE) {
      DieOfBrokenPipe();
    } else if (errno != EINTR) {
      throw Error(ErrorKind::kIo, "stdout", Cat("cannot write to stdout: ", std::strerror(errno)));
    }
  }
}

}  // namespace f4s
