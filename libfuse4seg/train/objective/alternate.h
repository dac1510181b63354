// The networks take turns, each learning with the other held: --bilevel alternate.
//
//     step 0, 2, 4, ...  follower: w_s descends on L^s(Psi(F)), F = Phi(M) held fixed
//     step 1, 3, 5, ...  leader:   w_f descends on lambda L^f(Phi(M)) + L^s(Psi(Phi(M))), w_s held fixed
//
// Steps are counted from 0 over the whole run, so each turn has a batch of its own and each network half
// of all steps.  Block coordinate descent on eq. 6, as SegMiF (Liu et al., ICCV 2023) alternates, there in
// long phases.  With `reaches` false (the warm-up) the leader has lambda L^f alone.

#pragma once

#include "libfuse4seg/train/objective/bilevel_terms.h"

namespace f4s {

/// Adds losses, norms and rates of the one whose turn it is to `outcome`; it does not move where one is not
/// finite.
void AlternateStep(BilevelTerms& terms, const SliceBatch& batch, const StepPosition& position, bool reaches,
                   StepOutcome& outcome);

}  // namespace f4s
