#include "libfuse4seg/metric/score.h"

namespace f4s {

const char* ReasonName(Undefined reason) {
  switch (reason) {
    case Undefined::kConvention: return "convention";
    case Undefined::kConstantImage: return "constant_image";
    case Undefined::kImageTooSmall: return "image_too_small";
    case Undefined::kIdenticalImages: return "identical_images";
    case Undefined::kReferenceEmpty: return "reference_empty";
    case Undefined::kPredictionEmpty: return "prediction_empty";
    case Undefined::kBothEmpty: return "both_empty";
    case Undefined::kNoVolume: return "no_volume";
    case Undefined::kNoProbabilities: return "no_probabilities";
  }
  return "";
}

Score MeanIfAllDefined(const std::vector<Score>& scores) {
  if (scores.empty()) return Undefined::kConvention;
  double sum = 0;
  for (const Score& score : scores) {
    if (!score.defined()) return score;
    sum += score.value();
  }
  return sum / static_cast<double>(scores.size());
}

Score MeanOfDefined(const std::vector<Score>& scores) {
  double sum = 0, count = 0;
  for (const Score& score : scores) {
    if (!score.defined()) continue;
    sum += score.value();
    ++count;
  }
  return count > 0 ? Score(sum / count) : scores.front();
}

}  // namespace f4s
