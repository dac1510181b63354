// How near the images that came back out of a fused image are to those that were fused.

#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/image/image.h"
#include "libfuse4seg/metric/fusion/fusion_metrics.h"

namespace f4s {

/// PSNR   10 log10(1 / mean squared difference), of full scale, dB; undefined (kIdenticalImages) without any
/// SSIM   of 8-bit levels, Gaussian windows (fusion/ssim.h, convention strict), -1..1; the mean over slices;
///        undefined (kImageTooSmall) where no slice has a side of 11 pixels
/// equal  share of the samples that are the same, 0..1
struct LikenessScores {
  Score psnr, ssim, equal;
};

inline constexpr ScoreField<LikenessScores> kLikenessFields[] = {
    {"PSNR", &LikenessScores::psnr}, {"SSIM", &LikenessScores::ssim}, {"equal", &LikenessScores::equal}};

/// Gathers pairs of images and scores them together.
class Likeness {
 public:
  /// Adds the slices of two images of one size, values of 0..1, which are compared to 16 bits, as finely as
  /// they are ever stored.  Where one image alone is in colour, their grey levels are compared.
  /// @throws Error as RequireSameSize().
  void Add(const Image<float>& source, const Image<float>& image);

  void Add(const Likeness& others);

  /// Undefined (kConvention) before anything was added.
  [[nodiscard]] LikenessScores scores() const;

 private:
  void Add(const Image<uint16_t>& source, const Image<uint16_t>& image);

  double squares_ = 0, ssim_ = 0;  // sums: of squared differences, of full scale; of SSIM
  int64_t num_samples_ = 0, num_equal_ = 0, num_with_ssim_ = 0;
};

/// By modality, in the record's order.
using DecompositionLikeness = std::vector<std::pair<std::string, Likeness>>;

/// Whether a modality has a file both in `decomposed` and in `images`.
[[nodiscard]] bool HasDecomposition(const Case& record);

/// Compares each such modality's two files.
/// @throws Error(kBadInput) naming the file when sizes or grids differ, or a volume holds no levels.
[[nodiscard]] DecompositionLikeness CompareDecomposition(const Case& record);

/// Adds those of another slice of the same volume.
void AddSlice(const DecompositionLikeness& slice, DecompositionLikeness& volume);

}  // namespace f4s
