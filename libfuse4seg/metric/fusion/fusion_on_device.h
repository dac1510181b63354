// The sums behind the fusion metrics of a convention, from a GPU.

#pragma once

#include <span>
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

/// The planes from `begin` on that one call of MeasureOnDevice() takes: those of its size with as many
/// sources.  `begin` itself where a side is under 41 pixels: that is for the CPU.
[[nodiscard]] size_t EndOfBatch(const std::vector<FusedPlane>& planes, size_t begin);

/// @param planes  at least one, all of one size with as many sources.
[[nodiscard]] std::vector<FusionParts> MeasureOnDevice(std::span<const FusedPlane> planes,
                                                       const FusionRules& rules,
                                                       const MetricKernels& kernels);

/// What the kernels are asked for.
[[nodiscard]] MetricWork WorkOf(const FusedPlane& plane, const FusionRules& rules);

}  // namespace f4s
