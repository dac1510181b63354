#include "libfuse4seg/model/loss_options.h"

#include <cmath>
#include <sstream>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/tool/parameters.h"

namespace f4s {

std::map<uint16_t, double> ParseContrast(const std::string& text) {
  std::map<uint16_t, double> levels;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    const auto equals = word.find('=');
    const auto value = NumberIn<uint16_t>(word.substr(0, equals));
    const auto level = equals == std::string::npos ? std::nullopt : NumberIn<double>(word.substr(equals + 1));
    if (!value || !level || !(std::abs(*level) <= 1))
      throw Error(
          ErrorKind::kUsage, "contrast.syntax",
          Cat(Quoted(word), ": wanted VALUE=LEVEL, a label from 0 to 65535 and a level from -1 to 1"));
    if (!levels.emplace(*value, *level).second)
      throw Error(ErrorKind::kUsage, "contrast.syntax", Cat(Quoted(word), ": a label may occur only once"));
  }
  return levels;
}

void FusionLossOptions::Declare(Parameters& p) {
  p.Group("Losses");
  p.Real("sigma", sigma, Between(0, 1),
         "share of the correlation loss; the other losses share the rest, 1 - sigma");
  p.Real("texture_weight", texture_weight, AtLeast(0), "weight of the texture loss");
  p.Real("intensity_weight", intensity_weight, AtLeast(0), "weight of the intensity loss");
  p.Choice("intensity_of", intensity_of, {{"maximum", IntensityOf::kMaximum}, {"mean", IntensityOf::kMean}},
           "target of the intensity loss");
  p.Flag("paper_strict", paper_strict,
         "losses, network, optimisers and rates as printed in the paper: adversarial, correlation "
         "(without its bound) and texture loss alone from the first epoch on, the adversarial one "
         "saturating, with labels 1 and 0 and no gradient penalty; a fused image that the decoder makes, "
         "with cross-attention; Adam and SGD. What the paper does not have is refused; sizes, epochs and "
         "batches stay the profile's. For the method fusioninn the network, learning rate and latent "
         "loss as published");
  p.Real("vif_weight", vif_weight, AtLeast(0), "weight of a loss that raises VIF");
  p.Real("qabf_weight", qabf_weight, AtLeast(0), "weight of a loss that raises Qabf");
  p.Real("mi_weight", mi_weight, AtLeast(0), "weight of a loss that raises mutual information");
  p.Real("scd_weight", scd_weight, AtLeast(0), "weight of a loss that raises SCD");
  p.Real("sf_weight", sf_weight, AtLeast(0),
         "weight of a loss that raises spatial frequency, up to that of the sources");
  p.Real("sd_weight", sd_weight, AtLeast(0),
         "weight of a loss that raises the standard deviation, up to that of the pixelwise maximum");
  p.Choice("scd_limit", scd_limit, {{"none", ScdLimit::kNone}, {"maximum", ScdLimit::kMaximum}},
           "how far SCD is raised in each case; maximum: up to that of the pixelwise maximum");
  p.Real("frequency_weight", frequency_weight, AtLeast(0),
         "weight of the frequency decomposition loss: low frequencies at the mean of the sources, high ones "
         "at the stronger source's");
  p.Real("gradient_weight", gradient_weight, AtLeast(0),
         "weight of the spatial gradient loss: gradients, with their direction, at the steeper source's");
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

void InversionLossOptions::Declare(Parameters& p) {
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
         "VIF needs crops of at least 41 pixels");
  p.Choice("latent_samples", latent_samples,
           {{"method"}, {"patches", LatentSamples::kPatches}, {"images", LatentSamples::kImages}},
           "samples of the latent planes that are compared with a normal distribution: "
           "patches within the anatomy, or whole images, as published and with --paper-strict");
  p.Integer("latent_patch", latent_patch, Between(1, 8), "side of those patches, in pixels");
  p.Integer("latent_count", latent_count, Between(2, 4096), "number of those patches in a batch");
}

void DistillationOptions::Declare(Parameters& p) {
  p.Group("Losses");
  p.Real("distillation_weight", weight, Or(-1, AtLeast(0)),
         "weight of the distance between the attention maps of the modalities' "
         "encoders, for --segmenter csad");
  p.Integer("distillation_begin", begin, Or(-1, Between(0, 1e6)), "initial epochs without that loss");
  p.Choice("distillation_attention", attention,
           {{"proportional", EnergyShape::kProportional}, {"softmax", EnergyShape::kSoftmax}},
           "attention map of an encoder: proportional to 1 + |F|^2 of its features "
           "F, or to e^|F|^2, which concentrates on a few pixels in large images");
}

void SegmentationLossOptions::Declare(Parameters& p) {
  p.Group("Losses");
  p.Real("cross_entropy_weight", cross_entropy_weight, AtLeast(0), "weight of the cross-entropy loss");
  p.Real("dice_weight", dice_weight, AtLeast(0), "weight of the Dice loss");
  p.Real("dice_smooth", dice_smooth, MoreThan(0), "smoothing term of the Dice ratio, in pixels");
  p.Flag("dice_background", dice_background, "include the background in the Dice loss");
}

void DiscriminatorOptions::Declare(Parameters& p) {
  p.Choice("discriminator", discriminator,
           {{"pooled", DiscriminatorHead::kPooled}, {"flat", DiscriminatorHead::kFlat}},
           "last layer of the discriminators: on the mean of their features, or on all of them");
}

void AdversarialLossOptions::Declare(Parameters& p) {
  p.Group("Losses");
  p.Choice("generator_loss", generator_loss,
           {{"non-saturating", GeneratorGoal::kNonSaturating}, {"saturating", GeneratorGoal::kSaturating}},
           "loss of the generator: -log D, or log(1 - D) as printed in the paper");
  p.Real("real_label", real_label, Between(0.5, 1), "label of real images for the discriminators");
  p.Real("r1_weight", r1_weight, AtLeast(0), "weight of the discriminators' gradient penalty");
  p.Integer("r1_every", r1_every, AtLeast(0), "steps between gradient penalties; 0: never");
}

void AdversaryOptions::Declare(Parameters& p) {
  p.Group("Adversarial loss");
  p.Real("adversarial_weight", weight, Or(-1, AtLeast(0)),
         "lambda: weight of the adversarial loss; 0: no discriminators");
  p.Integer("adversarial_warmup_epochs", warmup_epochs, Between(0, 1e6),
            "initial epochs without the adversarial loss");
  p.Real("discriminator_learning_rate", learning_rate, MoreThan(0),
         "learning rate of Adam for the discriminators");
  loss.Declare(p);
  discriminator.Declare(p);
}

}  // namespace f4s
