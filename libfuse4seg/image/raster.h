// A 2-D image as a file holds it: 8 or 16 bits, grey or RGB.

#pragma once

#include <cstdint>
#include <vector>

namespace f4s {

struct Raster {
  int width = 0, height = 0;      ///< pixels
  int channels = 1;               ///< 1 grey, 3 RGB, interleaved
  int bits = 8;                   ///< 8: samples are 0..255; 16: 0..65535
  std::vector<uint16_t> samples;  ///< width * height * channels, row by row

  [[nodiscard]] int64_t num_pixels() const { return int64_t{width} * height; }
  [[nodiscard]] int max_level() const { return bits == 8 ? 255 : 65535; }
};

}  // namespace f4s
