// What a case record says of size and place.

#pragma once

#include <optional>

#include "libfuse4seg/cases/case.h"

namespace f4s {

/// Checks what a record's `geometry` holds, of images and of volumes: `size` of 2 or 3 whole numbers,
/// `spacing_mm` of as many numbers from kLeastSpacing_mm to kMostSpacing_mm, `world_from_voxel`; what else
/// stands there may be anything.  @throws Error(kBadInput, "record.geometry")
void CheckGeometry(const Json& record);

/// Its `geometry.volume`, or nothing.  @throws Error(kBadInput, "record.geometry")
[[nodiscard]] std::optional<SliceOfVolume> SliceIn(const Json& record);

}  // namespace f4s
