// Whether an image can be measured against another: both lie on one grid.

#pragma once

#include <filesystem>

#include "libfuse4seg/image/geometry.h"

namespace f4s {

/// @param what  the first is to the other: "its source".
/// @throws Error(kBadInput, "metric.size") naming both sizes, and `file`, where they differ.
void RequireSameSize(const Grid& first, const char* what, const Grid& other,
                     const std::filesystem::path& file = {});

/// Requires two pictures of one size, or two volumes on one grid.
/// @throws Error as RequireSameSize() for pictures, and as RequireSameGrid().
void RequireComparable(const Grid& first, const std::filesystem::path& first_file, const char* what,
                       const Grid& other, const std::filesystem::path& other_file);

}  // namespace f4s
