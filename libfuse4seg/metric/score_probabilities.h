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
/// is the sum of its values'; a value that the record has none of counts 0.
/// @param scores  of `regions`, in their order
/// @throws Error naming the file where sizes or grids differ.
void AddCalibration(const std::vector<Case>& cases, const std::vector<Region>& regions,
                    const std::vector<uint16_t>& ignore, std::vector<RegionScores>& scores);

}  // namespace f4s
