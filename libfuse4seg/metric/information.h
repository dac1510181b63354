// Entropy and mutual information of grey levels.
//
// EN: Roberts, van Aardt and Ahmed, J. Appl. Remote Sens. 2 (2008) 023522.
// MI: Qu, Zhang and Yan, Electron. Lett. 38 (2002) 313.

#pragma once

#include <array>
#include <cstdint>

#include "libfuse4seg/metric/levels.h"

namespace f4s {

/// Number of pixels of each grey level.
using LevelCounts = std::array<int64_t, 256>;
[[nodiscard]] LevelCounts CountLevels(const LevelImage& image);

/// -sum p log2 p, in bits, 0 to 8.
[[nodiscard]] double Entropy(const LevelCounts& counts);

/// sum p(a,b) ln(p(a,b) / p(a) p(b)), in nats, not normalised, at least 0.  Images of one size.
[[nodiscard]] double MutualInformation(const LevelImage& a, const LevelCounts& a_counts, const LevelImage& b,
                                       const LevelCounts& b_counts);

}  // namespace f4s
