// How far training has come, as a checkpoint holds it.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "libfuse4seg/base/json.h"
#include "libfuse4seg/train/objective/objective.h"

namespace f4s {

/// What a checkpoint holds besides tensors.
struct LoopState {
  int64_t step = 0;    ///< done, over all epochs; at an epoch's end before its validation is recorded, too
  RunningMeans means;  ///< of this epoch's losses, gradient norms and seconds
  int64_t best_epoch = 0;  ///< from 1; 0: no validation yet
  double best_score = 0;
  std::string best_by;                     ///< what the score is made of
  std::vector<std::string> best_warnings;  ///< of that validation
  Json best_metrics = Json::object();
  Json last_metrics = Json::object();      ///< of the weights as they are; nothing where steps came after it
  int64_t epochs_done = 0;                 ///< with validation and event
  double seconds = 0, seconds_waited = 0;  ///< of training in all sittings; of those, for batches
  int64_t events_bytes = 0;

  [[nodiscard]] Json ToJson() const;
  [[nodiscard]] static LoopState FromJson(const Json& json);
  /// @throws std::invalid_argument naming what a run of so many epochs and steps cannot have come to.
  void Require(int64_t epochs, int64_t steps_per_epoch) const;
};

}  // namespace f4s
