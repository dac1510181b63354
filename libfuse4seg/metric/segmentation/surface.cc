#include "libfuse4seg/metric/segmentation/surface.h"

#include <algorithm>

namespace f4s {
namespace {

/// Rows that are asked for beyond the box are empty.
class RowsOf {
 public:
  explicit RowsOf(const BitVolume& mask) : mask_(mask), empty_(static_cast<size_t>(mask.words())) {}

  const uint64_t* operator()(int64_t y, int64_t z) const {
    const bool is_inside = y >= 0 && z >= 0 && y < mask_.size()[1] && z < mask_.size()[2];
    return is_inside ? mask_.row(y, z) : empty_.data();
  }

 private:
  const BitVolume& mask_;
  std::vector<uint64_t> empty_;
};

}  // namespace

BitVolume VoxelSurface(const BitVolume& mask, int dimensions) {
  BitVolume surface(mask.size());
  const RowsOf row(mask);
  const int64_t words = mask.words(), deep = dimensions == 3 ? 1 : 0;
  for (int64_t z = 0; z < mask.size()[2]; ++z)
    for (int64_t y = 0; y < mask.size()[1]; ++y) {
      const uint64_t *here = row(y, z), *up = row(y - 1, z), *down = row(y + 1, z), *front = row(y, z - deep),
                     *back = row(y, z + deep);
      uint64_t* out = surface.row(y, z);
      for (int64_t w = 0; w < words; ++w) {
        const uint64_t before = here[w] << 1 | (w > 0 ? here[w - 1] >> 63 : 0);
        const uint64_t after = here[w] >> 1 | (w + 1 < words ? here[w + 1] << 63 : 0);
        out[w] = here[w] & ~(before & after & up[w] & down[w] & front[w] & back[w]);
      }
    }
  return surface;
}

BitVolume CellSurface(const BitVolume& mask, int dimensions) {
  const auto [width, height, depth] = mask.size();
  const int64_t deep = dimensions == 3 ? 1 : 0;
  BitVolume surface({width + 1, height + 1, depth + deep});
  const RowsOf row(mask);
  const int64_t words = mask.words();
  for (int64_t z = 0; z < surface.size()[2]; ++z)
    for (int64_t y = 0; y <= height; ++y) {
      const uint64_t *a = row(y - 1, z - deep), *b = row(y, z - deep), *c = row(y - 1, z), *d = row(y, z);
      uint64_t* out = surface.row(y, z);
      uint64_t any_carry = 0, all_carry = 0;  // the last voxel of the word before
      for (int64_t w = 0; w < surface.words(); ++w) {
        const uint64_t any = w < words ? a[w] | b[w] | c[w] | d[w] : 0;
        const uint64_t all = w < words ? a[w] & b[w] & c[w] & d[w] : 0;
        out[w] = (any | any << 1 | any_carry) & ~(all & (all << 1 | all_carry));
        any_carry = any >> 63;
        all_carry = all >> 63;
      }
    }
  return surface;
}

int CellCode(const BitVolume& mask, int dimensions, int64_t x, int64_t y, int64_t z) {
  int code = 0;
  for (int corner = 0; corner < (dimensions == 3 ? 8 : 4); ++corner) {
    const int64_t k = dimensions == 3 ? z - 1 + (corner >> 2) : z;
    code |= (mask.At(x - 1 + (corner & 1), y - 1 + (corner >> 1 & 1), k) ? 1 : 0) << corner;
  }
  return code;
}

}  // namespace f4s
