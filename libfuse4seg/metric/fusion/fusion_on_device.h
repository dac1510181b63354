// The sums behind the fusion metrics of a convention, from a GPU.

#pragma once

#include <vector>

#include "libfuse4seg/metric/fusion/fusion_metrics.h"
#include "libfuse4seg/metric/fusion/information.h"
#include "libfuse4seg/metric/fusion/pixel_sums.h"
#include "libfuse4seg/metric/fusion/qabf.h"

namespace f4s {

/// What the scores of one fused image are made of, whoever computed it.
struct FusionParts {
  LevelCounts counts;  ///< of the fused image
  PixelSums sums;      ///< image 0 is the fused one, source i is image i + 1
  Score sf = {}, ag = {};
  std::vector<double> mi = {};  ///< in nats, a source each, as all that follow
  std::vector<Score> vif = {}, ssim = {};
  std::vector<EdgePreservation> edges = {};
};

/// At which all windows of all scales fit; smaller images are for the CPU.
inline constexpr int kLeastSideOnDevice = 41;

/// Of slices `begin` to `end` - 1, at least one.
[[nodiscard]] std::vector<FusionParts> MeasureOnDevice(const Image<uint8_t>& fused,
                                                       const std::vector<FusionSource>& sources,
                                                       int64_t begin, int64_t end, const FusionRules& rules,
                                                       const MetricKernels& kernels);

/// What the kernels are asked for.  @param fused  a plane of the fused image
[[nodiscard]] MetricWork WorkOf(const LevelView& fused, size_t num_sources, const FusionRules& rules);

}  // namespace f4s
