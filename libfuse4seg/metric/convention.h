// The reference programs whose numbers a metric is to agree with.  Most metrics of the
// field exist in several versions that share a name; a convention says which is meant.
//
// To add a fusion convention: an enumerator, its name, and its row in RulesOf(); the same
// for segmentation, whose rows are in segmentation_rules.cc.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace f4s {

enum class FusionConvention {
  /// `utils/Evaluator.py` of MMIF-CDDFuse (Zhao et al., CDDFuse, CVPR 2023): MI in nats,
  /// pixel-domain VIF, Qabf on 0..255, SSIM with a 7x7 box and a data range of 2; MI, SCD,
  /// VIF and SSIM are sums over the two sources.
  kCddfuse,
};

/// What each computes is in segmentation_rules.h.
enum class SegmentationConvention {
  kMedpy,      ///< medpy.metric.binary 0.5
  kMonai,      ///< monai.metrics 1.6
  kDeepmind,   ///< google-deepmind/surface-distance: surfaces weighted by their area
  kBrats2023,  ///< rachitsaluja/BraTS-2023-Metrics: the same surfaces, and lesion by lesion
  kPanoptica,  ///< panoptica 2.1, and instance by instance
  kTransunet,  ///< calculate_metric_percase of TransUNet and EMCAD: medpy without spacing
  kNnunet,     ///< nnU-Net v2's evaluate_predictions: overlap alone
};

/// How a fusion convention differs from the others.
struct FusionRules {
  /// Grey level of a colour pixel, 0..255 in and out.
  uint8_t (*grey_of_rgb)(uint8_t red, uint8_t green, uint8_t blue);
  double ssim_data_range;  ///< L of C1 = (0.01 L)^2 and C2 = (0.03 L)^2
};
[[nodiscard]] const FusionRules& RulesOf(FusionConvention convention);

/// The names that --convention and --seg-convention take.
[[nodiscard]] const std::vector<std::string>& FusionConventionNames();
[[nodiscard]] const std::vector<std::string>& SegmentationConventionNames();

/// @throws Error(kUsage, "convention.unknown") naming the word and those there are.
[[nodiscard]] FusionConvention ParseFusionConvention(const std::string& name);
[[nodiscard]] SegmentationConvention ParseSegmentationConvention(const std::string& name);

}  // namespace f4s
