// What Exif data (in JPEG and PNG) say of where pixels belong.

#pragma once

#include <optional>
#include <string_view>

namespace f4s {

/// The orientation (tag 0x0112 of the first directory): 1 as stored, 2 to 8 turned or mirrored; nothing where
/// the data do not say, or are damaged.
/// @param tiff  from the byte order mark on ("II" or "MM")
[[nodiscard]] std::optional<int> ExifOrientation(std::string_view tiff);

}  // namespace f4s
