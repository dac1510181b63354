// The fusion metrics of pictures, grey or colour, as a convention reads them.

#pragma once

#include <string>
#include <utility>
#include <vector>

#include "libfuse4seg/image/raster.h"
#include "libfuse4seg/metric/fusion/fusion_metrics.h"

namespace f4s {

/// A modality and its picture.
using RasterSource = std::pair<std::string, Raster>;

/// Colour turns grey (ToLevels()); where the convention scores a colour fused image channel by
/// channel, each channel is compared with that channel of colour sources and with grey ones, and
/// the scores are the channels' means, but SF is that of the channels as one wide image.
/// @param kernels  of a GPU, or the CPU computes.
/// @throws Error as ToLevels() and ScoreFusions().
[[nodiscard]] FusionScores ScoreFusedRaster(const Raster& fused, const std::vector<RasterSource>& sources,
                                            FusionConvention convention, bool with_extras = false,
                                            const MetricKernels* kernels = nullptr);

}  // namespace f4s
