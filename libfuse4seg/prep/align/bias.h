// Correction of the bias field (coil shading) of a magnetic resonance volume.

#pragma once

#include <cstdint>
#include <vector>

#include "libfuse4seg/image/image.h"

namespace f4s {

/// What was done.  The volume was the corrected one times a field, whose logarithm has mean 0
/// within the mask: intensities keep their scale.
struct BiasCorrection {
  Size3 shrink = {1, 1, 1};         ///< voxels that were averaged along each axis
  std::vector<int64_t> iterations;  ///< at each fitting level, coarsest first
  double convergence = 0;           ///< coefficient of variation of the field's last change
  double low = 1, high = 1;         ///< the field's range within the mask
};

/// Divides `volume` by its bias field, estimated within `mask` (0 is outside) where intensities are above 0.
///
/// N4 (Tustison et al., IEEE TMI 29(6), 2010) by ITK: voxels averaged to some 4 mm, 3 fitting levels
/// of at most 50 iterations from 4 control points an axis on, each until the field changes by less
/// than 0.0001: as 3D Slicer has it.  The field is then interpolated linearly.  The same bits each time.
/// @throws Error(kBadInput): "bias.not_positive" when half of the mask or more is not above 0,
///         "bias.small" when it has fewer than 64 averaged voxels, "bias.itk";
///         Error(kUnavailable) without ITK.
[[nodiscard]] BiasCorrection CorrectBias(Image<float>& volume, const std::vector<uint8_t>& mask);

}  // namespace f4s
