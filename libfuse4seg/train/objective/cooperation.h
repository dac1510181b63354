// Fusion (the leader) and segmentation (the follower) learn together.

#pragma once

#include <vector>

#include "libfuse4seg/train/objective/bilevel_terms.h"

namespace f4s {

// Both networks descend on one batch: --bilevel joint, none, and all modes' warm-up.
//
//     U(w_f, w_s) = lambda L^f(Phi(M)) + L^s(Psi(Phi(M)))                                    eq. 6
//
//     dU/dw_s = dL^s/dPsi dPsi/dw_s                                                          eq. 7
//     dU/dw_f = (lambda dL^f/dF + dL^s/dF) dF/dw_f
//
// With `reaches` false the term dL^s/dF is left out: each network is trained by its own loss.

/// Adds losses, norms and rates to `outcome`; nothing moves where one is not finite.
void JointStep(BilevelTerms& terms, const SliceBatch& batch, const StepPosition& position, bool reaches,
               StepOutcome& outcome);

// The networks take turns, each learning with the other held: --bilevel alternate.
//
//     step 0, 2, 4, ...  follower: w_s descends on L^s(Psi(F)), F = Phi(M) held fixed
//     step 1, 3, 5, ...  leader:   w_f descends on lambda L^f(Phi(M)) + L^s(Psi(Phi(M))), w_s held fixed
//
// Steps are counted from 0 over the whole run, so each turn has a batch of its own and each network half
// of all steps.  Block coordinate descent on eq. 6, as SegMiF (Liu et al., ICCV 2023) alternates, there in
// long phases.  With `reaches` false (the warm-up) the leader has lambda L^f alone.

/// Adds losses, norms and rates of the one whose turn it is to `outcome`; it does not move where one is not
/// finite.
void AlternateStep(BilevelTerms& terms, const SliceBatch& batch, const StepPosition& position, bool reaches,
                   StepOutcome& outcome);

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
/// c and cosine; where something is not finite, nobody moves: the follower, who moves first, goes back.
void GaussNewtonStep(BilevelTerms& terms, const SliceBatch& batch, const StepPosition& position,
                     StepOutcome& outcome);

/// Minimises U = L^s(Psi(F)) + lambda L^f(F), F = Phi(M) (eq. 6): Phi by Adam, Psi by gradient descent with
/// momentum or by Adam.  How the gradients of the two reach each other is the mode's: JointStep() (joint,
/// none), GaussNewtonStep() or AlternateStep().  In the warm-up the gradient of L^s stops at F.  With task
/// "segmentation" Phi stays as it is; with "fusion" there is no Psi.
///
/// Score: mean Dice over regions and volumes + (VIF + Qabf) / 10, of what is learned.
class Cooperation : public Objective {
 public:
  /// @param network  on `device`
  /// @param options  resolved
  Cooperation(const Network& network, const TrainOptions& options, CooperationFacts facts,
              const torch::Device& device, int threads);

  StepOutcome Step(const SliceBatch& batch, const StepPosition& position) override;
  [[nodiscard]] Validation Validate(const SliceDataset& slices) override;
  /// In float32.
  [[nodiscard]] PredictedSlices Predict(const torch::Tensor& images) override;
  [[nodiscard]] Network network() const override { return terms_.network(); }
  [[nodiscard]] NamedTensors State() const override;
  [[nodiscard]] std::optional<std::string> PhaseOf(const StepPosition& position) const override;
  [[nodiscard]] NamedRates RatesAt(const StepPosition& position) const override {
    return terms_.RatesAt(position);
  }
  void PutRates(const StepPosition& position) override { terms_.PutRates(position); }
  void Shape(const PassShape& shape) override { terms_.Shape(shape); }
  void Rehearse(const SliceBatch& batch, const PassShape& shape) override { terms_.Rehearse(batch, shape); }

 private:
  TrainOptions options_;
  CooperationFacts facts_;
  torch::Device device_;
  int threads_;
  BilevelTerms terms_;
};

}  // namespace f4s
