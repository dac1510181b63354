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
  }
  return "";
}

}  // namespace f4s
