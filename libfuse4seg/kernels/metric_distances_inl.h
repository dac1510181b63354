// A separable distance transform by looking: what one voxel does in each pass, once for the CPU and
// once for the GPU.  Exact, as the minimum over voxels (x', y', z') of a sum of squares may be taken
// axis by axis (Felzenszwalb and Huttenlocher, Theory of Computing 8 (2012) 415, section 2.1).
//
// Rather than their linear envelope of parabolas, each voxel walks outwards until the step alone is
// further than the nearest found: as many steps as the distance is long, and no two voxels wait for
// one another.

#pragma once

#include <cmath>
#include <cstdint>

#include "libfuse4seg/kernels/metric_terms_inl.h"

namespace f4s {

/// A box of voxels, x fastest; rows of bits begin at a word of their own.
struct BoxShape {
  int64_t width = 0, height = 0, depth = 0;

  [[nodiscard]] F4S_PIXEL_TERM int64_t words() const { return (width + 63) / 64; }  ///< of a row
  [[nodiscard]] F4S_PIXEL_TERM int64_t plane() const { return width * height; }
  [[nodiscard]] F4S_PIXEL_TERM int64_t voxels() const { return plane() * depth; }
};

/// The least over i of at(i) + (spacing (i - place))^2, for i of 0 to length - 1.
/// @param at  values from 0 to infinity.
template <class At>
F4S_PIXEL_TERM double LeastAlong(const At& at, int64_t place, int64_t length, double spacing) {
  double best = at(place);
  for (int64_t k = 1; k <= place || k < length - place; ++k) {
    const double across = static_cast<double>(k) * spacing, square = across * across;
    if (square >= best) break;
    if (k <= place) best = fmin(best, square + at(place - k));
    if (k < length - place) best = fmin(best, square + at(place + k));
  }
  return best;
}

/// First pass: to the nearest bit of the voxel's row; infinite in a row without bits.
F4S_PIXEL_TERM double SquareInRow(const uint64_t* row, const BoxShape& box, int64_t x, double spacing) {
  uint64_t any = 0;
  for (int64_t w = 0; w < box.words(); ++w) any |= row[w];
  if (any == 0) return HUGE_VAL;
  return LeastAlong([=](int64_t i) { return (row[i / 64] >> (i % 64) & 1) != 0 ? 0 : HUGE_VAL; }, x,
                    box.width, spacing);
}

/// Second: from the rows' squares at voxel `at`, which is in column y, to those of its plane.
F4S_PIXEL_TERM double SquareInPlane(const double* rows, const BoxShape& box, int64_t at, double spacing) {
  const int64_t y = at / box.width % box.height;
  return LeastAlong([=](int64_t i) { return rows[at + (i - y) * box.width]; }, y, box.height, spacing);
}

/// Third: from the planes' squares to those of the box.  @param is_filled  planes that have a bit; the
///        squares of others are not read.
F4S_PIXEL_TERM double SquareInBox(const double* planes, const uint8_t* is_filled, const BoxShape& box,
                                  int64_t at, double spacing) {
  const int64_t z = at / box.plane();
  return LeastAlong(
      [=](int64_t i) { return is_filled[i] != 0 ? planes[at + (i - z) * box.plane()] : HUGE_VAL; }, z,
      box.depth, spacing);
}

}  // namespace f4s
