// RGB <-> YCbCr, so that a fused image takes its luma and keeps a PET's chroma.

#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "libfuse4seg/image/image.h"

namespace f4s {

/// Full-range BT.601 (JFIF): all three in 0..1 for colours in 0..1, chroma of grey is 0.5.
struct YCbCr {
  float y = 0, cb = 0.5F, cr = 0.5F;
};
using Rgb = std::array<float, 3>;

// BT.601's weights of red and blue in luma; green has the rest.
inline constexpr float kRedWeight = 0.299F, kBlueWeight = 0.114F, kGreenWeight = 1 - kRedWeight - kBlueWeight;

/// ITU-T T.871 (JFIF), section 7, in float: no rounding to levels between the two.
[[nodiscard]] inline YCbCr YCbCrFromRgb(const Rgb& rgb) {
  const float y = kRedWeight * rgb[0] + kGreenWeight * rgb[1] + kBlueWeight * rgb[2];
  return {y, 0.5F + (rgb[2] - y) / (2 * (1 - kBlueWeight)), 0.5F + (rgb[0] - y) / (2 * (1 - kRedWeight))};
}
/// The inverse, not clamped: a luma that was changed may leave 0..1.
[[nodiscard]] inline Rgb RgbFromYCbCr(const YCbCr& colour) {
  const float red = colour.y + 2 * (1 - kRedWeight) * (colour.cr - 0.5F);
  const float blue = colour.y + 2 * (1 - kBlueWeight) * (colour.cb - 0.5F);
  return {red, (colour.y - kRedWeight * red - kBlueWeight * blue) / kGreenWeight, blue};
}

/// The colour of a pixel of an image in 0..1, grey or RGB; the chroma of grey is 0.5.
[[nodiscard]] inline YCbCr ColourAt(const Image<float>& image, size_t pixel) {
  if (image.channels == 1) return {image.samples[pixel], 0.5F, 0.5F};
  const float* const rgb = image.samples.data() + 3 * pixel;
  return YCbCrFromRgb({rgb[0], rgb[1], rgb[2]});
}
/// The luma of an image in 0..1; a grey one is its own.
[[nodiscard]] Image<float> LumaOf(const Image<float>& image);

/// A fused luma in the colours of the sources that have some: each one's chroma, weighted by how far it is
/// from grey.  Without any, as it is.
[[nodiscard]] Image<float> WithColourOf(const std::vector<Image<float>>& sources, Image<float> luma);

}  // namespace f4s
