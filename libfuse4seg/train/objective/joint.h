// Both networks descend on one batch: --bilevel joint, none, and all modes' warm-up.
//
//     U(w_f, w_s) = lambda L^f(Phi(M)) + L^s(Psi(Phi(M)))                                    eq. 6
//
//     dU/dw_s = dL^s/dPsi dPsi/dw_s                                                          eq. 7
//     dU/dw_f = (lambda dL^f/dF + dL^s/dF) dF/dw_f
//
// With `reaches` false the term dL^s/dF is left out: each network is trained by its own loss.

#pragma once

#include "libfuse4seg/train/objective/bilevel_terms.h"

namespace f4s {

/// Adds losses, norms and rates to `outcome`; nothing moves where one is not finite.
void JointStep(BilevelTerms& terms, const SliceBatch& batch, const StepPosition& position, bool reaches,
               StepOutcome& outcome);

}  // namespace f4s
