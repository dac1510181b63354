// The reference programs whose numbers a metric is to agree with.  Most metrics of the
// field exist in several versions that share a name; a convention says which is meant.
//
// To add a fusion convention: an enumerator, its name, and its row in convention.cc; the
// same for segmentation, whose rows are in segmentation_rules.cc.

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
  /// `utils/Evaluator.py` of IF-FILM (Zhao et al., ICML 2024): SSIM with a data range of 255.
  kFilm,
  /// `metrics/*.m` of VIFB (Zhang, Ye and Xiao, CVPR Workshops 2020): each channel of a colour
  /// image by itself; SF over all pixels, SSIM with a Gaussian window; neither SCD nor VIF.
  kVifb,
  /// `Evaluation/*.m` of Linfeng Tang's Evaluation-for-Image-Fusion: MI in bits, SSIM with a
  /// data range of 1 and the mean of the two.
  kLt,
  /// The same as of 2022, behind its published tables and those of many papers: SD and VIF
  /// with MATLAB's saturating bytes, SF on 0..1.  EN, AG, MI, SCD, SD and VIF are as published; Qabf is
  /// kLt's, the published one up to 0.8 % lower.
  kLt2022,
  /// `Metric/*.py` of IVIF_ZOO (Liu et al., IEEE TPAMI 2024): VIF with a Gaussian off its centre
  /// and zeros around the image, SSIM with a data range of 1.
  kZoo,
  /// The definitions of the papers without any program's quirks.
  kStrict,
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

/// What a sum over pixels or neighbours is divided by; M rows, N columns.
enum class Divisor {
  kPixels,       ///< M N
  kDifferences,  ///< the number of differences: M (N - 1) horizontal, (M - 1) N vertical ones
  kInner,        ///< (M - 1)(N - 1)
};

struct SsimRule {
  enum class Window { kBox7, kGaussian11 };  ///< 7x7, equal weights; 11x11, sigma 1.5
  /// Where the window goes: inside the image; everywhere, the border repeated; inside, but an
  /// axis of under 11 pixels is not smoothed at all.
  enum class Border { kInside, kRepeated, kInsideOrUnfiltered };
  Window window = Window::kGaussian11;
  Border border = Border::kInside;
  double data_range = 255;  ///< L of C1 = (0.01 L)^2 and C2 = (0.03 L)^2, in grey levels
  bool is_mean = false;     ///< of the two sources, else their sum
};

struct VifRule {
  int minimum_side = 41;         ///< below it undefined; scales that do not fit add nothing
  bool counts_constant = false;  ///< a source without contrast counts 1, else it is undefined
  bool is_padded = false;        ///< zeros around the image and a window off its centre
  bool saturates = false;        ///< products of levels end at 255 at the first scale
};

struct QabfRule {
  /// Relative strength where the two strengths g are equal: this times g; 0: it is 1.
  double equal_gain = 1;
  bool has_frame = true;  ///< zeros around the image, so that its frame is an edge
};

/// How a fusion convention differs from the others; all levels are 0..255.
struct FusionRules {
  /// Grey level of a colour pixel.
  uint8_t (*grey_of_rgb)(uint8_t red, uint8_t green, uint8_t blue) = nullptr;
  bool by_channel = false;                     ///< a colour fused image is scored channel by channel
  float en_inside_logarithm = 0;               ///< added to each probability, in single precision
  bool sd_saturates = false;                   ///< deviations and their squares end at 0 and 255
  Divisor sf_divisor = Divisor::kDifferences;  ///< or kPixels
  double sf_scale = 1;
  Divisor ag_divisor = Divisor::kPixels;  ///< or kInner
  double mi_unit = 1;                     ///< nats in a unit: 1, or ln 2 for bits
  bool mi_merges_white = false;           ///< 254 and 255 are one level of the joint histogram
  bool has_scd = true;
  bool has_vif = true;
  VifRule vif = {};
  QabfRule qabf = {};
  SsimRule ssim = {};
  double mse_scale = 1;            ///< 1, or 1/255^2 for images in 0..1
  bool mse_is_rooted = false;      ///< sqrt(sum d^2) / M N in place of sum d^2 / M N
  bool psnr_of_brightest = false;  ///< its peak is the fused image's greatest level, else 255
  bool nmi_of_sums = false;        ///< 2 (I(F;A) + I(F;B)) / (H(A) + H(B)), else of each source
};
[[nodiscard]] const FusionRules& RulesOf(FusionConvention convention);

/// The names that --convention and --seg-convention take.
[[nodiscard]] const std::vector<std::string>& FusionConventionNames();
[[nodiscard]] const std::vector<std::string>& SegmentationConventionNames();

/// @throws Error(kUsage, "convention.unknown") naming the word and those there are.
[[nodiscard]] FusionConvention ParseFusionConvention(const std::string& name);
[[nodiscard]] SegmentationConvention ParseSegmentationConvention(const std::string& name);

}  // namespace f4s
