// The leader's gradient with the follower's answer in it: --bilevel gauss-newton.
//
// Eq. 5: by the implicit function theorem the follower's best weights answer a change of the leader's by
// -[d2L/dw_s2]^-1 d2L/dw_s dw_f.  With both second derivatives in their Gauss-Newton form, g g^T and g h^T
// for g = dL/dw_s, h = dL/dw_f, and the pseudo-inverse of the former, all that is left is one number:
//
//     dU/dw_f - c dL/dw_f,   c = <dU/dw_s, dL/dw_s> / <dL/dw_s, dL/dw_s>
//
// A batch is split into halves A (follower) and B (leader), and a step is
//
//     w_s <- descends on L^s(Psi(Phi(A))), Phi held
//     U = lambda L^f(Phi(B)) + L^s(Psi(Phi(B))),   L = L^s(Psi(Phi(A)))
//     g_U = dU/dw_s,  g_L = dL/dw_s,   c = <g_U, g_L> / (<g_L, g_L> + 1e-12), within -1..1
//     w_f <- descends along dU/dw_f - kappa c dL/dw_f
//
// Halves and kappa = 1/2 are ours: on one batch for both, c is 1, and dU/dw_f - dL/dw_f is
// lambda dL^f/dw_f: the segmentation loss cancels.
//
// Guo and Su, "Fuse4Seg", arXiv:2409.10328v2, eq. 3 to 5; Fan et al., "Bi-level Learning of Task-Specific
// Decoders for Joint Registration and One-Shot Medical Image Segmentation", CVPR 2024.

#pragma once

#include <vector>

#include "libfuse4seg/train/objective/bilevel_terms.h"

namespace f4s {

/// Of tensors that make up one long vector; an undefined one is 0.
struct GaussNewtonScalar {
  torch::Tensor c;       ///< within -1..1
  torch::Tensor cosine;  ///< of the angle between g_U and g_L; 0 where one of them is 0
};
[[nodiscard]] GaussNewtonScalar ScalarOf(const std::vector<torch::Tensor>& upper,
                                         const std::vector<torch::Tensor>& lower);

/// dU/dw_f - kappa c dL/dw_f: `upper` and `lower` are the gradients of w_f.
[[nodiscard]] std::vector<torch::Tensor> GaussNewtonDirection(const std::vector<torch::Tensor>& upper,
                                                              const std::vector<torch::Tensor>& lower,
                                                              const torch::Tensor& c, double kappa);

/// The step above.  The first half of the batch is A, and the middle one of an odd number is B's.
/// `outcome` gains the losses of A (segmentation) and B (fusion; segmentation as "leader.segmentation"),
/// c and cosine; who is not finite, or comes after that, does not move.
void GaussNewtonStep(BilevelTerms& terms, const SliceBatch& batch, const StepPosition& position,
                     StepOutcome& outcome);

}  // namespace f4s
