// What is learned: the losses of a step, and the score of a validation.  Loop, data, checkpoints and
// signals are the training loop's.

#pragma once

#include "libfuse4seg/base/json.h"
#include "libfuse4seg/nn/model_bundle.h"
#include "libfuse4seg/train/data/batches.h"
#include "libfuse4seg/train/objective/step_outcome.h"

namespace f4s {

/// Where a step lies in the whole run, all from 0.
struct StepPosition {
  int64_t epoch = 0, step = 0, steps = 0;  ///< step: over all epochs, of `steps`
};

struct Validation {
  Json metrics = Json::object();  ///< as f4s-metrics names them: fusion.VIF, segmentation.WT.dice
  double score = 0;               ///< the greater, the better
  std::string score_is;           ///< what the score is made of, in words
  std::vector<std::string> warnings;
  bool complete = true;  ///< false: a stop was asked for
};

class Objective {
 public:
  virtual ~Objective() = default;

  /// One step of the optimisers whose turn it is; none moves on what is not finite.
  virtual StepOutcome Step(const SliceBatch& batch, const StepPosition& position) = 0;

  /// Scores the network as it is; changes nothing.
  [[nodiscard]] virtual Validation Validate(const SliceDataset& slices) = 0;

  [[nodiscard]] virtual Network network() const = 0;

  /// All tensors that training changes, in use: to be saved, or copied into.
  [[nodiscard]] virtual NamedTensors State() const = 0;
};

}  // namespace f4s
