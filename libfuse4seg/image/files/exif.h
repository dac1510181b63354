// What Exif data and XMP packets (in JPEG and PNG) say of where pixels belong.

#pragma once

#include <optional>
#include <string_view>
#include <utility>

namespace f4s {

/// The orientation (tag 0x0112 of the first directory), a whole number of any type: 1 as stored, 2 to 8
/// turned or mirrored; nothing where the data do not say, say another number (which turns nothing in any
/// reader), or are damaged.
/// @param tiff  from the byte order mark on ("II" or "MM"), or from "Exif" and two zeros on
[[nodiscard]] std::optional<int> ExifOrientation(std::string_view tiff);

/// The resolution along x and y (tags 0x011a and 0x011b), in one unit; nothing where one of them is missing
/// or 0.
[[nodiscard]] std::optional<std::pair<double, double>> ExifResolution(std::string_view tiff);

/// The tiff:Orientation of an XMP packet (ISO 16684-1), as an attribute or an element; as ExifOrientation().
[[nodiscard]] std::optional<int> XmpOrientation(std::string_view xmp);

}  // namespace f4s
