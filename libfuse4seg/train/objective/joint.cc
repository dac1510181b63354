#include "libfuse4seg/train/objective/joint.h"

namespace f4s {

void JointStep(Levels& levels, const SliceBatch& batch, const StepPlace& place, bool reaches,
               StepOutcome& outcome) {
  levels.Gradients(batch, place, {.reaches = reaches}, outcome);
  levels.ClipLeader(outcome);
  levels.ClipFollower(outcome);
  if (!outcome.MayMove()) return;
  levels.MoveLeader(place, outcome);
  levels.MoveFollower(place, outcome);
}

}  // namespace f4s
