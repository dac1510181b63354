#include "libfuse4seg/metric/fusion/compared_images.h"

#include <algorithm>

namespace f4s {

bool ComparedImages::IsCandidate(size_t image) const {
  return std::find(candidates.begin(), candidates.end(), image) != candidates.end();
}

ComparedImages Compared(const std::vector<LevelView>& fused, const std::vector<LevelView>& sources) {
  ComparedImages compared = {sources, {}, {}, sources.size()};
  for (const LevelView& candidate : fused) {
    const auto same = std::find_if(sources.begin(), sources.end(),
                                   [&](const LevelView& source) { return source.data == candidate.data; });
    compared.candidates.push_back(same == sources.end() ? compared.images.size()
                                                        : static_cast<size_t>(same - sources.begin()));
    if (same == sources.end()) compared.images.push_back(candidate);
  }
  for (size_t source = 0; source < sources.size(); ++source)
    for (size_t image = source; image < compared.images.size(); ++image) {
      const ImagePair pair = {image, source, compared.IsCandidate(image),
                              image != source && compared.IsSource(image) && compared.IsCandidate(source)};
      if (pair.from_first || pair.from_second) compared.pairs.push_back(pair);
    }
  return compared;
}

}  // namespace f4s
