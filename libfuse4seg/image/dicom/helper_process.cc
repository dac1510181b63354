#include "libfuse4seg/image/dicom/helper_process.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "libfuse4seg/base/error.h"

namespace f4s {
namespace {

constexpr size_t kBufferBytes = size_t{1} << 18;

/// Default handlers, nothing blocked, a group of its own.
class SpawnAttributes {
 public:
  SpawnAttributes() {
    sigset_t all, none;
    ::sigfillset(&all);
    ::sigemptyset(&none);
    ::posix_spawnattr_init(&attributes_);
    ::posix_spawnattr_setsigdefault(&attributes_, &all);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setpgroup(&attributes_, 0);
    ::posix_spawnattr_setflags(&attributes_,
                               POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
  }
  ~SpawnAttributes() { ::posix_spawnattr_destroy(&attributes_); }
  [[nodiscard]] const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_;
};

/// `socket` as standard input and output.
class SpawnActions {
 public:
  explicit SpawnActions(int socket) {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawn_file_actions_adddup2(&actions_, socket, 0);
    ::posix_spawn_file_actions_adddup2(&actions_, socket, 1);
    ::posix_spawn_file_actions_addopen(&actions_, 2, "/dev/null", O_WRONLY, 0);
  }
  ~SpawnActions() { ::posix_spawn_file_actions_destroy(&actions_); }
  [[nodiscard]] const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
};

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
  std::vector<std::string> words = {program.string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  char locale[] = "LC_ALL=C";
  char* environment[] = {locale, nullptr};
  const int failed = ::posix_spawn(&pid_, program.c_str(), SpawnActions(ends[1]).get(),
                                   SpawnAttributes().get(), argv.data(), environment);
  ::close(ends[1]);
  socket_ = ends[0];
  if (failed != 0) {
    ::close(socket_);
    throw CannotStart(program, failed);
  }
  SetDeadline(1);
}

HelperProcess::~HelperProcess() {
  ::close(socket_);
  static_cast<void>(End(true));  // it has answered all that it was asked
}

/// Waits for the helper's end, having killed it or not.  @return its wait status; 0 where it had ended.
int HelperProcess::End(bool kill) {
  if (pid_ <= 0) return 0;
  if (kill) ::kill(pid_, SIGKILL);
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  return status;
}

void HelperProcess::SetDeadline(double seconds) {
  deadline_ =
      std::chrono::steady_clock::now() +
      std::chrono::duration_cast<std::chrono::steady_clock::duration>(std::chrono::duration<double>(seconds));
}

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
    const auto left = deadline_ - std::chrono::steady_clock::now();
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
  Dl_info info;
  std::filesystem::path folder = ".";
  if (::dladdr(reinterpret_cast<void*>(&HelperProgram), &info) != 0 && info.dli_fname != nullptr)
    folder = std::filesystem::path(info.dli_fname).parent_path();
  std::filesystem::path program = std::filesystem::absolute(folder / "fuse4seg" / name);
  if (std::filesystem::exists(program)) return program;
  throw Error(ErrorKind::kUnavailable, "helper.missing",
              Cat(purpose, " not available: this build has no ", name));
}

}  // namespace f4s
