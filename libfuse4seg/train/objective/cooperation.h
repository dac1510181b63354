// Fusion (the leader) and segmentation (the follower) learn together.

#pragma once

#include "libfuse4seg/train/objective/bilevel_terms.h"

namespace f4s {

/// Minimises U = L^s(Psi(F)) + lambda L^f(F), F = Phi(M) (eq. 6): Phi by Adam, Psi by gradient descent with
/// momentum or by Adam.  How the gradients of the two reach each other is the mode's: train/objective/joint.h
/// (joint, none), train/objective/bilevel_steps.h, train/objective/alternate.h.  In the warm-up the gradient
/// of L^s stops at F.  With task "segmentation" Phi stays as it is; with "fusion" there is no Psi.
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
  [[nodiscard]] Network network() const override { return terms_.network(); }
  [[nodiscard]] NamedTensors State() const override;

 private:
  /// Fused images and predicted classes, or undefined; in float32.
  [[nodiscard]] std::pair<torch::Tensor, torch::Tensor> Predict(const torch::Tensor& images);

  TrainOptions options_;
  CooperationFacts facts_;
  torch::Device device_;
  int threads_;
  BilevelTerms terms_;
};

}  // namespace f4s
