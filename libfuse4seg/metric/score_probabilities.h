// The probabilities of a case's classes, where its record has them, against its reference.

#pragma once

#include <vector>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/metric/segmentation/segmentation_metrics.h"

namespace f4s {

/// Whether all cases have `probabilities` and a label.
[[nodiscard]] bool HaveProbabilities(const std::vector<Case>& cases);

/// Adds `ece` and `brier` (segmentation/calibration.h) to the scores of each region, over the voxels of all
/// cases: those of the mask, where a record has one, whose reference is not ignored.  A region's probability
/// is the sum of its values'; where a record has none of one of them, both are undefined (kNoProbabilities).
/// @param as_they_are  references keep the values of their files; else as ReadReference()
/// @param scores  of `regions`, in their order
/// @param whole  takes the finding "probability.levels": what is 0 and 1 of 255 or 65535 levels may be a
/// label map
/// @throws Error naming the file where sizes or grids differ.
void AddCalibration(const std::vector<Case>& cases, const std::vector<Region>& regions, bool as_they_are,
                    const std::vector<uint16_t>& ignore, Case& whole, std::vector<RegionScores>& scores);

}  // namespace f4s
