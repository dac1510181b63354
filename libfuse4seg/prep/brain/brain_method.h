// --brain: how the brain of a study is found, and what the record says of it.

#pragma once

#include <memory>
#include <string>
#include <vector>

#include "libfuse4seg/base/json.h"
#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/cases/case_images.h"
#include "libfuse4seg/image/image.h"

namespace f4s {

// Brain extraction by another program: HD-BET, or any command.

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
    Image<uint16_t> mask;
    Json how;  ///< by, command, version (null: it does not tell), exit_code
  };

  /// Runs it in a folder of its own that is gone afterwards.  Safe on many threads at once.
  /// @throws Error(kUnavailable, "program.missing"), also for a shell's 126 and 127; Error(kBadInput):
  ///         brain.failed (how it ended and its last words on stderr), .timeout, .no_mask, .grid,
  ///         .value, .empty, .implausible, and what ReadLabelVolume() says of its file.
  [[nodiscard]] Result Run(const Image<float>& volume) const;

 private:
  [[nodiscard]] std::string Name() const;
  [[nodiscard]] std::vector<std::string> WordsFor(const std::string& in, const std::string& out) const;

  std::string text_;
  double limit_s_;
  bool is_template_ = false, is_hd_bet_ = false, is_hd_bet_2_ = false;
  std::vector<std::string> words_;  ///< of a program
  Json version_;
};

/// --brain as the work wants it.
class BrainMethod {
 public:
  /// @param text     auto, none, builtin, hd-bet, or a command as in brain_command.h.
  /// @param limit_s  what a command may take for one head, seconds.
  /// @throws Error(kUsage, "brain.command") for a template that cannot work.
  BrainMethod(const std::string& text, double limit_s);

  /// Whether everything counts as brain.
  [[nodiscard]] bool is_none() const { return kind_ == Kind::kNone; }

  /// Whether another program does it.
  [[nodiscard]] bool is_program() const { return kind_ == Kind::kCommand; }

  /// Whether it can do nothing for 2-D pictures.
  [[nodiscard]] bool wants_volume() const { return kind_ == Kind::kBuiltin || kind_ == Kind::kCommand; }

  /// The brain of `study`, 1 within, before resampling.  `record` gains `brain`: how it was made and
  /// how large it is, and findings:
  ///   brain.builtin        auto took a head that was not stripped
  ///   brain.no_background  no voxel is 0, and there is no head: everything counts
  ///   brain.volume         outside 900 to 2,200 ml, on a grid that can hold a head
  ///
  /// auto: the case's mask; else where any modality differs from 0, as long as a quarter of the voxels
  /// is 0 in all of them; else what builtin finds.
  /// @throws Error(kBadInput, "prep.empty") for nothing that counts, "brain.no_head"; as RunBrainCommand().
  [[nodiscard]] std::vector<uint8_t> BrainOf(const Study& study, Case& record) const;

 private:
  enum class Kind { kAuto, kNone, kBuiltin, kCommand };
  struct Found {
    std::vector<uint8_t> inside;
    Json how;  ///< `by` and more
  };
  [[nodiscard]] Found Automatic(const Study& study, Case& record) const;
  [[nodiscard]] Found Extracted(const Study& study) const;

  Kind kind_ = Kind::kAuto;
  std::shared_ptr<const BrainCommand> command_;
};

/// The modality that a brain is looked for in: t1, else t1ce, t2, flair, else the first.
[[nodiscard]] size_t BrainModality(const std::vector<std::string>& modalities);

/// An adult's brain, with room for children and for masks that keep the fluid about it, ml.
inline constexpr double kLeastBrainMl = 900, kMostBrainMl = 2200;

}  // namespace f4s
