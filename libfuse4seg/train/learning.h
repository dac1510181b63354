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

}  // namespace f4s
