// Other programs: how they are started and ended, so that nothing of them is left behind.

#pragma once

#include <sys/types.h>

#include <chrono>
#include <string>
#include <vector>

namespace f4s {

/// Descriptors that a program gets as its standard streams; one below 0 is /dev/null.
struct ProcessStreams {
  int input = -1, output = -1, errors = -1;
};

/// A program in a process group of its own (a Ctrl-C at the terminal is the caller's to handle), with default
/// handlers and no signal blocked.  Nothing is forked without exec, so threads may go on.  What is left of
/// the group ends with this object, at the latest.
class Process {
 public:
  /// @param words  program (a path, or a name on PATH) and arguments; no shell.
  /// @param environment  "NAME=value" each; none: the caller's own.
  /// @throws std::system_error when it cannot be run.
  Process(const std::vector<std::string>& words, const ProcessStreams& streams,
          const std::vector<std::string>& environment = {});
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  void Kill(int signal_number) const;
  [[nodiscard]] bool HasEnded();
  /// Waits for its end.  @return its wait status (waitpid(2)).
  int Wait();

 private:
  pid_t leader_ = -1;
  bool ended_ = false;
  int status_ = 0;
};

using ProcessClock = std::chrono::steady_clock;
/// The moment `seconds` from now.
[[nodiscard]] ProcessClock::time_point After(double seconds);

/// How a program ended, and what it said.
struct ChildOutcome {
  int exit_code = 0;  ///< or 128 + the signal that ended it
  int signal = 0;     ///< that signal, or 0
  bool timed_out = false;
  std::string output;      ///< the first 64 KiB of its stdout
  std::string last_error;  ///< the last line on its stderr that is not blank, or ""

  [[nodiscard]] bool ok() const { return exit_code == 0 && !timed_out; }
  /// "exited with 3: no such model" or "was killed by signal 9", for messages.
  [[nodiscard]] std::string Describe() const;
};

/// Runs `words` (as Process has them) with an empty stdin, and waits.  After `limit_s` seconds the group gets
/// SIGTERM, 2 s later SIGKILL; what the program leaves running in its group is killed when it ends.  Safe on
/// many threads at once.
/// @throws Error(kUnavailable, "program.missing") naming a program that is not found or cannot be
///         run; Error(kInterrupted) when a stop is asked for meanwhile (signals.h); Error(kIo).
[[nodiscard]] ChildOutcome RunChild(const std::vector<std::string>& words, double limit_s);

/// `text` as one word of a POSIX shell, in quotes where it needs them.
[[nodiscard]] std::string ShellQuoted(const std::string& text);

/// Whether `program` can be run: a path, or a name on PATH.
[[nodiscard]] bool ProgramExists(const std::string& program);

}  // namespace f4s
