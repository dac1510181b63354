#include "libfuse4seg/cases/volume_levels.h"

#include <algorithm>

#include "libfuse4seg/base/error.h"

namespace f4s {

void ToUnitScale(Volume& volume, const std::filesystem::path& file) {
  const float top = volume.stored == VoxelType::kUint8    ? 255.0F
                    : volume.stored == VoxelType::kUint16 ? 65535.0F
                                                          : 1.0F;
  const auto [least, greatest] = std::minmax_element(volume.voxels.begin(), volume.voxels.end());
  if (*least < 0 || *greatest > top)
    throw Error(ErrorKind::kBadInput, "volume.levels",
                Cat("holds values from ", *least, " to ", *greatest,
                    ": wanted uint8 or uint16 levels, or floats in 0..1; f4s-prep --volumes makes them"))
        .InFile(file);
  for (float& value : volume.voxels) value /= top;
}

}  // namespace f4s
