// Training as a tool sees it: opened after parsing, so that --help loads no tensor library.

#pragma once

#include "libfuse4seg/base/opened_object.h"
#include "libfuse4seg/model/train_options.h"
#include "libfuse4seg/tool/run.h"

namespace f4s {

class Learning {
 public:
  virtual ~Learning() = default;

  /// Trains in `options.run_folder`, or goes on there; both report to `run`.
  /// @throws Error: see the contract's exit codes; kInterrupted after a signal, when the
  ///         checkpoint is saved.
  virtual void Pretrain(const PretrainOptions& options, RunContext& run) const = 0;
  virtual void Train(const TrainOptions& options, RunContext& run) const = 0;
};

[[nodiscard]] inline const Learning& OpenLearning() { return OpenedObject<Learning>("learning", "training"); }

// What the opened object calls: the two stages of training, from records to a finished RUN.

/// Eq. 11 and 12 of Guo and Su, "Fuse4Seg", arXiv:2409.10328v2: the shared encoder and decoder
/// learn to reconstruct each modality.  RUN/model.safetensors has the least validation loss.
void RunPretraining(const PretrainOptions& options, RunContext& run);

/// Eq. 6 and 7 there: fusion and segmentation learn together.  RUN/model.safetensors has the
/// best mean Dice + (VIF + Qabf) / 10 on validation, of what the task has.
void RunTraining(const TrainOptions& options, RunContext& run);

}  // namespace f4s
