#include "libfuse4seg/train/objective/joint.h"

namespace f4s {

void JointStep(BilevelTerms& terms, const SliceBatch& batch, const StepPosition& position, bool reaches,
               StepOutcome& outcome) {
  terms.Gradients(batch, position, {.reaches = reaches}, outcome);
  terms.ClipLeader(outcome);
  terms.ClipFollower(outcome);
  if (!outcome.MayMove()) return;
  terms.MoveLeader(position, outcome);
  terms.MoveFollower(position, outcome);
}

}  // namespace f4s
