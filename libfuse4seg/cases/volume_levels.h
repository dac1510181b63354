// Grey levels of a volume, as prepared volumes and fused ones hold them.

#pragma once

#include <filesystem>

#include "libfuse4seg/image/volume.h"

namespace f4s {

/// Brings a volume of uint8 or uint16 levels, or of floats in 0..1, to 0..1.
/// @throws Error(kBadInput, "volume.levels") naming the range met when it holds raw intensities.
void ToUnitScale(Volume& volume, const std::filesystem::path& file);

}  // namespace f4s
