// Quality of a fused image, from the image itself and against its sources:
// EN, SD, SF, AG, MI, SCD, VIF, Qabf and SSIM, as a named reference program computes them.
//
// With two sources MI, SCD, VIF and SSIM are the sum of the sources' parts (SSIM the mean in lt,
// lt2022 and strict), Qabf the mean of edge preservation weighted by edge strength.  With more,
// each is the mean over all pairs of sources; with one there is no pair, so they are undefined
// (kConvention) and only the source's part stands.
//
//   metric  range              undefined
//   EN      0..8 bits          never
//   SD      0..127.5           never; lt2022: 0..16
//   SF, AG  0..                a side of 1 pixel (kImageTooSmall); SF of vifb never
//   MI      0..2 ln 256 nats   never; 0..16 bits in lt, lt2022, zoo, strict
//   SCD     -2..2              F - B or A constant, F - A or B constant (kConstantImage)
//   VIF     0..about 2         a side under 41 pixels, lt and lt2022: 17 (kImageTooSmall); a constant
//                              source counts 1 in cddfuse and film, else kConstantImage (zoo: a black one)
//   Qabf    0..0.987           both sources black, strict: without edges (kConstantImage)
//   SSIM    -2..2 or -1..1     a side under the window's 7 or 11 pixels, zoo: 2, lt: never (kImageTooSmall)
//
// vifb defines neither SCD nor VIF (kConvention).  How the conventions differ: convention.h.
// Accuracy: kFusionTolerance relative to the reference program on double precision.

#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libfuse4seg/kernels/metric_kernels.h"
#include "libfuse4seg/metric/convention.h"
#include "libfuse4seg/metric/fusion/grey_levels.h"
#include "libfuse4seg/metric/score.h"

namespace f4s {

inline constexpr double kFusionTolerance = 1e-9;

/// What was fused.
struct FusionSource {
  std::string name;  ///< the modality
  Image<uint8_t> image;
};

/// One source's part of the metrics that compare with sources.  MI: I(F;A).  SSIM: SSIM(F,A).
/// VIF: VIFp(F against A).  SCD: r(F - B, A), the mean over the other sources B; with no other
/// source undefined (kConvention).  Qabf: sum(Q g) / sum(g) over the edges g of A alone, so that
/// a source with weak edges shows what became of them; undefined (kConstantImage) for a black one.
struct SourceScores {
  Score mi, scd, vif, qabf, ssim;
};

/// Further measures, on demand: fusion/extra_metrics.h.
struct ExtraScores {
  Score cc, psnr, mse, viff, nmi;
};

struct FusionScores {
  Score en, sd, sf, ag, mi, scd, vif, qabf, ssim;
  std::vector<std::pair<std::string, SourceScores>> per_source;  ///< in the order of the sources
  /// The least part of any source: sums hide a fused image that copies one source.  Undefined
  /// where any source's part is.
  SourceScores weakest;
  std::optional<ExtraScores> extras;
};

/// Names and members, in the order in which they are written.
template <class Scores>
struct ScoreField {
  const char* name;
  Score Scores::*score;
};
inline constexpr ScoreField<FusionScores> kFusionFields[] = {
    {"EN", &FusionScores::en},   {"SD", &FusionScores::sd},     {"SF", &FusionScores::sf},
    {"AG", &FusionScores::ag},   {"MI", &FusionScores::mi},     {"SCD", &FusionScores::scd},
    {"VIF", &FusionScores::vif}, {"Qabf", &FusionScores::qabf}, {"SSIM", &FusionScores::ssim}};
inline constexpr ScoreField<SourceScores> kSourceFields[] = {{"MI", &SourceScores::mi},
                                                             {"SCD", &SourceScores::scd},
                                                             {"VIF", &SourceScores::vif},
                                                             {"Qabf", &SourceScores::qabf},
                                                             {"SSIM", &SourceScores::ssim}};
inline constexpr ScoreField<ExtraScores> kExtraFields[] = {{"CC", &ExtraScores::cc},
                                                           {"PSNR", &ExtraScores::psnr},
                                                           {"MSE", &ExtraScores::mse},
                                                           {"VIFF", &ExtraScores::viff},
                                                           {"NMI", &ExtraScores::nmi}};

/// Of a picture.  @param sources  at least one, each of the size of `fused`.
/// @throws Error(kBadInput, "metric.size") naming both sizes where they differ,
///         Error(kBadInput, "metric.sources") without sources.
[[nodiscard]] FusionScores ScoreFusion(const Image<uint8_t>& fused, const std::vector<FusionSource>& sources,
                                       FusionConvention convention = FusionConvention::kCddfuse,
                                       bool with_extras = false);

/// Accuracy of a GPU's scores relative to the CPU's.
inline constexpr double kDeviceTolerance = 1e-8;

/// The same of each slice of images [D,H,W].  With `kernels` slices are computed together on a GPU, but not
/// those with a side under 41 pixels, nor the extras.
[[nodiscard]] std::vector<FusionScores> ScoreSlices(const Image<uint8_t>& fused,
                                                    const std::vector<FusionSource>& sources,
                                                    FusionConvention convention, bool with_extras,
                                                    const MetricKernels* kernels);

/// The same of several fused images with the same sources, by image and slice: what belongs to the sources is
/// computed once for all of them on the CPU, and an image that is a source, in the same memory, takes what is
/// known of it.  @param fused  at least one
[[nodiscard]] std::vector<std::vector<FusionScores>> ScoreSlicesOfAll(
    const std::vector<const Image<uint8_t>*>& fused, const std::vector<FusionSource>& sources,
    FusionConvention convention, bool with_extras, const MetricKernels* kernels);

/// The scores of a volume from those of its slices, which have the same sources: the mean of
/// each over the slices where it is defined; undefined, with the first slice's reason, where
/// no slice has it.  `weakest` is the least of the sources' means.
/// @throws Error(kBadInput, "metric.sources") without slices or with differing sources.
[[nodiscard]] FusionScores MeanOverSlices(const std::vector<FusionScores>& slices);

/// Likewise of a colour image from those of its channels, but undefined where any channel is.
[[nodiscard]] FusionScores MeanOverChannels(const std::vector<FusionScores>& channels);

}  // namespace f4s
