// What a fused image shows that no metric says: that it copies one source, that it lights up where
// nothing was.

#pragma once

#include <cstdint>
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
inline constexpr double kCopiedPart = 0.98, kLitPart = 0.001;

/// Images of one size.
[[nodiscard]] FusionEvidence GatherEvidence(const LevelImage& fused,
                                            const std::vector<FusionSource>& sources);
/// Adds the counts of another slice with the same sources.
void Add(const FusionEvidence& slice, FusionEvidence& sum);

/// Adds the findings fusion.copy (at least two sources, and kCopiedPart of the pixels where they
/// differ) and fusion.light (kLitPart of the black pixels) with their numbers.
/// @param sources  names in the order of the counts.
void AddFusionFindings(const FusionEvidence& evidence, const std::vector<std::string>& sources, Case& record);

}  // namespace f4s
