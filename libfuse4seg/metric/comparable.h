// Whether an image can be measured against another: both lie on one grid.

#pragma once

#include <filesystem>

#include "libfuse4seg/image/orient.h"

namespace f4s {

/// @param what  the first is to the other: "its source".
/// @throws Error(kBadInput, "metric.size") naming both sizes, and `file`, where they differ.
void RequireSameSize(const Grid& first, const char* what, const Grid& other,
                     const std::filesystem::path& file = {});

/// Requires two images on one grid (OrderOnto()), and puts the voxels of the other into the first's order.
/// @throws Error as RequireSameSize() and RequireSameGrid().
template <class T>
void TakeOrderOf(const Grid& first, const std::filesystem::path& first_file, const char* what,
                 Image<T>& other, const std::filesystem::path& other_file) {
  if (!OrderOnto(first, other.grid)) RequireSameSize(first, what, other.grid, other_file);
  TakeOrder(first, first_file, other, other_file);
}

}  // namespace f4s
