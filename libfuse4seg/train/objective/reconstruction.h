// Pre-training: encoder and decoder reconstruct each modality.

#pragma once

#include "libfuse4seg/model/train_options.h"
#include "libfuse4seg/nn/fusion/fusion_net.h"
#include "libfuse4seg/train/objective/adversary.h"
#include "libfuse4seg/train/objective/objective.h"
#include "libfuse4seg/train/objective/optimiser.h"

namespace f4s {

/// Minimises lambda L_adv + sigma L_corr + (1 - sigma) L_content (eq. 9 to 12) by Adam; the score is minus
/// the mean of the last two on validation.  The fusion layers have no part in it.
class Reconstruction : public Objective {
 public:
  /// @param network  with a fusion network, on `device`
  /// @param options    resolved
  /// @param adversary  on `device`, of the network's modalities, or of none
  Reconstruction(Network network, const PretrainOptions& options, Adversary adversary,
                 const torch::Device& device, int threads);

  StepOutcome Step(const SliceBatch& batch, const StepPosition& position) override;
  [[nodiscard]] Validation Validate(const SliceDataset& slices) override;
  [[nodiscard]] Network network() const override { return network_; }
  [[nodiscard]] NamedTensors State() const override;
  [[nodiscard]] std::optional<std::string> PhaseOf(const StepPosition& position) const override {
    return adversary_.PhaseOf(position);
  }
  [[nodiscard]] NamedRates RatesAt(const StepPosition& position) const override;
  void PutRates(const StepPosition& position) override { rates_.Put(RatesAt(position), device_); }
  void Shape(const PassShape& shape) override;
  void Rehearse(const SliceBatch& batch, const PassShape& shape) override;

 private:
  /// Of a part of the batch, which is `share` of it.
  void AddGradients(const torch::Tensor& images, double share, bool add, const StepPosition& position,
                    StepOutcome& outcome);
  /// Features of the bands, and images made of them.
  [[nodiscard]] std::vector<torch::Tensor> Outputs(const torch::Tensor& images);

  Network network_;
  std::shared_ptr<FusionNetImpl> encoder_;  ///< its fusion network
  PretrainOptions options_;
  torch::Device device_;
  int threads_;
  Adam adam_;
  Adversary adversary_;
  RatesOnDevice rates_;
};

}  // namespace f4s
