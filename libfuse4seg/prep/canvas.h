// Pads or crops pictures about their centre to one size.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "libfuse4seg/image/image.h"

namespace f4s {

/// Where a source picture lies on the canvas.  Never resamples.
struct Canvas {
  /// @param side  pixels of the square canvas; nothing: the source's own size.
  Canvas(int64_t source_width, int64_t source_height, std::optional<int64_t> side);

  int64_t source_width, source_height;
  int64_t width, height;  ///< of the canvas
  int64_t left, top;      ///< canvas pixel = source pixel + (left, top); negative: cropped

  /// @throws Error(kBadInput, "size.cuts_brain") when `mask` (of the source's size) is not 0 on a
  ///         pixel that does not fit on the canvas.
  void RequireWithin(const std::vector<uint8_t>& mask, const std::string& id) const;

  /// A picture of the source's size on the canvas, 0 around.
  [[nodiscard]] Image<uint16_t> Place(const Image<uint16_t>& source) const;
};

}  // namespace f4s
