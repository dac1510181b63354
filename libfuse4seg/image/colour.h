// RGB <-> YCbCr, so that a fused image takes its luma and keeps a PET's chroma.

#pragma once

#include <array>
#include <cstddef>

#include "libfuse4seg/image/image.h"

namespace f4s {

/// Full-range BT.601 (JFIF): all three in 0..1 for colours in 0..1, chroma of grey is 0.5.
struct YCbCr {
  float y = 0, cb = 0.5F, cr = 0.5F;
};
using Rgb = std::array<float, 3>;

/// ITU-T T.871 (JFIF), section 7, in float: no rounding to levels between the two.
[[nodiscard]] YCbCr YCbCrFromRgb(const Rgb& rgb);
/// The inverse, not clamped: a luma that was changed may leave 0..1.
[[nodiscard]] Rgb RgbFromYCbCr(const YCbCr& colour);

/// The colour of a pixel of an image in 0..1, grey or RGB; the chroma of grey is 0.5.
[[nodiscard]] YCbCr ColourAt(const Image<float>& image, size_t pixel);
/// The luma of an image in 0..1; a grey one is its own.
[[nodiscard]] Image<float> LumaOf(const Image<float>& image);

}  // namespace f4s
