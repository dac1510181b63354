// The colours of label values: one table for the palette of label maps, the outlines that are drawn of them,
// and the tables of classes beside them.

#pragma once

#include <array>
#include <cstdint>

namespace f4s {

/// Red, green, blue, each 0..255 (sRGB).
using LabelRgb = std::array<uint8_t, 3>;

/// The colour of a label value.  0, the background, is black.  1 to 7 are the hues of Okabe and Ito (Color
/// Universal Design, 2008), which people with any colour vision tell apart.  8 to 255 follow the golden angle
/// round the circle of hues, in three shades; no two values up to 255 have the same colour.  256 is as 1.
[[nodiscard]] LabelRgb LabelColour(uint16_t value);

}  // namespace f4s
