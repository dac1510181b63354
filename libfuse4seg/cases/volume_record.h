// The record of a volume from those of its slices.

#pragma once

#include <string>
#include <vector>

#include "libfuse4seg/cases/case.h"

namespace f4s {

/// Slices that f4s-fuse --combinations made several records of, split by their combination, in the
/// order in which these first came; without combinations all together.
[[nodiscard]] std::vector<std::vector<Case>> ByCombination(const std::vector<Case>& slices);

/// A volume's own `geometry`.
[[nodiscard]] Json GeometryJson(const Geometry& geometry);

/// The record of a volume from that of its first slice: its id, its geometry, and what is said of the whole
/// study; what only slices have (images, fused, masks, metrics, findings, ...) is left out.
/// @param slices  at least one, of one volume.
[[nodiscard]] Case BareVolumeRecord(const std::vector<Case>& slices);

/// Adds the finding volume.incomplete where slices are missing.  @param are  what the missing ones are: "are
/// 0".
void NoteMissingSlices(Case& volume, const std::vector<Case>& slices, const std::string& are);

/// That record with the combination in its id, the source's label map as `label` where there is one, and each
/// finding of any slice once; one more, volume.incomplete, when slices are missing.
/// @param slices  at least one, of one volume and combination.
[[nodiscard]] Case VolumeRecordOf(const std::vector<Case>& slices);

}  // namespace f4s
