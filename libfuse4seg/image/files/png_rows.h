// The pixels of ordinary PNG files, decompressed at once.

#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace f4s {

/// The rows of a picture that is not interlaced.
struct PngRows {
  size_t height = 0;
  size_t row_bytes = 0;    ///< without the byte that names the filter
  size_t pixel_bytes = 0;  ///< 1, 2, 3 or 6
};

/// The content of the IDAT chunks of a file whose chunks, lengths and checksums are sound: none where
/// libpng would do more than pass over what stands beside them.
[[nodiscard]] std::string PlainImageData(std::string_view file);

/// Puts all rows at `rows`, one after another, as section 9 of the PNG specification takes their filters off.
/// @return false, whatever `rows` then hold, for data that are not exactly those rows: libpng says of them
///         what is wrong.
[[nodiscard]] bool DecodeRows(std::string_view image_data, const PngRows& layout,
                              std::span<unsigned char> rows);

}  // namespace f4s
