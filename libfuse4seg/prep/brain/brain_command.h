// Brain extraction by another program: HD-BET, or any command.

#pragma once

#include <string>
#include <vector>

#include "libfuse4seg/base/json.h"
#include "libfuse4seg/image/volume.h"

namespace f4s {

/// @throws Error(kUsage, "brain.command") for a --brain that can be nothing: {in} without {out} or the
///         reverse, or blank.
void CheckBrainText(const std::string& text);

/// What `--brain` names, when it is no word of ours:
///   hd-bet             HD-BET 1 or 2, called with its own options; on the CPU where there is
///                      no NVIDIA device
///   PROGRAM [WORD...]  called as PROGRAM WORD... IN.nii.gz OUT.nii.gz
///   text with {in} and {out}   a command for the shell, the two replaced by quoted file names
/// It reads a volume and writes a mask (0 and 1) on the same grid.
class BrainCommand {
 public:
  /// @param limit_s  seconds for one volume.
  /// @throws as CheckBrainText(); Error(kUnavailable, "program.missing") naming a program that is not there.
  BrainCommand(std::string text, double limit_s);

  struct Result {
    LabelVolume mask;
    Json how;  ///< by, command, version (null: it does not tell), exit_code
  };

  /// Runs it in a folder of its own that is gone afterwards.  Safe on many threads at once.
  /// @throws Error(kUnavailable, "program.missing"), also for a shell's 126 and 127; Error(kBadInput):
  ///         brain.failed (how it ended and its last words on stderr), .timeout, .no_mask, .grid,
  ///         .value, .empty, .implausible, and what ReadLabelVolume() says of its file.
  [[nodiscard]] Result Run(const Volume& volume) const;

 private:
  [[nodiscard]] std::string Name() const;
  [[nodiscard]] std::vector<std::string> WordsFor(const std::string& in, const std::string& out) const;

  std::string text_;
  double limit_s_;
  bool is_template_ = false, is_hd_bet_ = false, is_hd_bet_2_ = false;
  std::vector<std::string> words_;  ///< of a program
  Json version_;
};

}  // namespace f4s
