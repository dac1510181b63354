#include "libfuse4seg/cases/record_reader.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/signals.h"
#include "libfuse4seg/tool/run.h"

namespace f4s {
namespace {

constexpr size_t kLongestLine = size_t{64} << 20;  ///< bytes; a guard against what is no NDJSON at all

/// Records that come through a pipe are "-": a pipe of a name would be waited for.
int Open(const std::filesystem::path& file) {
  const Descriptor opened(file, O_RDONLY | O_NONBLOCK);
  RequireRegular(opened, file);
  const int descriptor = ::fcntl(opened.get(), F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  if (descriptor < 0) throw ReadError(file, errno);
  return descriptor;
}

}  // namespace

LineReader::LineReader(int descriptor, std::string name) : descriptor_(descriptor), name_(std::move(name)) {}

LineReader::~LineReader() {
  if (descriptor_ > STDERR_FILENO) ::close(descriptor_);
}

bool LineReader::Fill() {
  buffer_.erase(0, begin_);
  begin_ = 0;
  if (buffer_.size() > kLongestLine)
    throw Error(ErrorKind::kBadInput, "record.line", Cat("line ", line_number_ + 1, " is longer than 64 MiB"))
        .InFile(name_);
  char bytes[1 << 16];
  while (true) {
    pollfd waits[2] = {{descriptor_, POLLIN, 0}, {StopDescriptor(), POLLIN, 0}};
    if (::poll(waits, 2, -1) < 0 && errno != EINTR) throw ReadError(name_, errno);
    if (StopRequested()) return false;
    if (waits[0].revents == 0) continue;
    const ssize_t count = ::read(descriptor_, bytes, sizeof bytes);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw ReadError(name_, errno);
    buffer_.append(bytes, static_cast<size_t>(count));
    return count > 0;
  }
}

std::optional<std::string> LineReader::Next() {
  size_t searched = 0;
  while (true) {
    const size_t end = buffer_.find('\n', begin_ + searched);
    if (end != std::string::npos) {
      std::string line = buffer_.substr(begin_, end - begin_);
      begin_ = end + 1;
      ++line_number_;
      return line;
    }
    searched = buffer_.size() - begin_;
    if (!Fill()) break;
  }
  if (StopRequested() || begin_ == buffer_.size()) return std::nullopt;
  ++line_number_;
  std::string rest = buffer_.substr(begin_);
  begin_ = buffer_.size();
  return rest;
}

RecordReader::RecordReader() : name_("stdin"), folder_(Absolute(".")), lines_(STDIN_FILENO, name_) {}

RecordReader::RecordReader(const std::filesystem::path& file)
    : name_(file.string()), folder_(Absolute(file).parent_path()), lines_(Open(file), name_) {}

std::optional<Case> RecordReader::Next() {
  while (auto line = lines_.Next()) {
    if (line->find_first_not_of(" \t\r") == std::string::npos) continue;
    const Context context(Cat("line ", lines_.line_number()));
    Json record = ParseJson(*line, name_);
    const Json* schema = FindPath(record, "schema");
    if (schema != nullptr && *schema == kRunSchema) {
      runs_.push_back(std::move(record));
      ++num_runs_;
      continue;
    }
    try {
      return Case::FromRecord(std::move(record), folder_);
    } catch (Error& e) {
      throw std::move(e).InFile(name_);
    }
  }
  return std::nullopt;
}

std::vector<Json> RecordReader::TakeRuns() { return std::exchange(runs_, {}); }

}  // namespace f4s
