#include "libfuse4seg/base/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <system_error>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/signals.h"

extern char** environ;

namespace f4s {
namespace {

constexpr size_t kMostOutput = 65536;
constexpr double kGraceS = 2;
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

/// Default handlers (this program ignores some), nothing blocked, a group of its own.
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
  SpawnAttributes(const SpawnAttributes&) = delete;
  SpawnAttributes& operator=(const SpawnAttributes&) = delete;
  [[nodiscard]] const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_;
};

class SpawnActions {
 public:
  explicit SpawnActions(const ProcessStreams& streams) {
    ::posix_spawn_file_actions_init(&actions_);
    Put(streams.input, STDIN_FILENO, O_RDONLY);
    Put(streams.output, STDOUT_FILENO, O_WRONLY);
    Put(streams.errors, STDERR_FILENO, O_WRONLY);
  }
  ~SpawnActions() { ::posix_spawn_file_actions_destroy(&actions_); }
  SpawnActions(const SpawnActions&) = delete;
  SpawnActions& operator=(const SpawnActions&) = delete;
  [[nodiscard]] const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  void Put(int from, int to, int mode) {
    if (from >= 0)
      ::posix_spawn_file_actions_adddup2(&actions_, from, to);
    else
      ::posix_spawn_file_actions_addopen(&actions_, to, "/dev/null", mode, 0);
  }
  posix_spawn_file_actions_t actions_;
};

/// As exec wants them.
std::vector<char*> Pointers(const std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (const std::string& text : texts) pointers.push_back(const_cast<char*>(text.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

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

Process::Process(const std::vector<std::string>& words, const ProcessStreams& streams,
                 const std::vector<std::string>& environment) {
  const int error =
      ::posix_spawnp(&leader_, words[0].c_str(), SpawnActions(streams).get(), SpawnAttributes().get(),
                     Pointers(words).data(), environment.empty() ? environ : Pointers(environment).data());
  if (error != 0) throw std::system_error(error, std::generic_category());
}

Process::~Process() {
  Kill(SIGKILL);
  Wait();
}

void Process::Kill(int signal_number) const { ::kill(-leader_, signal_number); }

bool Process::HasEnded() {
  if (!ended_) ended_ = ::waitpid(leader_, &status_, WNOHANG) == leader_;
  return ended_;
}

int Process::Wait() {
  while (!ended_) {
    const pid_t waited = ::waitpid(leader_, &status_, 0);
    ended_ = waited == leader_ || errno != EINTR;
  }
  return status_;
}

ProcessClock::time_point After(double seconds) {
  return ProcessClock::now() +
         std::chrono::duration_cast<ProcessClock::duration>(std::chrono::duration<double>(seconds));
}

std::string ChildOutcome::Describe() const {
  const std::string how = timed_out    ? "exceeded its time limit"
                          : signal > 0 ? Cat("was killed by signal ", signal)
                                       : Cat("exited with ", exit_code);
  return last_error.empty() ? how : Cat(how, ": ", last_error);
}

ChildOutcome RunChild(const std::vector<std::string>& words, double limit_s) {
  Pipe output, errors;
  std::optional<Process> process;
  try {
    process.emplace(words, ProcessStreams{-1, output.writer(), errors.writer()});
  } catch (const std::system_error& error) {
    throw Error(ErrorKind::kUnavailable, "program.missing",
                Cat("cannot run the program ", Quoted(words[0]), ": ", std::strerror(error.code().value())));
  }
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
  auto deadline = After(limit_s);
  while (!process->HasEnded()) {
    // Not waited for by the pipes' ends: a grandchild may hold them open.
    pollfd waits[] = {{StopDescriptor(), POLLIN, 0}};
    ::poll(waits, 1, kPollMs);
    drain();
    if (StopRequested()) throw Error(ErrorKind::kInterrupted, "run.interrupted", "stopped by a signal");
    if (ProcessClock::now() < deadline) continue;
    process->Kill(outcome.timed_out ? SIGKILL : SIGTERM);
    outcome.timed_out = true;
    deadline = After(kGraceS);
  }
  drain();
  const int status = process->Wait();
  outcome.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  outcome.exit_code = outcome.signal > 0 ? 128 + outcome.signal : WEXITSTATUS(status);
  outcome.last_error = last_line.Take();
  return outcome;
}

std::string ShellQuoted(const std::string& text) {
  constexpr const char* kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_@%+=:,./-";
  if (!text.empty() && text.find_first_not_of(kPlain) == std::string::npos) return text;
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
