// A metric of two sources where there are more of them: the mean over all pairs.

#pragma once

#include <vector>

#include "libfuse4seg/metric/score.h"

namespace f4s {

/// The mean of scores; undefined as the first of them that is, and (kConvention) without any.
[[nodiscard]] inline Score MeanIfAllDefined(const std::vector<Score>& scores) {
  if (scores.empty()) return Undefined::kConvention;
  double sum = 0;
  for (const Score& score : scores) {
    if (!score.defined()) return score;
    sum += score.value();
  }
  return sum / static_cast<double>(scores.size());
}

/// @param of_pair  Score of_pair(size_t i, size_t j) for i < j < count.
template <class OfPair>
[[nodiscard]] Score MeanOverPairs(size_t count, const OfPair& of_pair) {
  std::vector<Score> pairs;
  for (size_t i = 0; i < count; ++i)
    for (size_t j = i + 1; j < count; ++j) pairs.push_back(of_pair(i, j));
  return MeanIfAllDefined(pairs);
}

}  // namespace f4s
