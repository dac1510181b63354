// Another program, run to its end: with a time limit, and nothing of it left behind.

#pragma once

#include <string>
#include <vector>

namespace f4s {

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

/// Runs `words` (program, arguments; no shell) with an empty stdin in a process group of its own, and
/// waits.  After `limit_s` seconds the group gets SIGTERM, 2 s later SIGKILL; what the program leaves
/// running in its group is killed when it ends.  Safe on many threads at once.
/// @throws Error(kUnavailable, "program.missing") naming a program that is not found or cannot be
///         run; Error(kInterrupted) when a stop is asked for meanwhile (signals.h); Error(kIo).
[[nodiscard]] ChildOutcome RunChild(const std::vector<std::string>& words, double limit_s);

/// `text` as one word of a POSIX shell.
[[nodiscard]] std::string ShellQuoted(const std::string& text);

/// Whether `program` can be run: a path, or a name on PATH.
[[nodiscard]] bool ProgramExists(const std::string& program);

}  // namespace f4s
