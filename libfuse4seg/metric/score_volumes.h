// Volumes of classes and regions in the reference and in the prediction.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "libfuse4seg/base/json.h"
#include "libfuse4seg/image/geometry.h"
#include "libfuse4seg/image/region.h"

namespace f4s {

/// To microlitres, as records have volumes.
struct RegionVolume {
  std::string name;
  double reference_ml = 0, prediction_ml = 0;
  /// Of the voxels, before volumes are rounded; nothing: the reference has none.
  std::optional<double> difference_relative = {};
};

/// One entry a region, then one a class whose name is no region's; without both, one a value that occurs.
/// @param reference, prediction  of a volume on one grid
[[nodiscard]] std::vector<RegionVolume> VolumesOfRegions(std::span<const uint16_t> reference,
                                                         std::span<const uint16_t> prediction,
                                                         const Vector3& spacing_mm,
                                                         const std::vector<Region>& regions,
                                                         const Classes& classes);

/// {NAME:{"reference_ml","prediction_ml","difference_ml","difference_relative"}}: prediction - reference, and
/// that over the reference, null without any, with its reason in `reasons`.
[[nodiscard]] Json VolumesJson(const std::vector<RegionVolume>& volumes, Json& reasons);

}  // namespace f4s
