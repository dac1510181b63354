#include "libfuse4seg/kernels/opencv/filter_rules.h"

#include <new>

#include "libfuse4seg/base/opened_object.h"
#include "libfuse4seg/kernels/opencv/plane_filters.h"

namespace f4s {
namespace {

/// What OpenCV says of memory becomes what the rest of the suite understands.
void Fuse(void (*rule)(const Views<const float>&, cv::Mat&), const Views<const float>& sources,
          float* fused) {
  cv::Mat out(static_cast<int>(sources.front().height), static_cast<int>(sources.front().width), CV_32F,
              fused);
  try {
    rule(sources, out);
  } catch (const cv::Exception& error) {
    if (error.code == cv::Error::StsNoMem) throw std::bad_alloc();
    throw;
  }
}

class OpencvRules : public FilterRules {
 public:
  OpencvRules() {
    cv::setNumThreads(0);        // threads take cases
    cv::setUseOptimized(false);  // AVX2 has fused multiply-adds, which give other bits than SSE2
  }
  void Wavelet(const Views<const float>& sources, float* fused) const override {
    Fuse(FuseWavelet, sources, fused);
  }
  void GuidedFilter(const Views<const float>& sources, float* fused) const override {
    Fuse(FuseGuidedFilter, sources, fused);
  }
  void GradientWeighted(const Views<const float>& sources, float* fused) const override {
    Fuse(FuseGradientWeighted, sources, fused);
  }
};

}  // namespace
}  // namespace f4s

F4S_OPENED_OBJECT(f4s::FilterRules, f4s::OpencvRules)
