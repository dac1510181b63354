#include "libfuse4seg/infer/plan/segmentation_plan.h"

#include "libfuse4seg/infer/plan/csad_plan.h"
#include "libfuse4seg/infer/plan/transunet_plan.h"
#include "libfuse4seg/infer/plan/unet_plan.h"

namespace f4s {

std::string WhyNoSegmentationPlan(const SegmentationNetOptions& options) {
  return options.is_transunet() ? WhyNoTransUNetPlan(options) : "";
}

std::unique_ptr<SegmentationPlan> PlanSegmentation(const SegmentationNetOptions& options, int64_t channels,
                                                   int64_t classes, PlanWeights& weights) {
  switch (options.segmenter.value) {
    case SegmenterKind::kCsad: return PlanCsad(options, channels, classes, weights);
    case SegmenterKind::kTransunet: return PlanTransUNet(options, channels, classes, weights);
    case SegmenterKind::kUnet: break;
  }
  return PlanUNet(options, channels, classes, weights);
}

}  // namespace f4s
