// How near an image is to another: of what came back out of a fused image to what was fused.

#pragma once

#include <cstdint>

#include "libfuse4seg/image/raster.h"
#include "libfuse4seg/metric/fusion/fusion_metrics.h"
#include "libfuse4seg/metric/score.h"

namespace f4s {

/// PSNR   10 log10(1 / mean squared difference), of full scale, dB; undefined (kIdenticalImages) without any
/// SSIM   of 8-bit levels, Gaussian windows (fusion/ssim.h, convention strict), -1..1; the mean over images;
///        undefined (kImageTooSmall) where no image has a side of 11 pixels
/// equal  share of the samples that are the same, 0..1
struct LikenessScores {
  Score psnr, ssim, equal;
};

inline constexpr ScoreField<LikenessScores> kLikenessFields[] = {
    {"PSNR", &LikenessScores::psnr}, {"SSIM", &LikenessScores::ssim}, {"equal", &LikenessScores::equal}};

/// Gathers pairs of images and scores them together.
class Likeness {
 public:
  /// Samples of 8 bits equal those of 16 bits that are 257 times as great.  Where one image alone is in
  /// colour, their grey levels are compared.
  /// @throws Error(kBadInput, "metric.size") naming both sizes where they differ; as ToLevels().
  void Add(const Raster& source, const Raster& image);

  void Add(const Likeness& others);

  /// Undefined (kConvention) before anything was added.
  [[nodiscard]] LikenessScores scores() const;

 private:
  double squares_ = 0, ssim_ = 0;  ///< sums: of squared differences, of full scale; of SSIM
  int64_t num_samples_ = 0, num_equal_ = 0, num_with_ssim_ = 0;
};

}  // namespace f4s
