// Connected components of a mask on a grid.

#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "libfuse4seg/image/geometry.h"

namespace f4s {

struct Components {
  std::vector<int32_t> of_voxel;  ///< 0 outside, else 1 to count; x fastest
  int32_t count = 0;
};

enum class Neighbours { kFaces, kAll };  ///< 6 or 26 of a voxel, 4 or 8 in a plane

/// Calls visit(x, y, z) for the neighbours of a voxel.
template <Neighbours kNeighbours, class Visit>
void ForEachNeighbour(const Size3& size, int64_t x, int64_t y, int64_t z, const Visit& visit) {
  if constexpr (kNeighbours == Neighbours::kFaces) {
    if (x > 0) visit(x - 1, y, z);
    if (x + 1 < size[0]) visit(x + 1, y, z);
    if (y > 0) visit(x, y - 1, z);
    if (y + 1 < size[1]) visit(x, y + 1, z);
    if (z > 0) visit(x, y, z - 1);
    if (z + 1 < size[2]) visit(x, y, z + 1);
  } else {
    for (int64_t k = std::max<int64_t>(z - 1, 0); k <= std::min(z + 1, size[2] - 1); ++k)
      for (int64_t j = std::max<int64_t>(y - 1, 0); j <= std::min(y + 1, size[1] - 1); ++j)
        for (int64_t i = std::max<int64_t>(x - 1, 0); i <= std::min(x + 1, size[0] - 1); ++i) visit(i, j, k);
  }
}

/// Gives all that is connected with voxel `seed` of a mask the next number.
/// @param is_set  (x, y, z) -> bool: the mask.
/// @param components  of_voxel has an element for each voxel; that of the seed is 0 so far.
template <Neighbours kNeighbours, class IsSet>
void NumberComponent(const Size3& size, int64_t seed, const IsSet& is_set, Components& components) {
  const int64_t width = size[0], height = size[1];
  const int32_t own = ++components.count;
  int32_t* const numbers = components.of_voxel.data();
  std::vector<int64_t> open = {seed};
  numbers[seed] = own;
  while (!open.empty()) {
    const int64_t at = open.back();
    open.pop_back();
    const auto visit = [&, width, height, own, numbers](int64_t x, int64_t y, int64_t z) {
      const int64_t next = (z * height + y) * width + x;
      if (numbers[next] != 0 || !is_set(x, y, z)) return;
      numbers[next] = own;
      open.push_back(next);
    };
    ForEachNeighbour<kNeighbours>(size, at % width, at / width % height, at / width / height, visit);
  }
}

}  // namespace f4s
