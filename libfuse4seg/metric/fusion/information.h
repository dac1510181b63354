// Entropy and mutual information of grey levels.
//
// EN: Roberts, van Aardt and Ahmed, J. Appl. Remote Sens. 2 (2008) 023522.
// MI: Qu, Zhang and Yan, Electron. Lett. 38 (2002) 313.

#pragma once

#include <array>
#include <cstdint>

#include "libfuse4seg/metric/fusion/compared_images.h"

namespace f4s {

/// Number of pixels of each grey level.
using LevelCounts = std::array<int64_t, 256>;
[[nodiscard]] LevelCounts CountLevels(const LevelView& image);

/// -sum p log2 p, in bits, 0 to 8.
[[nodiscard]] double Entropy(const LevelCounts& counts);

/// -sum p log2(p + epsilon), the sum in the logarithm in single precision, as programs that guard
/// against log2(0) have it: under the entropy by about epsilon / ln 2 for each level that is there.
[[nodiscard]] double GuardedEntropy(const LevelCounts& counts, float epsilon);

/// sum p(a,b) ln(p(a,b) / p(a) p(b)), in nats, not normalised, at least 0.  Images of one size.
/// @param merges_white  254 and 255 are one level of the joint histogram, but two of the images'
///                      own: what MATLAB's bytes, which end at 255, make of level + 1.
[[nodiscard]] double MutualInformation(const LevelView& a, const LevelView& b, bool merges_white = false);

/// The same of several fused images.
/// @param counts  CountLevels() of each of the images
[[nodiscard]] ByPair<double> MutualInformation(const ComparedImages& compared,
                                               const std::vector<LevelCounts>& counts, bool merges_white);

}  // namespace f4s
