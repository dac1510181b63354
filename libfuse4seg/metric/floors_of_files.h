// Floors in the colours and the bits of their sources' files.

#pragma once

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/metric/fusion/fusion_of_case.h"

namespace f4s {

/// Where the sources are not all grey images of 8 bits, scores the floors anew: the average and the maximum
/// as f4s-fuse writes them of these files, in their colours, and the sources as they are.
/// @param scores  those of the record, with the floors of what its sources are in grey.
void ScoreFloorsOfFiles(const Case& record, const FusionOptions& options, FusedCaseScores& scores);

}  // namespace f4s
