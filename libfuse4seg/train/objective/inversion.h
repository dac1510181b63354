// Training of an invertible fusion network: to fuse, and to decompose.

#pragma once

#include "libfuse4seg/nn/fusion/fusion_inn.h"
#include "libfuse4seg/train/objective/bilevel_terms.h"
#include "libfuse4seg/train/objective/device_tally.h"

namespace f4s {

/// How like two images [S,H,W] are.
struct ImageLikeness {
  double ssim = 0, psnr = 0;
};

/// With [y, z] = f(x), F the image of y, as levels of 8 bits hold it, and e normal numbers that nothing else
/// knows of, minimises by Adam
///
///     forward_weight L(F, x) + latent_weight MMD(z, normal) + reverse_weight L(f^-1(F, e), x)
///         + intensity_weight I(F, x) + texture_weight T(F, x)
///         - score_weight (min_i VIF(F, x_i) + min_i Qabf(F, x_i))
///
/// with L = LikenessLoss() and MMD = LatentLoss() of loss/inversion_loss.h, I and T of loss/fusion_loss.h,
/// VIF and Qabf of loss/metric_loss.h, means over the batch; VIF counts in images of 41 pixels a side and
/// more.  The first batch sets the ActNorm.  e is a function of seed and step.
///
/// The first line is FusionINN's.  With it alone our network, which starts at the mean, makes F a copy of
/// one source and z the other: of MRI and PET within minutes.  The other two lines are ours; with
/// paper_strict their weights are 0.
///
/// Score: SSIM of F to the source that it is least like + SSIM of the sources to what F alone, at 8 bits, is
/// taken apart into.  Reported beside it are VIF and Qabf, that PSNR, and both with the true z instead of e
/// (`levels`).  All of it on validation_slices.
///
/// Kumar et al., "FusionINN", arXiv:2403.15769.
class Inversion : public Objective {
 public:
  /// @param network  with an invertible fusion network, on `device`
  /// @param options  resolved
  /// @throws Error(kConfig, "network.fuser") for another kind of network; Error(kUsage, "train.latent_patch")
  ///         when patches of the latent planes are larger than facts.side.
  Inversion(Network network, const TrainOptions& options, const CooperationFacts& facts,
            const torch::Device& device, int threads);

  StepOutcome Step(const SliceBatch& batch, const StepPosition& position) override;
  [[nodiscard]] Validation Validate(const SliceDataset& slices) override;
  [[nodiscard]] PredictedSlices Predict(const torch::Tensor& images) override;
  [[nodiscard]] Network network() const override { return network_; }
  [[nodiscard]] NamedTensors State() const override;
  void Restored() override { known_initialised_ = false; }
  void Shape(const PassShape& shape) override;
  void Rehearse(const SliceBatch& batch, const PassShape& shape) override;

 private:
  struct Part {
    torch::Tensor images;
    torch::Tensor host_images;  ///< the same where the batch was made
    double share = 1;           ///< of the batch
    bool first = true;
    uint64_t seed = 0;
    int64_t place = 0, stride = 1;  ///< of its images in the part of all ranks
  };
  void AddGradients(const Part& part, StepOutcome& outcome);
  /// Fused image, latent planes, and images made of the stored fused image and `noise`.
  [[nodiscard]] std::vector<torch::Tensor> Outputs(const torch::Tensor& images, const torch::Tensor& noise);
  [[nodiscard]] torch::Tensor Total(const std::vector<torch::Tensor>& outputs, const Part& part,
                                    StepOutcome& outcome) const;
  struct Scores;
  /// Fused images [N,1,H,W] of slices; how well they are decomposed is added to `scores`, when `tally` is
  /// fetched.
  [[nodiscard]] torch::Tensor Judge(const SliceBatch& batch, Scores& scores, DeviceTally& tally);

  Network network_;
  std::shared_ptr<FusionInnImpl> inn_;  ///< its fusion network
  TrainOptions options_;
  torch::Device device_;
  int threads_;
  int64_t validation_slices_;
  uint64_t seed_;
  bool known_initialised_ = false;  ///< the ActNorm: to ask is to wait for the device
  Adam adam_;
};

}  // namespace f4s
