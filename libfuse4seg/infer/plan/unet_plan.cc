#include "libfuse4seg/infer/plan/unet_plan.h"

#include "libfuse4seg/infer/plan/unet_stages.h"

namespace f4s {
namespace {

class UNetPlan final : public SegmentationPlan {
 public:
  UNetPlan(const SegmentationNetOptions& options, int64_t channels, int64_t classes, PlanWeights& weights)
      : options_(options),
        encoder_(weights, "segmentation.down.", channels, options),
        decoder_(weights, "segmentation.", options, classes) {}

  void Run(const std::vector<const float*>& planes, const std::vector<int64_t>&, int64_t rows,
           int64_t columns, float* probabilities) const override {
    Workspace work;
    const float* const input = PaddedPixels(work, planes, rows, columns, options_);
    auto levels = PlacesFor(work, options_, rows, columns),
         between = PlacesFor(work, options_, rows, columns),
         places = PlacesFor(work, options_, rows, columns);
    encoder_.Run(input, between, levels);
    decoder_.Run(levels, between, places, rows, columns, probabilities);
  }

 private:
  SegmentationNetOptions options_;
  PlannedEncoder encoder_;
  PlannedDecoder decoder_;
};

}  // namespace

std::unique_ptr<SegmentationPlan> PlanUNet(const SegmentationNetOptions& options, int64_t channels,
                                           int64_t classes, PlanWeights& weights) {
  return std::make_unique<UNetPlan>(options, channels, classes, weights);
}

}  // namespace f4s
