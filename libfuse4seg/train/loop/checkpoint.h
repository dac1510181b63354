// RUN/checkpoint: everything that training needs to go on as if it had never stopped.
//
//     state.json               which run this is, and its one or two latest checkpoints; with a hash of
//                              all that it says
//     step-NNNNNNNN.safetensors   weights and the state of the optimisers after that many steps
//
// A checkpoint counts once state.json names it.

#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "libfuse4seg/base/json.h"
#include "libfuse4seg/nn/model_bundle.h"

namespace f4s {

// What happens when a loss or a gradient is not finite.
//
// The step is skipped: nothing moves, and the next batch comes.  After three in a row all that training
// changes is put back to what it was at the end of the last epoch that ended well (at first: at the
// beginning).  When three more in a row follow, or an epoch has more than it may, or no step of it was taken,
// the run ends.  Batches and learning rates are never gone back on, so all of this is a function of the steps
// alone and comes out the same in a run that was killed.

class Recovery {
 public:
  /// @param most_skipped  steps of an epoch; 0: the first one ends the run, and no state is kept.
  explicit Recovery(int64_t most_skipped) : most_skipped_(most_skipped) {}

  /// A step was skipped.  @return what to do.
  enum class Verdict { kGoOn, kRestore, kGiveUp };
  [[nodiscard]] Verdict Skipped();
  void Taken();

  /// Notes the state to come back to: copies on the CPU.  At the beginning of a run.
  void Keep(const NamedTensors& state);
  /// At an epoch's end: keeps the state when its last step was taken.  @return false when no step was.
  [[nodiscard]] bool EndEpoch(const NamedTensors& state);
  /// Copies what was kept into `state`.
  void Restore(NamedTensors& state);

  /// Adds what was kept, under "kept.", unless it is the state itself: at the end of most epochs.
  void AddKept(NamedTensors& state) const;
  [[nodiscard]] bool kept_is_state() const { return kept_.empty() || kept_is_state_; }
  /// After a checkpoint was loaded: what AddKept() had added, or nothing.
  void TakeKept(const NamedTensors& loaded, const NamedTensors& state);

  [[nodiscard]] Json ToJson() const;
  void FromJson(const Json& json);
  [[nodiscard]] int64_t skipped_in_epoch() const { return skipped_in_epoch_; }
  [[nodiscard]] int64_t skipped() const { return skipped_; }
  [[nodiscard]] int64_t restored() const { return restored_; }

 private:
  int64_t most_skipped_;
  int64_t in_a_row_ = 0, skipped_in_epoch_ = 0, taken_in_epoch_ = 0, skipped_ = 0, restored_ = 0;
  NamedTensors kept_;
  bool kept_is_state_ = false;
};

/// One line of state.json's list.
struct CheckpointEntry {
  int64_t step = 0;
  std::string file, sha256;
  Json state;  ///< what is no tensor: epoch, sums, best, length of events.ndjson, ...
};

class CheckpointFolder {
 public:
  /// Reads state.json, where there is one.
  /// @throws Error(kBadInput, "checkpoint.state") when it is not this suite's.
  explicit CheckpointFolder(std::filesystem::path folder);

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

  /// Which run this is: a hash of configuration and data, and facts for people.  Null: none yet.
  [[nodiscard]] const Json& run() const { return run_; }
  [[nodiscard]] bool has_checkpoint() const { return !entries_.empty(); }

  /// Runs what takes state.json's values, whose types and ranges are its own to check.
  /// @throws Error(kBadInput, "checkpoint.state") for whatever it throws that is no Error.
  void Understand(const std::function<void()>& take) const;

  /// Begins a run: forgets all checkpoints.
  void Begin(const Json& run);

  /// Saves a checkpoint, keeps the one before it, and removes older ones.
  /// @throws Error(kIo) or Error(kCannotCreate); what was saved before is then as it was.
  void Save(int64_t step, const NamedTensors& tensors, const Json& state);

  /// Notes that the run is finished.
  void Finish(const Json& summary);
  /// What Finish() noted, or null.
  [[nodiscard]] const Json& summary() const { return summary_; }

  /// Copies the latest sound checkpoint into `tensors` and returns it.  One that is damaged is
  /// passed over for the one before, with a line in `warnings`.
  /// @param all  gets all tensors of the checkpoint, also those not in `tensors`
  /// @throws Error(kBadInput, "checkpoint.damaged") when none is sound, or its tensors are not those
  ///         wanted.
  [[nodiscard]] CheckpointEntry Load(NamedTensors& tensors, std::vector<std::string>& warnings,
                                     NamedTensors* all = nullptr) const;

 private:
  void WriteState() const;
  void RemoveOthers() const;
  [[nodiscard]] NamedTensors LoadTensors(const CheckpointEntry& entry, NamedTensors& tensors) const;

  std::filesystem::path folder_;
  Json run_, summary_;
  std::vector<CheckpointEntry> entries_;  ///< latest first, 2 at most
};

}  // namespace f4s
