// What stands beside a fused image's scores: that it copies one source, that it lights up where nothing
// was, and the floors, which any fusion method must beat.

#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/metric/fusion/fusion_metrics.h"

namespace f4s {

/// Counts of pixels, over one image or, added up, over the slices of a volume.
struct FusionEvidence {
  int64_t num_differing = 0;        ///< two sources are more than kSameLevels apart
  std::vector<int64_t> num_copied;  ///< of those, per source: the fused image is within kSameLevels of it
  int64_t num_black = 0;            ///< all sources are 0
  int64_t num_lit = 0;              ///< of those: the fused image is above kDarkLevel
  int brightest = 0;                ///< level of the fused image where all sources are 0
};
inline constexpr int kSameLevels = 1, kDarkLevel = 8;
/// From these parts on there is a finding: of the pixels where sources differ, of the black ones.
inline constexpr double kCopiedPart = 0.98, kLitPart = 0.01;

/// Of all slices of a grey image.
[[nodiscard]] FusionEvidence GatherEvidence(const Image<uint8_t>& fused,
                                            const std::vector<FusionSource>& sources);
/// Adds the counts of another slice with the same sources.
void Add(const FusionEvidence& slice, FusionEvidence& sum);

/// Adds the findings fusion.copy (at least two sources, and kCopiedPart of the pixels where they
/// differ) and fusion.light (kLitPart of the black pixels) with their numbers.
/// @param sources  names in the order of the counts.
void AddFusionFindings(const FusionEvidence& evidence, const std::vector<std::string>& sources, Case& record);

/// A floor's name, "average", "maximum" or "copy-NAME", and its image.
using FloorImage = std::pair<std::string, Image<uint8_t>>;

/// The average (a half rounded up) and the maximum of the sources' levels, by the rules of
/// kernels/rules/fusion_rules.h, then a copy of each source, in their order.  Colour has turned grey before.
/// @param sources  at least one.
[[nodiscard]] std::vector<FloorImage> FloorsOf(const std::vector<FusionSource>& sources);

}  // namespace f4s
