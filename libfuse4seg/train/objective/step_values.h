// The scalars of a step, fetched from the device in one go, and the first of them that is not finite.

#pragma once

#include <string>

#include "libfuse4seg/train/objective/running_means.h"
#include "libfuse4seg/train/objective/step_outcome.h"

namespace f4s {

class StepValues {
 public:
  explicit StepValues(const StepOutcome& outcome);

  void AddTo(RunningMeans& means) const;
  /// {"losses":{...},"gradient_norms":{...},"learning_rates":{...}}, and "bilevel" where there is any.
  [[nodiscard]] const Json& json() const { return json_; }
  /// "loss segmentation.dice is nan", or nothing.
  [[nodiscard]] const std::string& culprit() const { return culprit_; }

 private:
  Json json_;
  std::string culprit_;
};

}  // namespace f4s
