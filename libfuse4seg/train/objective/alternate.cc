#include "libfuse4seg/train/objective/alternate.h"

namespace f4s {
namespace {

void FollowersTurn(BilevelTerms& terms, const SliceBatch& batch, const StepPlace& place,
                   StepOutcome& outcome) {
  terms.Gradients(batch, place, {.fusion = false, .reaches = false}, outcome);
  terms.ClipFollower(outcome);
  if (outcome.MayMove()) terms.MoveFollower(place, outcome);
}

void LeadersTurn(BilevelTerms& terms, const SliceBatch& batch, const StepPlace& place, bool reaches,
                 StepOutcome& outcome) {
  terms.Gradients(batch, place, {.segmentation = reaches, .follower = false}, outcome);
  terms.ClipLeader(outcome);
  if (outcome.MayMove()) terms.MoveLeader(place, outcome);
}

}  // namespace

void AlternateStep(BilevelTerms& terms, const SliceBatch& batch, const StepPlace& place, bool reaches,
                   StepOutcome& outcome) {
  if (place.step % 2 == 0)
    FollowersTurn(terms, batch, place, outcome);
  else
    LeadersTurn(terms, batch, place, reaches, outcome);
}

}  // namespace f4s
