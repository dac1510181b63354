// What happens when a loss or a gradient is not finite.
//
// The step is skipped: nothing moves, and the next batch comes.  After three in a row all that training
// changes is put back to what it was at the end of the last epoch that ended well (at first: at the
// beginning).  When three more in a row follow, or an epoch has more than it may, or no step of it was taken,
// the run ends.  Batches and learning rates are never gone back on, so all of this is a function of the steps
// alone and comes out the same in a run that was killed.

#pragma once

#include <cstdint>
#include <string>

#include "libfuse4seg/nn/model_bundle.h"

namespace f4s {

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

}  // namespace f4s
