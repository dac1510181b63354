#include "libfuse4seg/model/stage_options.h"

#include "libfuse4seg/tool/parameters.h"

namespace f4s {

void StageOptions::Declare(Parameters& p) {
  p.Path("init", init, "FILE|RUN", "initial weights, from a model or a finished RUN");
  p.Flag("transfer", transfer,
         "accept an --init with other modalities or classes, and take those of its weights that fit");
  p.Integer("epochs", epochs, Between(0, 1e6), "passes over the training slices");
  p.Integer("steps_per_epoch", steps_per_epoch, Between(0, 1e6),
            "training steps in an epoch; 0: as many as the slices make");
  p.Integer("validate_every", validate_every, Between(1, 1e6), "epochs between validations");
  p.Integer("validation_slices", validation_slices, Between(0, 1e6),
            "number of validation slices, evenly spaced, on "
            "which fusion and reconstruction are scored; 0: all");
  p.Real("checkpoint_minutes", checkpoint_minutes, AtLeast(0),
         "minutes between checkpoints, in addition to one after each validation");
  p.Integer("log_every", log_every, Between(0, 1e6),
            "steps between lines in events.ndjson; 0: one line per epoch only");
  p.Flag("tensorboard", tensorboard, "also write the events for TensorBoard, to RUN/tensorboard");
  p.Integer("most_skipped_steps", most_skipped_steps, Between(0, 1e6),
            "steps of an epoch that may be skipped because a loss "
            "or gradient is not finite; one more ends the run");
  p.Integer("accumulate", accumulate, Between(1, 4096),
            "batches whose gradients are accumulated for one step");
  p.Choice("precision", precision, {"float32", "tf32", "bfloat16"},
           "precision of matrix products and convolutions; tf32: TF32 for all of "
           "them on a GPU; bfloat16: bfloat16 for those of the networks in training");
  p.Flag("recompute", recompute,
         "recompute activations in the backward pass instead of "
         "storing them: less memory, more time, the same numbers");
  p.Real("ema_decay", ema_decay, Between(0, 0.999999),
         "decay per step of a moving average of the weights, "
         "which is then validated and saved; 0: no averaging");
}

}  // namespace f4s
