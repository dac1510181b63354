// The record of a volume from those of its slices.

#pragma once

#include <vector>

#include "libfuse4seg/cases/case.h"

namespace f4s {

/// Slices that f4s-fuse --combinations made several records of, parted by their combination, in the
/// order in which these first came; without combinations all together.
[[nodiscard]] std::vector<std::vector<Case>> ByCombination(const std::vector<Case>& slices);

/// The volume's record: what the first slice's says of the whole study, the volume's own geometry, its
/// id (with the combination), the source's label map as `label` where there is one, and each
/// finding of any slice once; one more, volume.incomplete, when slices are missing.
/// What only slices have (images, fused, masks, metrics, ...) is left out.
/// @param slices  at least one, of one volume and combination.
[[nodiscard]] Case VolumeRecordOf(const std::vector<Case>& slices);

}  // namespace f4s
