#include "libfuse4seg/metric/segmentation/bit_volume.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <numeric>

#include "libfuse4seg/metric/elementwise.h"

namespace f4s {
namespace {

/// Sets inside[x] where labels[x] is `value`.
F4S_ELEMENTWISE
void MarkValue(const uint16_t* __restrict labels, int64_t count, uint16_t value, uint8_t* __restrict inside) {
  for (int64_t x = 0; x < count; ++x)
    inside[x] = static_cast<uint8_t>(inside[x] | (labels[x] == value ? 1 : 0));
}

/// Bytes of 0 or 1 as bits, 64 to the word; `inside` has whole words.
void Pack(const uint8_t* inside, int64_t words, uint64_t* bits) {
  for (int64_t w = 0; w < words; ++w) {
    uint64_t word = 0;
    for (int64_t i = 0; i < 8; ++i) {
      uint64_t eight;
      std::memcpy(&eight, inside + w * 64 + i * 8, sizeof eight);
      // The factor moves the lowest bit of byte k to bit 56 + k.
      word |= (eight * 0x0102040810204080U >> 56) << (8 * i);
    }
    bits[w] = word;
  }
}

}  // namespace

int64_t BitVolume::Count() const {
  return std::accumulate(bits_.begin(), bits_.end(), int64_t{0},
                         [](int64_t sum, uint64_t word) { return sum + std::popcount(word); });
}

BitVolume MaskOf(std::span<const uint16_t> labels, const Size3& size, const VoxelBox& box,
                 const Region& region) {
  BitVolume mask(box.size());
  const auto [width, height, depth] = mask.size();
  std::vector<uint8_t> inside(static_cast<size_t>(mask.words()) * 64);
  for (int64_t z = 0; z < depth; ++z)
    for (int64_t y = 0; y < height; ++y) {
      const uint16_t* row = labels.data() + ((box.begin[2] + z) * size[1] + box.begin[1] + y) * size[0];
      std::fill(inside.begin(), inside.end(), uint8_t{0});
      for (const uint16_t value : region.values) MarkValue(row + box.begin[0], width, value, inside.data());
      Pack(inside.data(), mask.words(), mask.row(y, z));
    }
  return mask;
}

}  // namespace f4s
