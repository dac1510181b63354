#include "libfuse4seg/metric/segmentation/components.h"

#include <algorithm>

namespace f4s {
namespace {

/// out |= the row, and where `is_wide` its neighbours along x.
void OrRow(const uint64_t* row, int64_t words, bool is_wide, uint64_t* out) {
  for (int64_t w = 0; w < words; ++w) {
    out[w] |= row[w];
    if (!is_wide) continue;
    out[w] |= row[w] << 1 | (w > 0 ? row[w - 1] >> 63 : 0);
    out[w] |= row[w] >> 1 | (w + 1 < words ? row[w + 1] << 63 : 0);
  }
}

BitVolume DilatedOnce(const BitVolume& mask) {
  BitVolume out(mask.size());
  const auto [width, height, depth] = mask.size();
  const uint64_t last_word = ~uint64_t{0} >> (mask.words() * 64 - width);
  for (int64_t z = 0; z < depth; ++z)
    for (int64_t y = 0; y < height; ++y) {
      uint64_t* row = out.row(y, z);
      for (int64_t k = std::max<int64_t>(z - 1, 0); k <= std::min(z + 1, depth - 1); ++k)
        for (int64_t j = std::max<int64_t>(y - 1, 0); j <= std::min(y + 1, height - 1); ++j)
          OrRow(mask.row(j, k), mask.words(), j == y || k == z, row);
      row[mask.words() - 1] &= last_word;
    }
  return out;
}

}  // namespace

Components ComponentsOf(const BitVolume& mask) {
  const auto [width, height, depth] = mask.size();
  Components components;
  components.of_voxel.resize(static_cast<size_t>(width * height * depth));
  const auto is_set = [&](int64_t x, int64_t y, int64_t z) { return mask.At(x, y, z); };
  VisitSet(mask, [&](int64_t x, int64_t y, int64_t z) {
    const int64_t at = (z * mask.size()[1] + y) * mask.size()[0] + x;
    if (components.of_voxel[static_cast<size_t>(at)] == 0)
      NumberComponent<Neighbours::kAll>(mask.size(), at, is_set, components);
  });
  return components;
}

BitVolume Dilated(BitVolume mask, int64_t times) {
  for (int64_t i = 0; i < times; ++i) mask = DilatedOnce(mask);
  return mask;
}

}  // namespace f4s
