// Random masks for the tests of distances.

#pragma once

#include <ostream>
#include <random>
#include <vector>

#include "libfuse4seg/metric/segmentation/bit_volume.h"

namespace f4s {

struct MaskCase {
  Size3 size;
  Vector3 spacing_mm;
  unsigned one_in;  ///< of so many voxels
};

inline void PrintTo(const MaskCase& mask, std::ostream* out) {
  *out << mask.size[0] << "x" << mask.size[1] << "x" << mask.size[2] << ", one in " << mask.one_in;
}

/// Single voxels, with a last one so that none is empty.
inline BitVolume RandomMask(const Size3& size, unsigned one_in, unsigned seed) {
  BitVolume mask(size);
  std::mt19937 random(seed);
  for (int64_t z = 0; z < size[2]; ++z)
    for (int64_t y = 0; y < size[1]; ++y)
      for (int64_t x = 0; x < size[0]; ++x)
        if (random() % one_in == 0) mask.row(y, z)[x / 64] |= uint64_t{1} << (x % 64);
  mask.row(size[1] - 1, 0)[(size[0] - 1) / 64] |= uint64_t{1} << ((size[0] - 1) % 64);
  return mask;
}

/// Near, far and very far; rows that end within, at and after a word; planes; lines.
inline const std::vector<MaskCase> kMaskCases = {
    {{20, 21, 22}, {1, 1, 1}, 5},       {{20, 21, 22}, {1, 1, 1}, 700},
    {{64, 13, 9}, {0.9, 1.3, 3.7}, 60}, {{65, 9, 13}, {3.7, 0.3, 0.9}, 1000},
    {{130, 40, 1}, {0.7, 1.3, 5}, 300}, {{130, 40, 1}, {0.7, 1.3, 5}, 1000000},
    {{1, 30, 60}, {1, 0.5, 2}, 200},    {{200, 1, 1}, {0.1, 1, 1}, 150},
    {{30, 40, 35}, {1, 1, 1}, 1000000}};

}  // namespace f4s
