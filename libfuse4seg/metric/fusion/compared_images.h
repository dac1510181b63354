// Several fused images beside the same sources: what belongs to an image alone, or to two of them whichever
// is the fused one, is computed once for all.

#pragma once

#include <cstddef>
#include <vector>

#include "libfuse4seg/metric/fusion/grey_levels.h"

namespace f4s {

/// Two images, of which one is fused and one a source: `from_first` where image `first` is the fused one.
struct ImagePair {
  size_t first, second;
  bool from_first, from_second;
};

struct ComparedImages {
  std::vector<LevelView> images;   ///< the sources, then the fused images that are not a source themselves
  std::vector<size_t> candidates;  ///< the fused images' places among them
  std::vector<ImagePair> pairs;    ///< each two that are to be compared, once
  size_t num_sources = 0;

  [[nodiscard]] bool IsSource(size_t image) const { return image < num_sources; }
  [[nodiscard]] bool IsCandidate(size_t image) const;
};

/// A fused image whose levels lie in the same memory as a source's is that source.
/// @param sources  images of the size of all of `fused`.
[[nodiscard]] ComparedImages Compared(const std::vector<LevelView>& fused,
                                      const std::vector<LevelView>& sources);

/// A value for each fused image, by its image, and source.
template <class Value>
using ByPair = std::vector<std::vector<Value>>;

template <class Value>
ByPair<Value> ForEachPair(const ComparedImages& compared, const Value& value) {
  return ByPair<Value>(compared.images.size(), std::vector<Value>(compared.num_sources, value));
}

}  // namespace f4s
