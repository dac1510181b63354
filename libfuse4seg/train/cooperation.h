// Fusion (the leader) and segmentation (the follower) learn together.

#pragma once

#include "libfuse4seg/loss/segmentation_loss.h"
#include "libfuse4seg/train/objective.h"
#include "libfuse4seg/train/optimiser.h"
#include "libfuse4seg/train/train_options.h"

namespace f4s {

/// What the follower is scored on, in class numbers.
struct CooperationFacts {
  std::vector<Region> regions;
  bool pretrained = false;  ///< the encoder comes from --init: it learns slowly at first
  int64_t validation_slices = 0;
};

/// Minimises L^s(Psi(F)) + lambda L^f(F), F = Phi(M), over both networks (eq. 6 and 7): Phi by Adam, Psi
/// by gradient descent with momentum or by Adam.  With bilevel "none", and in the warm-up, the gradient of L^s stops at
/// F.  With task "segmentation" Phi stays as it is; with "fusion" there is no Psi.
///
/// Score: mean Dice over regions and volumes + (VIF + Qabf) / 10, of what is learned.
class Cooperation : public Objective {
 public:
  /// @param network  on `device`
  /// @param options  resolved
  Cooperation(Network network, const TrainOptions& options, CooperationFacts facts,
              const torch::Device& device, int threads);

  StepOutcome Step(const SliceBatch& batch, const StepPlace& place) override;
  [[nodiscard]] Validation Validate(const SliceDataset& slices) override;
  [[nodiscard]] Network network() const override { return network_; }
  [[nodiscard]] NamedTensors State() const override;

 private:
  [[nodiscard]] bool learns_fusion() const { return options_.task != "segmentation"; }
  /// Features of the bands and fused image, if there is a fusion network; then logits, if there is a
  /// segmentation network.  @param reaches  whether gradients of the logits go through the fused image.
  [[nodiscard]] std::vector<torch::Tensor> Outputs(const torch::Tensor& images, bool reaches);
  /// Fused images and predicted classes, or undefined.
  [[nodiscard]] std::pair<torch::Tensor, torch::Tensor> Predict(const torch::Tensor& images);
  void StepFusion(const StepPlace& place, StepOutcome& outcome);
  void StepSegmentation(const StepPlace& place, StepOutcome& outcome);

  Network network_;
  TrainOptions options_;
  CooperationFacts facts_;
  torch::Device device_;
  int threads_;
  ClassSets dice_sets_;
  Adam leader_;
  std::unique_ptr<Optimiser> follower_;
};

}  // namespace f4s
