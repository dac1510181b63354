// Assembles slices into the volume that they were cut from: its label map, and its record.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/image/image.h"

namespace f4s {

/// A slice's position in its volume, from its record, and its image.
struct PlacedSlice {
  SliceOfVolume place;
  Image<uint16_t> picture;
};

/// The label map of a volume on the source's own grid: each voxel takes the nearest pixel of the
/// nearest slice; voxels that no slice covers are 0.  Resampling is thereby undone as well.
/// @param slices  at least one, of one volume, in any order; their `slice` numbers say how far
///                apart they lie.
/// @throws Error(kBadInput, "volume.slices") when they disagree on the volume or one occurs twice,
///         Error(kBadInput, "geometry.singular") for a degenerate voxel_from_pixel.
[[nodiscard]] Image<uint16_t> AssembleLabels(const std::vector<PlacedSlice>& slices);

/// pixel_from_voxel of a stack of slices: takes a voxel index to [column, row, slice number].
[[nodiscard]] Affine StackFromVoxel(const std::vector<PlacedSlice>& slices);

/// Slices that f4s-fuse --combinations made several records of, split by their combination, in the
/// order in which these first came; without combinations all together.
[[nodiscard]] std::vector<std::vector<Case>> ByCombination(const std::vector<Case>& slices);

/// A volume's own `geometry`.
[[nodiscard]] Json GeometryJson(const Grid& geometry);

/// The record of a volume from that of its first slice: its id, its geometry, and what is said of the whole
/// study; what only slices have (images, fused, masks, metrics, findings, ...) is left out.
/// @param slices  at least one, of one volume.
[[nodiscard]] Case BareVolumeRecord(const std::vector<Case>& slices);

/// Adds the finding volume.incomplete where slices are missing.
/// @param are  what the missing ones are: "are 0".
void NoteMissingSlices(Case& volume, const std::vector<Case>& slices, const std::string& are);

/// Puts the combination that `part` is of into the id of `whole`, and the id without it under `case`.
void TakeCombination(const Case& part, Case& whole);

/// That record with the combination in its id, the source's label map as `label` where there is one, and each
/// finding of any slice once; one more, volume.incomplete, when slices are missing.
/// @param slices  at least one, of one volume and combination.
[[nodiscard]] Case VolumeRecordOf(const std::vector<Case>& slices);

}  // namespace f4s
