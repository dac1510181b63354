// What both stages of training share: how long, how often, how exactly.

#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "libfuse4seg/tool/parameters.h"

namespace f4s {

struct StageOptions {
  std::filesystem::path init;  ///< a model or a RUN; empty: from the seed
  bool transfer = false;
  int64_t epochs = 0;
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

  void Declare(Parameters& p) {
    p.Path("init", init, "FILE|RUN", "weights to begin with, of a model or a finished RUN");
    p.Flag("transfer", transfer,
           "let --init's modalities and classes differ, and take from it the weights that fit");
    p.Integer("epochs", epochs, Between(0, 1e6), "passes over the training slices; 0: profile's");
    p.Integer("steps_per_epoch", steps_per_epoch, Between(0, 1e6), "0: as many as the slices make");
    p.Integer("validate_every", validate_every, Between(1, 1e6), "epochs between validations");
    p.Integer("validation_slices", validation_slices, Between(0, 1e6),
              "slices, evenly spaced, on which fusion and reconstruction are scored; 0: all");
    p.Real("checkpoint_minutes", checkpoint_minutes, AtLeast(0),
           "save a checkpoint when this long has gone by, besides each epoch with validation");
    p.Integer("log_every", log_every, Between(0, 1e6),
              "steps between lines of events.ndjson; 0: epochs alone");
    p.Flag("tensorboard", tensorboard, "write the events for TensorBoard too, to RUN/tensorboard");
    p.Integer("most_skipped_steps", most_skipped_steps, Between(0, 1e6),
              "steps of an epoch that may be skipped for a loss or "
              "gradient that is not finite; one more ends the run");
    p.Integer("accumulate", accumulate, Between(1, 4096),
              "batches whose gradients are added up for one step, one after the other");
    p.Choice("precision", precision, {"float32", "bfloat16"},
             "of the networks' products in training; losses, weights and validation are float32");
    p.Flag("recompute", recompute,
           "compute activations twice instead of keeping them: less memory, more time, the same numbers");
    p.Real("ema_decay", ema_decay, Between(0, 0.999999),
           "validate and save a moving average of the weights that "
           "keeps this share at each step; 0: the weights themselves");
  }
};

}  // namespace f4s
