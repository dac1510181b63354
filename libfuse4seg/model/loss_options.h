// Hyper-parameters of the losses, and of the discriminators and training against them.  No tensor library is
// needed to declare them.

#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "libfuse4seg/tool/setting.h"

namespace f4s {

class Parameters;

/// What the fused image's levels are to be like, of the modalities.
enum class IntensityOf { kMaximum, kMean };
/// How far SCD is raised: without end, or to what the pixelwise maximum of the modalities has.
enum class ScdLimit { kNone, kMaximum };
/// What of the latent planes is held against normal numbers: patches, or whole images, as published.
enum class LatentSamples { kPatches, kImages };
/// Where an encoder looks: in proportion to 1 + energy, or by its softmax.
enum class EnergyShape { kProportional, kSoftmax };

/// Of ReconstructionLoss() and FusionLoss().
struct FusionLossOptions {
  double sigma = 0.5;           ///< share of the correlation loss: eq. 9
  double texture_weight = 10;   ///< of eq. 13, within the other share
  double intensity_weight = 1;  ///< of the intensity loss, which the paper does not have
  IntensityOf intensity_of = IntensityOf::kMaximum;
  bool paper_strict = false;  ///< texture alone, correlation without its bound: as printed
  double vif_weight = 0;      ///< of metric_loss.h's scores, which are raised
  double qabf_weight = 0;
  double mi_weight = 0;
  double scd_weight = 0;
  double sf_weight = 0;
  double sd_weight = 0;
  ScdLimit scd_limit = ScdLimit::kNone;
  double frequency_weight = 0;  ///< of frequency_loss.h's two
  double gradient_weight = 0;
  double fidelity_weight = 0;   ///< of semantic_loss.h's limits
  double fidelity_db = 19.5;    ///< least PSNR of F to the mean of its sources
  double grain_db = 32;         ///< least PSNR likewise, of the high-frequency residual alone
  std::string contrast = "";    ///< label value to level, "1=-0.2 4=0.2": semantic_loss.h's target
  double contrast_weight = 10;  ///< of it, where there is one
  int64_t contrast_epochs = 0;  ///< at first; 0: all

  void Declare(Parameters& p);
};

/// FusionLossOptions::contrast, such as "0=-0.04 1=-0.2 4=0.22": by how much a fused image is to set each
/// class off.  Label value (0: background) to level, -1 to 1.
/// @throws Error(kUsage, "contrast.syntax") naming the word and what it should be.
[[nodiscard]] std::map<uint16_t, double> ParseContrast(const std::string& text);

/// Of an invertible fusion network: inversion_loss.h.
struct InversionLossOptions {
  double structure_share = 0.8;  ///< of 1 - SSIM beside the squared error, in both directions
  double forward_weight = 0.5;   ///< of the fused image's likeness to its sources
  double reverse_weight = 0.5;   ///< of the sources' that are made of the fused image alone
  double latent_weight = 0.5;    ///< of the latent planes' distance from normal numbers
  Setting<double> score_weight;  ///< of the weakest sources' VIF and Qabf, which are raised
  Setting<LatentSamples> latent_samples;
  int64_t latent_patch = 2;    ///< pixels a side
  int64_t latent_count = 512;  ///< patches of a batch

  void Declare(Parameters& p);
};

/// Of DistillationLoss().
struct DistillationOptions {
  Setting<double> weight;                              ///< beside the segmentation loss
  Setting<int64_t> begin;                              ///< epochs at first without it
  EnergyShape attention = EnergyShape::kProportional;  ///< AttentionOf()

  void Declare(Parameters& p);
};

/// The class number of pixels that count in no loss and no validation score: nobody says what is there.
inline constexpr int64_t kIgnoreLabel = -1;

/// Of SegmentationLoss().
struct SegmentationLossOptions {
  double cross_entropy_weight = 0.5;  ///< alpha of eq. 14
  double dice_weight = 0.5;           ///< beta of eq. 14
  double dice_smooth = 1e-5;          ///< added to both sides of the Dice ratio, in pixels
  bool dice_background = false;       ///< let class 0 count in the Dice mean

  void Declare(Parameters& p);
};

/// How a discriminator ends: any size of image, or `side` alone.
enum class DiscriminatorHead { kPooled, kFlat };

struct DiscriminatorOptions {
  DiscriminatorHead discriminator = DiscriminatorHead::kPooled;
  int64_t side = 224;  ///< pixels, for flat: that of the crops, so no flag of its own

  void Declare(Parameters& p);
};

/// What a generator minimises: -log D, or log(1 - D), as the paper prints it.
enum class GeneratorGoal { kNonSaturating, kSaturating };

struct AdversarialLossOptions {
  GeneratorGoal generator_loss = GeneratorGoal::kNonSaturating;
  double real_label = 0.9;  ///< what a real image is to be called, one-sided
  double r1_weight = 1;     ///< gamma of the R1 penalty
  int64_t r1_every = 16;    ///< steps from one R1 penalty to the next; 0: none

  void Declare(Parameters& p);
};

struct AdversaryOptions {
  Setting<double> weight;  ///< lambda of eq. 9; 0: no discriminators
  int64_t warmup_epochs = 2;
  double learning_rate = 1e-4;
  AdversarialLossOptions loss;
  DiscriminatorOptions discriminator;

  void Declare(Parameters& p);
};

}  // namespace f4s
