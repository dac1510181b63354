// Hyper-parameters of the losses.  No tensor library is needed to declare them.

#pragma once

#include <cstdint>
#include <string>

#include "libfuse4seg/model/contrast.h"
#include "libfuse4seg/tool/parameters.h"

namespace f4s {

/// Of ReconstructionLoss() and FusionLoss().
struct FusionLossOptions {
  double sigma = 0.5;                    ///< share of the correlation loss: eq. 9
  double texture_weight = 10;            ///< of eq. 13, within the other share
  double intensity_weight = 1;           ///< of the intensity loss, which the paper does not have
  std::string intensity_of = "maximum";  ///< maximum or mean of the modalities: what F is to be like
  bool paper_strict = false;             ///< texture alone, correlation without its bound: as printed
  double vif_weight = 0;                 ///< of metric_loss.h's scores, which are raised
  double qabf_weight = 0;
  double mi_weight = 0;
  double scd_weight = 0;
  double sf_weight = 0;
  double fidelity_weight = 0;   ///< of semantic_loss.h's limits
  double fidelity_db = 19.5;    ///< least PSNR of F to the mean of its sources
  double grain_db = 32;         ///< least PSNR likewise, of the high-frequency residual alone
  std::string contrast = "";    ///< label value to level, "1=-0.2 4=0.2": semantic_loss.h's target
  double contrast_weight = 10;  ///< of it, where there is one
  int64_t contrast_epochs = 0;  ///< at first; 0: all

  void Declare(Parameters& p) {
    p.Group("Losses");
    p.Real("sigma", sigma, Between(0, 1),
           "share of the correlation loss; the other losses share the rest, 1 - sigma");
    p.Real("texture_weight", texture_weight, AtLeast(0), "weight of the texture loss");
    p.Real("intensity_weight", intensity_weight, AtLeast(0), "weight of the intensity loss");
    p.Choice("intensity_of", intensity_of, {"maximum", "mean"}, "target of the intensity loss");
    p.Flag("paper_strict", paper_strict,
           "losses as printed in the paper: no intensity loss, texture weight "
           "1, no metric losses, no bound in the correlation loss, saturating "
           "adversarial losses with labels 1 and 0 and no gradient penalty; for the "
           "method fusioninn the network, learning rate and latent loss as published");
    p.Real("vif_weight", vif_weight, AtLeast(0), "weight of a loss that raises VIF");
    p.Real("qabf_weight", qabf_weight, AtLeast(0), "weight of a loss that raises Qabf");
    p.Real("mi_weight", mi_weight, AtLeast(0), "weight of a loss that raises mutual information");
    p.Real("scd_weight", scd_weight, AtLeast(0), "weight of a loss that raises SCD");
    p.Real("sf_weight", sf_weight, AtLeast(0),
           "weight of a loss that raises spatial frequency, up to that of the sources");
    p.Real("fidelity_weight", fidelity_weight, AtLeast(0),
           "weight of the loss for deviating too far from the mean of the sources");
    p.Real("fidelity_db", fidelity_db, Between(0, 100),
           "smallest PSNR to the mean of the sources at which that loss is 0, in dB");
    p.Real("grain_db", grain_db, Between(0, 100),
           "the same for the high-frequency residual alone, "
           "so that classes are not hidden in a fine texture");
    p.Text("contrast", contrast, "'VALUE=LEVEL ...'",
           "add a per-class offset to the fusion target: LEVEL is added to the mean "
           "of the sources, in 0..1, where the label is VALUE; 0 is the background")
        .Checked([](const std::string& text) { static_cast<void>(ParseContrast(text)); });
    p.Real("contrast_weight", contrast_weight, AtLeast(0), "weight of the distance to that target");
    p.Integer("contrast_epochs", contrast_epochs, AtLeast(0),
              "initial epochs in which that distance counts; 0: all");
  }
};

/// Of the adversarial losses.
struct AdversarialLossOptions {
  std::string generator_loss = "non-saturating";  ///< or saturating, as the paper prints it
  double real_label = 0.9;                        ///< what a real image is to be called, one-sided
  double r1_weight = 1;                           ///< gamma of the R1 penalty
  int64_t r1_every = 16;                          ///< steps from one R1 penalty to the next; 0: none

  /// Eq. 10 as it is printed.
  void TakeThePapers() { generator_loss = "saturating", real_label = 1, r1_every = 0; }

  void Declare(Parameters& p) {
    p.Group("Losses");
    p.Choice("generator_loss", generator_loss, {"non-saturating", "saturating"},
             "loss of the generator: -log D, or log(1 - D) as printed in the paper");
    p.Real("real_label", real_label, Between(0.5, 1), "label of real images for the discriminators");
    p.Real("r1_weight", r1_weight, AtLeast(0), "weight of the discriminators' gradient penalty");
    p.Integer("r1_every", r1_every, AtLeast(0), "steps between gradient penalties; 0: never");
  }
};

/// Of an invertible fusion network: inversion_loss.h.
struct InversionLossOptions {
  double structure_share = 0.8;  ///< of 1 - SSIM beside the squared error, in both directions
  double forward_weight = 0.5;   ///< of the fused image's likeness to its sources
  double reverse_weight = 0.5;   ///< of the sources' that are made of the fused image alone
  double latent_weight = 0.5;    ///< of the latent planes' distance from normal numbers
  double score_weight = -1;      ///< of the weakest sources' VIF and Qabf, which are raised; -1: the method's
  std::string latent_samples = "method";  ///< patches, of which that is measured, or images, as published
  int64_t latent_patch = 2;               ///< pixels a side
  int64_t latent_count = 512;             ///< patches of a batch

  void Declare(Parameters& p) {
    p.Group("Losses");
    p.Real("structure_share", structure_share, Between(0, 1),
           "fusioninn: share of SSIM, against the squared error, in the similarity loss");
    p.Real("forward_weight", forward_weight, AtLeast(0),
           "fusioninn: weight of the similarity of the fused image to its sources");
    p.Real("reverse_weight", reverse_weight, AtLeast(0),
           "fusioninn: weight of the similarity of the sources "
           "to those reconstructed from the fused image alone");
    p.Real("latent_weight", latent_weight, AtLeast(0),
           "fusioninn: weight of the distance of the latent planes from a normal distribution");
    p.Real("score_weight", score_weight, Or(-1, AtLeast(0)),
           "fusioninn: weight of a loss that raises VIF and Qabf of the weakest source; "
           "VIF needs crops of at least 41 pixels; -1: 0.2, with --paper-strict 0");
    p.Choice("latent_samples", latent_samples, {"method", "patches", "images"},
             "samples of the latent planes that are compared with a normal distribution: "
             "patches within the anatomy, or whole images, as published and with --paper-strict");
    p.Integer("latent_patch", latent_patch, Between(1, 8), "side of those patches, in pixels");
    p.Integer("latent_count", latent_count, Between(2, 4096), "number of those patches in a batch");
  }
};

/// Of DistillationLoss().
struct DistillationOptions {
  double weight = -1;                      ///< beside the segmentation loss; -1: the method's
  int64_t begin = -1;                      ///< epochs at first without it; -1: two sevenths of all
  std::string attention = "proportional";  ///< to 1 + energy, or its softmax: AttentionOf()

  void Declare(Parameters& p) {
    p.Group("Losses");
    p.Real("distillation_weight", weight, Or(-1, AtLeast(0)),
           "weight of the distance between the attention maps of the modalities' "
           "encoders, for --segmenter csad; -1: 0.1 for the method csad, else 0");
    p.Integer("distillation_begin", begin, Between(-1, 1e6),
              "initial epochs without that loss; -1: epochs * 2 / 7");
    p.Choice("distillation_attention", attention, {"proportional", "softmax"},
             "attention map of an encoder: proportional to 1 + |F|^2 of its features "
             "F, or to e^|F|^2, which concentrates on a few pixels in large images");
  }
};

/// Of SegmentationLoss().
struct SegmentationLossOptions {
  double cross_entropy_weight = 0.5;  ///< alpha of eq. 14
  double dice_weight = 0.5;           ///< beta of eq. 14
  double dice_smooth = 1e-5;          ///< added to both sides of the Dice ratio, in pixels
  bool dice_background = false;       ///< let class 0 count in the Dice mean

  void Declare(Parameters& p) {
    p.Group("Losses");
    p.Real("cross_entropy_weight", cross_entropy_weight, AtLeast(0), "weight of the cross-entropy loss");
    p.Real("dice_weight", dice_weight, AtLeast(0), "weight of the Dice loss");
    p.Real("dice_smooth", dice_smooth, MoreThan(0), "smoothing term of the Dice ratio, in pixels");
    p.Flag("dice_background", dice_background, "include the background in the Dice loss");
  }
};

}  // namespace f4s
