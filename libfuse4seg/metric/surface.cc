#include "libfuse4seg/metric/surface.h"

#include <algorithm>

#include "libfuse4seg/metric/elementwise.h"

namespace f4s {
namespace {

/// Both masks in a box with a margin of one voxel on every side, a bit each.
struct PaddedMasks {
  Size3 size;  // with the margin
  std::vector<uint8_t> bits;
};

PaddedMasks MasksOf(std::span<const uint16_t> reference, std::span<const uint16_t> prediction,
                    const Size3& size, const VoxelBox& box, const Region& region) {
  std::vector<uint8_t> is_inside(65536);
  for (const uint16_t value : region.values) is_inside[value] = 1;
  const Size3 inner = box.size();
  PaddedMasks masks{{inner[0] + 2, inner[1] + 2, inner[2] + 2}, {}};
  masks.bits.resize(static_cast<size_t>(masks.size[0] * masks.size[1] * masks.size[2]));
  for (int64_t z = 0; z < inner[2]; ++z)
    for (int64_t y = 0; y < inner[1]; ++y) {
      const int64_t from = ((box.begin[2] + z) * size[1] + box.begin[1] + y) * size[0] + box.begin[0];
      uint8_t* bits = masks.bits.data() + ((z + 1) * masks.size[1] + y + 1) * masks.size[0] + 1;
      for (int64_t x = 0; x < inner[0]; ++x)
        bits[x] = static_cast<uint8_t>(is_inside[reference[from + x]] * Surfaces::kReference +
                                       is_inside[prediction[from + x]] * Surfaces::kPrediction);
    }
  return masks;
}

/// Leaves in `out` the bits of a row whose neighbours at the strides do not all have them too.
F4S_ELEMENTWISE
void MarkSurface(const uint8_t* __restrict bits, int64_t up, int64_t deep, int64_t width,
                 uint8_t* __restrict out) {
  for (int64_t x = 0; x < width; ++x) {
    const int all = bits[x - 1] & bits[x + 1] & bits[x - up] & bits[x + up] & bits[x - deep] & bits[x + deep];
    out[x] = static_cast<uint8_t>(bits[x] & ~all);
  }
}

}  // namespace

Surfaces SurfacesOf(std::span<const uint16_t> reference, std::span<const uint16_t> prediction,
                    const Size3& size, const VoxelBox& box, const Region& region, int dimensions) {
  const PaddedMasks masks = MasksOf(reference, prediction, size, box, region);
  Surfaces surfaces{box.size(), {}};
  const auto [width, height, depth] = surfaces.size;
  surfaces.flags.resize(static_cast<size_t>(width * height * depth));
  const int64_t up = masks.size[0];
  const int64_t deep = dimensions == 3 ? masks.size[0] * masks.size[1] : up;
  for (int64_t z = 0; z < depth; ++z)
    for (int64_t y = 0; y < height; ++y)
      MarkSurface(masks.bits.data() + ((z + 1) * masks.size[1] + y + 1) * masks.size[0] + 1, up, deep, width,
                  surfaces.flags.data() + (z * height + y) * width);
  return surfaces;
}

}  // namespace f4s
