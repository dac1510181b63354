#include "libfuse4seg/train/objective/alternate.h"

namespace f4s {
namespace {

void FollowersTurn(BilevelTerms& terms, const SliceBatch& batch, const StepPosition& position,
                   StepOutcome& outcome) {
  terms.Gradients(batch, position, {.fusion = false, .reaches = false}, outcome);
  terms.ClipFollower(outcome);
  if (outcome.MayMove()) terms.MoveFollower(position, outcome);
}

void LeadersTurn(BilevelTerms& terms, const SliceBatch& batch, const StepPosition& position, bool reaches,
                 StepOutcome& outcome) {
  terms.Gradients(batch, position, {.segmentation = reaches, .follower = false}, outcome);
  terms.ClipLeader(outcome);
  if (outcome.MayMove()) terms.MoveLeader(position, outcome);
}

}  // namespace

void AlternateStep(BilevelTerms& terms, const SliceBatch& batch, const StepPosition& position, bool reaches,
                   StepOutcome& outcome) {
  if (position.step % 2 == 0)
    FollowersTurn(terms, batch, position, outcome);
  else
    LeadersTurn(terms, batch, position, reaches, outcome);
}

}  // namespace f4s
