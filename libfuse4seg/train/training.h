// The two stages of training, from records to a finished RUN.

#pragma once

#include "libfuse4seg/model/train_options.h"
#include "libfuse4seg/tool/run.h"

namespace f4s {

/// Eq. 11 and 12 of Guo and Su, "Fuse4Seg", arXiv:2409.10328v2: the shared encoder and decoder
/// learn to reconstruct each modality.  RUN/model.safetensors has the least validation loss.
void RunPretraining(const PretrainOptions& options, RunContext& run);

/// Eq. 6 and 7 there: fusion and segmentation learn together.  RUN/model.safetensors has the
/// best mean Dice + (VIF + Qabf) / 10 on validation, of what the task has.
void RunTraining(const TrainOptions& options, RunContext& run);

}  // namespace f4s
