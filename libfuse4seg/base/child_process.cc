#include "libfuse4seg/base/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/signals.h"

extern char** environ;

namespace f4s {
namespace {

using Clock = std::chrono::steady_clock;
constexpr size_t kMostOutput = 65536;
constexpr auto kGrace = std::chrono::seconds(2);
constexpr int kPollMs = 20;

class Pipe {
 public:
  Pipe() {
    if (::pipe2(ends_, O_CLOEXEC) != 0) throw Error(ErrorKind::kIo, "program.pipe", std::strerror(errno));
    ::fcntl(ends_[0], F_SETFL, O_NONBLOCK);
  }
  ~Pipe() {
    ::close(ends_[0]);
    CloseWriter();
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  [[nodiscard]] int reader() const { return ends_[0]; }
  [[nodiscard]] int writer() const { return ends_[1]; }
  void CloseWriter() {
    if (ends_[1] >= 0) ::close(ends_[1]);
    ends_[1] = -1;
  }
  /// Takes what is there.  @return false at its end.
  template <class Take>
  bool Drain(Take take) {
    std::array<char, 4096> bytes;
    for (;;) {
      const ssize_t n = ::read(reader(), bytes.data(), bytes.size());
      if (n > 0) {
        take(bytes.data(), static_cast<size_t>(n));
      } else {
        return n < 0 && (errno == EAGAIN || errno == EINTR);
      }
    }
  }

 private:
  int ends_[2] = {-1, -1};
};

/// A process group that does not outlive this object.
class Group {
 public:
  explicit Group(pid_t leader) : leader_(leader) {}
  ~Group() {
    Kill(SIGKILL);
    if (!ended_) ::waitpid(leader_, &status_, 0);
  }
  Group(const Group&) = delete;
  Group& operator=(const Group&) = delete;
  void Kill(int signal_number) const { ::kill(-leader_, signal_number); }
  [[nodiscard]] bool HasEnded() {
    if (!ended_) ended_ = ::waitpid(leader_, &status_, WNOHANG) == leader_;
    return ended_;
  }
  [[nodiscard]] int status() const { return status_; }

 private:
  pid_t leader_;
  bool ended_ = false;
  int status_ = 0;
};

/// Everything that posix_spawn wants to have freed.
class Spawning {
 public:
  Spawning(const Pipe& output, const Pipe& errors) {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions_, output.writer(), STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions_, errors.writer(), STDERR_FILENO);
    ::posix_spawnattr_init(&attributes_);
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
    sigset_t usual;  // this program ignores them, the other one should not
    ::sigemptyset(&usual);
    ::sigaddset(&usual, SIGPIPE);
    ::sigaddset(&usual, SIGXFSZ);
    ::posix_spawnattr_setsigdefault(&attributes_, &usual);
  }
  ~Spawning() {
    ::posix_spawn_file_actions_destroy(&actions_);
    ::posix_spawnattr_destroy(&attributes_);
  }
  Spawning(const Spawning&) = delete;
  Spawning& operator=(const Spawning&) = delete;

  [[nodiscard]] pid_t Start(const std::vector<std::string>& words) const {
    std::vector<char*> argv;
    for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    pid_t pid = 0;
    const int error = ::posix_spawnp(&pid, argv[0], &actions_, &attributes_, argv.data(), environ);
    if (error != 0)
      throw Error(ErrorKind::kUnavailable, "program.missing",
                  Cat("cannot run the program ", Quoted(words[0]), ": ", std::strerror(error)));
    return pid;
  }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

/// Keeps the last line that is not blank.
class LastLine {
 public:
  void Add(const char* bytes, size_t count) {
    for (size_t i = 0; i < count; ++i) {
      if (bytes[i] == '\n' || bytes[i] == '\r')
        End();
      else if (line_.size() < 500)
        line_ += bytes[i];
    }
  }
  [[nodiscard]] std::string Take() {
    End();
    return last_;
  }

 private:
  void End() {
    if (line_.find_first_not_of(" \t") != std::string::npos) last_ = line_;
    line_.clear();
  }
  std::string line_, last_;
};

}  // namespace

std::string ChildOutcome::Describe() const {
  const std::string how = timed_out    ? "exceeded its time limit"
                          : signal > 0 ? Cat("was killed by signal ", signal)
                                       : Cat("exited with ", exit_code);
  return last_error.empty() ? how : Cat(how, ": ", last_error);
}

ChildOutcome RunChild(const std::vector<std::string>& words, double limit_s) {
  Pipe output, errors;
  Group group(Spawning(output, errors).Start(words));
  output.CloseWriter();
  errors.CloseWriter();
  ChildOutcome outcome;
  LastLine last_line;
  const auto drain = [&] {
    output.Drain([&](const char* bytes, size_t n) {
      outcome.output.append(bytes, std::min(n, kMostOutput - outcome.output.size()));
    });
    errors.Drain([&](const char* bytes, size_t n) { last_line.Add(bytes, n); });
  };
  auto deadline =
      Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(limit_s));
  while (!group.HasEnded()) {
    // Not waited for by the pipes' ends: a grandchild may hold them open.
    pollfd waits[] = {{StopDescriptor(), POLLIN, 0}};
    ::poll(waits, 1, kPollMs);
    drain();
    if (StopRequested()) throw Error(ErrorKind::kInterrupted, "run.interrupted", "stopped by a signal");
    if (Clock::now() < deadline) continue;
    group.Kill(outcome.timed_out ? SIGKILL : SIGTERM);
    outcome.timed_out = true;
    deadline = Clock::now() + kGrace;
  }
  drain();
  const int status = group.status();
  outcome.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  outcome.exit_code = outcome.signal > 0 ? 128 + outcome.signal : WEXITSTATUS(status);
  outcome.last_error = last_line.Take();
  return outcome;
}

std::string ShellQuoted(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'')
      quoted += "'\\''";
    else
      quoted += c;
  }
  return quoted + "'";
}

bool ProgramExists(const std::string& program) {
  if (program.find('/') != std::string::npos) return ::access(program.c_str(), X_OK) == 0;
  const char* path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "/usr/bin:/bin" : path);
  for (std::string folder; std::getline(folders, folder, ':');)
    if (::access(((folder.empty() ? "." : folder) + "/" + program).c_str(), X_OK) == 0) return true;
  return false;
}

}  // namespace f4s
