// Pictures within a page: data URLs.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "libfuse4seg/image/image.h"

namespace f4s {

/// RFC 4648, with padding.
[[nodiscard]] std::string Base64(std::string_view bytes);

/// A picture in 0..1 as "data:image/png;base64,...", of 8 bits.
[[nodiscard]] std::string PngUrl(const Image<float>& picture);

/// As PNG where that has no more bytes, else as JPEG of this quality, 1..100.
[[nodiscard]] std::string PictureUrl(const Image<float>& picture, size_t most_png_bytes, int quality);

}  // namespace f4s
