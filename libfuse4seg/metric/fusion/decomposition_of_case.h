// The images that came back out of a case's fused image beside those that were fused, from its files.

#pragma once

#include <string>
#include <utility>
#include <vector>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/metric/fusion/likeness.h"

namespace f4s {

/// By modality, in the record's order.
using DecompositionLikeness = std::vector<std::pair<std::string, Likeness>>;

/// Whether a modality has a file both in `decomposed` and in `images`.
[[nodiscard]] bool HasDecomposition(const Case& record);

/// Compares each such modality's two files: pictures, or volumes slice by slice along the third axis.
/// @throws Error(kBadInput) naming the file when sizes or grids differ, or a volume holds no levels.
[[nodiscard]] DecompositionLikeness CompareDecomposition(const Case& record);

/// Adds those of another slice of the same volume.
void AddSlice(const DecompositionLikeness& slice, DecompositionLikeness& volume);

}  // namespace f4s
