// Grey levels 0..255: the footing on which every fusion metric is defined.

#pragma once

#include <cstdint>
#include <vector>

#include "libfuse4seg/image/raster.h"
#include "libfuse4seg/metric/convention.h"

namespace f4s {

struct LevelImage {
  int width = 0, height = 0;    ///< pixels
  std::vector<uint8_t> levels;  ///< width * height, row by row

  [[nodiscard]] int64_t num_pixels() const { return int64_t{width} * height; }
  [[nodiscard]] const uint8_t* row(int y) const { return levels.data() + int64_t{y} * width; }
};

/// Samples of 16 bits are scaled by 255/65535 and rounded to the nearest; colour turns grey
/// as the convention does, after that.
/// @throws Error(kBadInput, "metric.raster") when `raster` is empty, has neither 1 nor 3
///         channels, neither 8 nor 16 bits, or another number of samples than its sides say.
[[nodiscard]] LevelImage ToLevels(const Raster& raster, FusionConvention convention);

/// One channel of a colour raster, 0 to 2; a grey one is its own every channel.
/// @throws Error as ToLevels().
[[nodiscard]] LevelImage ChannelLevels(const Raster& raster, int channel);

}  // namespace f4s
