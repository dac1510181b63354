#include "libfuse4seg/train/objective/alternate.h"

namespace f4s {
namespace {

void FollowersTurn(Levels& levels, const SliceBatch& batch, const StepPlace& place, StepOutcome& outcome) {
  levels.Gradients(batch, place, {.fusion = false, .reaches = false}, outcome);
  levels.ClipFollower(outcome);
  if (outcome.MayMove()) levels.MoveFollower(place, outcome);
}

void LeadersTurn(Levels& levels, const SliceBatch& batch, const StepPlace& place, bool reaches,
                 StepOutcome& outcome) {
  levels.Gradients(batch, place, {.segmentation = reaches, .follower = false}, outcome);
  levels.ClipLeader(outcome);
  if (outcome.MayMove()) levels.MoveLeader(place, outcome);
}

}  // namespace

void AlternateStep(Levels& levels, const SliceBatch& batch, const StepPlace& place, bool reaches,
                   StepOutcome& outcome) {
  if (place.step % 2 == 0)
    FollowersTurn(levels, batch, place, outcome);
  else
    LeadersTurn(levels, batch, place, reaches, outcome);
}

}  // namespace f4s
