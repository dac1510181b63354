// Random label maps for the tests of segmentation metrics.

#pragma once

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

#include "libfuse4seg/image/geometry.h"

namespace f4s {

using Labels = std::vector<uint16_t>;

inline size_t CountOf(const Size3& size) { return static_cast<size_t>(size[0] * size[1] * size[2]); }

/// @param dimensions  2 of a picture, 3 of a volume
inline Grid GridOf(const Size3& size, const Vector3& mm, int dimensions = 3) {
  Grid grid = {size, IdentityAffine(), dimensions == 2};
  for (size_t i = 0; i < 3; ++i) grid.world_from_voxel[i][i] = mm[i];
  return grid;
}

/// Boxes of labels 0 to 3, with specks.
inline Labels RandomLabels(const Size3& size, unsigned seed) {
  std::mt19937 random(seed);
  const auto below = [&](int64_t n) { return static_cast<int64_t>(random()) % n; };
  Labels labels(CountOf(size));
  for (int box = 0; box < 4; ++box) {
    Size3 begin, end;
    for (size_t i = 0; i < 3; ++i)
      begin[i] = below(size[i]), end[i] = std::min(size[i], begin[i] + 1 + below(size[i]));
    const auto value = static_cast<uint16_t>(below(4));
    for (int64_t z = begin[2]; z < end[2]; ++z)
      for (int64_t y = begin[1]; y < end[1]; ++y)
        for (int64_t x = begin[0]; x < end[0]; ++x)
          labels[static_cast<size_t>((z * size[1] + y) * size[0] + x)] = value;
  }
  for (uint16_t& label : labels)
    if (below(40) == 0) label = static_cast<uint16_t>(below(4));
  return labels;
}

}  // namespace f4s
