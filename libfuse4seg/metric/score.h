// A metric's value, or the reason why it has none.

#pragma once

#include <variant>

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

}  // namespace f4s
