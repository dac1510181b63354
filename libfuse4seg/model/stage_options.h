// What both stages of training share: how long, how often, how exactly.

#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "libfuse4seg/tool/setting.h"

namespace f4s {

class Parameters;

struct StageOptions {
  std::filesystem::path init;  ///< a model or a RUN; empty: from the seed
  bool transfer = false;
  Setting<int64_t> epochs;
  int64_t steps_per_epoch = 0;    ///< 0: as many as the slices make
  int64_t validate_every = 1;     ///< epochs
  int64_t validation_slices = 0;  ///< 0: all
  double checkpoint_minutes = 5;
  int64_t log_every = 0;  ///< steps; 0: epochs alone
  bool tensorboard = false;
  int64_t most_skipped_steps = 5;  ///< of an epoch, for what was not finite
  int64_t accumulate = 1;          ///< batches whose gradients are added up for one step
  std::string precision = "float32";
  bool recompute = false;
  double ema_decay = 0;  ///< 0: no average of the weights

  void Declare(Parameters& p);
};

}  // namespace f4s
