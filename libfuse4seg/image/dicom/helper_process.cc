#include "libfuse4seg/image/dicom/helper_process.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <system_error>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/opened_object.h"

namespace f4s {
namespace {

constexpr size_t kBufferBytes = size_t{1} << 18;

Error CannotStart(const std::filesystem::path& program, int error_number) {
  return Error(ErrorKind::kUnavailable, "helper.start",
               Cat("cannot be started: ", std::strerror(error_number)))
      .InFile(program);
}

}  // namespace

HelperProcess::HelperProcess(const std::filesystem::path& program,
                             const std::vector<std::string>& arguments) {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) throw CannotStart(program, errno);
  socket_ = ends[0];
  std::vector<std::string> words = {program.string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  try {
    process_.emplace(words, ProcessStreams{ends[1], ends[1], -1}, std::vector<std::string>{"LC_ALL=C"});
    ::close(ends[1]);
  } catch (const std::system_error& error) {
    ::close(ends[0]);
    ::close(ends[1]);
    throw CannotStart(program, error.code().value());
  }
  SetDeadline(1);
}

HelperProcess::~HelperProcess() {
  ::close(socket_);
  static_cast<void>(End(true));  // it has answered all that it was asked
}

/// Waits for the helper's end, having killed it or not.  @return its wait status; 0 where it had ended.
int HelperProcess::End(bool kill) {
  if (!process_) return 0;
  if (kill) process_->Kill(SIGKILL);
  const int status = process_->Wait();
  process_.reset();
  return status;
}

void HelperProcess::SetDeadline(double seconds) { deadline_ = After(seconds); }

void HelperProcess::Send(const std::string& bytes) {
  for (size_t sent = 0; sent < bytes.size();) {
    Await(POLLOUT);
    const ssize_t count = ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (count < 0 && errno != EINTR) FailAsItEnded();
    sent += count > 0 ? static_cast<size_t>(count) : 0;
  }
}

std::string HelperProcess::ReceiveLine(size_t most_bytes) {
  for (size_t searched = taken_;;) {
    const size_t end = buffer_.find('\n', searched);
    const size_t length = (end == std::string::npos ? buffer_.size() : end) - taken_;
    if (length > most_bytes) Fail(HelperFault::kCrashed, "gave too long an answer");
    if (end != std::string::npos) {
      std::string line = buffer_.substr(taken_, length);
      taken_ = end + 1;
      return line;
    }
    buffer_.erase(0, taken_);
    taken_ = 0;
    searched = buffer_.size();
    Fill();
  }
}

void HelperProcess::Receive(void* to, size_t bytes) {
  auto* target = static_cast<char*>(to);
  while (bytes > 0) {
    if (taken_ == buffer_.size()) {
      buffer_.clear();
      taken_ = 0;
      Fill();
    }
    const size_t count = std::min(bytes, buffer_.size() - taken_);
    std::memcpy(target, buffer_.data() + taken_, count);
    taken_ += count;
    target += count;
    bytes -= count;
  }
}

void HelperProcess::Await(short events) {
  for (;;) {
    const auto left = deadline_ - ProcessClock::now();
    const auto left_ms = std::chrono::duration_cast<std::chrono::milliseconds>(left).count();
    if (left.count() <= 0) Fail(HelperFault::kTime, "did not answer in time");
    pollfd ready = {socket_, events, 0};
    const int count = ::poll(&ready, 1, static_cast<int>(std::min<long long>(left_ms + 1, 1000)));
    if (count > 0) return;
    if (count < 0 && errno != EINTR) Fail(HelperFault::kCrashed, std::strerror(errno));
  }
}

/// Appends what has come to buffer_, at least one byte.
void HelperProcess::Fill() {
  const size_t before = buffer_.size();
  for (;;) {
    Await(POLLIN);
    buffer_.resize(before + kBufferBytes);
    const ssize_t count = ::recv(socket_, buffer_.data() + before, kBufferBytes, 0);
    buffer_.resize(before + static_cast<size_t>(std::max<ssize_t>(count, 0)));
    if (count > 0) return;
    if (count == 0 || errno != EINTR) FailAsItEnded();
  }
}

void HelperProcess::Fail(HelperFault fault, const std::string& how) {
  static_cast<void>(End(true));
  throw HelperFailure{fault, how};
}

/// The socket's other end is gone: how did the helper end?
void HelperProcess::FailAsItEnded() {
  const int status = End(false);
  if (WIFEXITED(status) && WEXITSTATUS(status) == static_cast<int>(ErrorKind::kOutOfMemory))
    throw HelperFailure{HelperFault::kMemory, "exceeded its memory limit"};
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
    throw HelperFailure{HelperFault::kTime, "exceeded its time limit"};
  throw HelperFailure{HelperFault::kCrashed, WIFSIGNALED(status)
                                                 ? Cat("was ended by signal ", WTERMSIG(status))
                                                 : Cat("ended with code ", WEXITSTATUS(status))};
}

std::filesystem::path HelperProgram(const std::string& name, const std::string& purpose) {
  std::filesystem::path program = Absolute(ModuleFolder() / name);
  if (Exists(program)) return program;
  throw Error(ErrorKind::kUnavailable, "helper.missing",
              Cat(purpose, " not available: this installation has no ", name));
}

}  // namespace f4s
