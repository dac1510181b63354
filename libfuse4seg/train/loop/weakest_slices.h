// RUN/validation: slices of the weakest validation subjects with what the best network makes of them, as case
// records, for f4s-report and whoever wants to look.

#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "libfuse4seg/image/region.h"
#include "libfuse4seg/train/objective/objective.h"

namespace f4s {

/// Writes FOLDER/fused/N.png, FOLDER/labels/N.png and, last, FOLDER/cases.ndjson, in place of what was there.
/// A record is the slice's own with `fused`, `prediction` and `validation`:
/// {"epoch":3,"subject":{"fusion":..., "segmentation":{"WT":{"dice":0.4}}}}, the scores of all its subject's
/// slices, or of the slice where only images are fused.
/// @param classes  of the network, in the order of its class numbers
void WriteWeakestSlices(const std::filesystem::path& folder, const SliceDataset& slices,
                        const std::vector<WeakSlice>& weakest, int64_t epoch, const Classes& classes,
                        Objective& objective);

}  // namespace f4s
