// Normalization with a record of the way back.

#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "libfuse4seg/base/json.h"
#include "libfuse4seg/image/intensity.h"

namespace f4s {

/// How stored levels follow from intensities: within the mask
///
///     intensity = offset + scale * level
///
/// within half a level (scale / 2) for what was not clipped, exact where intensities are whole levels.
/// What was clipped, and what lies outside the mask (level 0), cannot be restored.
struct IntensityMap {
  double low = 0, high = 1;  ///< intensities that became 0 and full scale
  double scale = 0;          ///< of a level; 0 for a constant image
  double offset = 0;
  int64_t clipped_low = 0, clipped_high = 0;  ///< voxels within the mask beyond low and high
  bool constant = false;                      ///< see IntensityWindow

  /// {"low", "high", "scale", "offset", "clipped_low", "clipped_high"}
  [[nodiscard]] Json ToJson() const;
  /// Of a constant image: the finding "intensity.constant".
  [[nodiscard]] std::string ConstantText(const std::string& modality) const;
};

/// Normalize(), and the map from levels of `bits` bits back to `unit * values`.
[[nodiscard]] IntensityMap NormalizeMapped(const Normalization& normalization, std::span<float> values,
                                           std::span<const uint8_t> mask, int bits, double unit);

/// `--normalize none`: whole numbers that the file's bits can hold, scaled as the file will be read.
/// @throws Error(kBadInput, "normalize.none")
void TakeLevels(std::vector<float>& values, int bits, const std::string& id, const std::string& modality);

}  // namespace f4s
