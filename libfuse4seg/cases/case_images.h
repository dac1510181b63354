// The images of one case on one grid, as planes: what networks work on.
//
// Shapes:  D slices (1 of a picture) of H rows and W columns.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/image/geometry.h"

namespace f4s {

struct CaseImages {
  int width = 0, height = 0, slices = 0;
  std::optional<Geometry> geometry;            ///< of volumes, cut as volume_planes.h says
  std::vector<std::vector<float>> modalities;  ///< [D,H,W] each, in 0..1, as they were asked for
  std::vector<float> fused;                    ///< [D,H,W]; empty unless it was asked for

  [[nodiscard]] size_t num_pixels() const {  ///< of a slice
    return static_cast<size_t>(width) * static_cast<size_t>(height);
  }
  /// Slice `z` of one of them; nothing of an empty one.
  [[nodiscard]] std::span<const float> Slice(const std::vector<float>& image, int z) const;
};

/// Reads images of a case, pictures (their luma) or volumes of levels.
/// @param fused  read the case's `fused` too
/// @throws Error(kBadInput) as ReadRaster(), ReadVolume() and ToUnitScale();
///         "case.modality" for one that is not there; "case.fused" without a fused image;
///         "case.kinds" when some are pictures and some volumes; "image.size", "geometry.grids" when they
///         are not on one grid.
[[nodiscard]] CaseImages ReadCaseImages(const Case& record, const std::vector<std::string>& modalities,
                                        bool fused);

}  // namespace f4s
