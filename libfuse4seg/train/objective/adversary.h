// Discriminators, one a modality, and their part in training.
//
// D_i tells images of modality i (real) from what the networks make (fake): in pre-training from M_i's own
// reconstruction (eq. 10), in the fusion stage each from the fused image.  The networks gain the loss
//
//     lambda L_adv,  L_adv = the mean over i of GeneratorLoss(D_i(fake_i))
//
// from epoch `warmup_epochs` on, and with each of their steps goes one of all discriminators, on the same
// images.  No gradient of the discriminators' losses reaches the networks, and none of L_adv the
// discriminators.  All players move in a step, or none does: what a step noted ends with it.
//
// Shapes:  N images, M modalities, H rows, W columns.
//
// Guo and Su, "Fuse4Seg", arXiv:2409.10328v2, eq. 9 and 10; Ma et al., "DDcGAN", IEEE TIP 29, 2020.

#pragma once

#include <vector>

#include "libfuse4seg/model/loss_options.h"
#include "libfuse4seg/nn/discriminator.h"
#include "libfuse4seg/train/objective/objective.h"
#include "libfuse4seg/train/objective/optimiser.h"

namespace f4s {

class Adversary {
 public:
  /// @param count  M; 0: there are none
  /// @param side   of the images
  Adversary(const AdversaryOptions& options, int64_t count, int64_t side, uint64_t seed,
            const torch::Device& device);

  [[nodiscard]] bool PlaysAt(const StepPosition& position) const {
    return !discriminators_.empty() && position.epoch >= options_.warmup_epochs;
  }

  /// lambda L_adv, with a gradient for `fakes` alone; notes both for Gradients().  L_adv goes to `outcome`
  /// as "adversarial".
  /// @param images  [N,M,H,W]
  /// @param fakes   [N,M,H,W], or [N,1,H,W]: one for all
  /// @param share   of the step's images
  [[nodiscard]] torch::Tensor GeneratorTerm(const torch::Tensor& images, const torch::Tensor& fakes,
                                            double share, StepOutcome& outcome);

  /// The discriminators' gradients on what was noted, which is then forgotten.  Loss and gradient norm go to
  /// `outcome` as "discriminators".  Nothing where nothing was noted.
  void Learn(const StepPosition& position, StepOutcome& outcome);
  /// One step along them, if there are any and `outcome` is finite; its rate goes there.
  void Move(const RatesOnDevice& rates, StepOutcome& outcome);

  /// As Objective has them: nothing for a step with the penalty, which comes once in many.
  [[nodiscard]] std::optional<std::string> PhaseOf(const StepPosition& position) const;
  void AddRates(NamedRates& rates) const;

  /// Forgets what was noted.
  void Forget() { images_.clear(), fakes_.clear(); }

  /// Of the discriminators and their optimiser: the tensors in use.
  void AddState(NamedTensors& state) const;

 private:
  [[nodiscard]] bool PenalisesAt(const StepPosition& position) const;
  [[nodiscard]] torch::Tensor Loss(const torch::Tensor& images, const torch::Tensor& fakes, bool penalised);

  AdversaryOptions options_;
  std::vector<Discriminator> discriminators_;
  std::unique_ptr<Adam> adam_;
  std::vector<torch::Tensor> images_, fakes_;  ///< of this step
  double share_ = 0;                           ///< of the step's images that these are
  bool moves_ = false;                         ///< in this step
};

}  // namespace f4s
