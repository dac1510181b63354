#include "libfuse4seg/train/objective/joint.h"

namespace f4s {

void JointStep(BilevelTerms& terms, const SliceBatch& batch, const StepPlace& place, bool reaches,
               StepOutcome& outcome) {
  terms.Gradients(batch, place, {.reaches = reaches}, outcome);
  terms.ClipLeader(outcome);
  terms.ClipFollower(outcome);
  if (!outcome.MayMove()) return;
  terms.MoveLeader(place, outcome);
  terms.MoveFollower(place, outcome);
}

}  // namespace f4s
