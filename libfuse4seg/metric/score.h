// A metric's value, or the reason why it has none; and means of such values.

#pragma once

#include <cstddef>
#include <variant>
#include <vector>

namespace f4s {

/// Why a metric is undefined; ReasonName() is the word that stands in `metrics.undefined`.
enum class Undefined {
  kConvention,       ///< the convention does not define it, such as a sum over sources for one source
  kConstantImage,    ///< an image without contrast makes it 0/0
  kImageTooSmall,    ///< a window or a difference does not fit into the image
  kIdenticalImages,  ///< no difference, which makes it infinite
  kReferenceEmpty,   ///< the region has no voxel in the reference, but some in the prediction
  kPredictionEmpty,  ///< the other way round
  kBothEmpty,
  kNoVolume,         ///< a distance or lesion of a subject whose images are not one volume
  kNoProbabilities,  ///< of one of the region's values
};

[[nodiscard]] const char* ReasonName(Undefined reason);

class Score {
 public:
  Score() : state_(Undefined::kConvention) {}
  Score(double value) : state_(value) {}       // NOLINT: a number is a score
  Score(Undefined reason) : state_(reason) {}  // NOLINT: and so is a reason

  [[nodiscard]] bool defined() const { return state_.index() == 0; }
  /// Only where defined().
  [[nodiscard]] double value() const { return std::get<double>(state_); }
  /// Only where not defined().
  [[nodiscard]] Undefined reason() const { return std::get<Undefined>(state_); }

  bool operator==(const Score&) const = default;

 private:
  std::variant<double, Undefined> state_;
};

/// The mean of scores; undefined as the first of them that is, and (kConvention) without any.
[[nodiscard]] Score MeanIfAllDefined(const std::vector<Score>& scores);
/// The mean of those that are defined; without any undefined as the first.  @param scores  at least one.
[[nodiscard]] Score MeanOfDefined(const std::vector<Score>& scores);

/// A metric of two sources where there are more of them: the mean over all pairs.
/// @param of_pair  Score of_pair(size_t i, size_t j) for i < j < count.
template <class OfPair>
[[nodiscard]] Score MeanOverPairs(size_t count, const OfPair& of_pair) {
  std::vector<Score> pairs;
  for (size_t i = 0; i < count; ++i)
    for (size_t j = i + 1; j < count; ++j) pairs.push_back(of_pair(i, j));
  return MeanIfAllDefined(pairs);
}

}  // namespace f4s
