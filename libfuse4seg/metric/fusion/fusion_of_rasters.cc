#include "libfuse4seg/metric/fusion/fusion_of_rasters.h"

#include <algorithm>

#include "libfuse4seg/metric/fusion/gradient.h"

namespace f4s {
namespace {

constexpr int kNumChannels = 3;

/// The channels beside each other.
LevelImage SideBySide(const Raster& raster) {
  LevelImage wide{kNumChannels * raster.width, raster.height, {}};
  LevelImage channels[kNumChannels];
  for (int c = 0; c < kNumChannels; ++c) channels[c] = ChannelLevels(raster, c);
  for (int y = 0; y < raster.height; ++y)
    for (const LevelImage& channel : channels)
      wide.levels.insert(wide.levels.end(), channel.row(y), channel.row(y) + channel.width);
  return wide;
}

FusionScores ScoreByChannel(const Raster& fused, const std::vector<RasterSource>& sources,
                            FusionConvention convention, bool with_extras, const MetricKernels* kernels) {
  std::vector<FusionScores> channels;
  for (int c = 0; c < kNumChannels; ++c) {
    std::vector<FusionSource> images;
    for (const auto& [name, raster] : sources) images.push_back({name, ChannelLevels(raster, c)});
    const LevelImage channel = ChannelLevels(fused, c);
    channels.push_back(ScoreFusions({{&channel, &images}}, convention, with_extras, kernels).front());
  }
  FusionScores scores = MeanOverChannels(channels);
  scores.sf = SpatialFrequency(SideBySide(fused), RulesOf(convention).sf_divisor);
  return scores;
}

}  // namespace

FusionScores ScoreFusedRaster(const Raster& fused, const std::vector<RasterSource>& sources,
                              FusionConvention convention, bool with_extras, const MetricKernels* kernels) {
  if (fused.channels == kNumChannels && RulesOf(convention).by_channel)
    return ScoreByChannel(fused, sources, convention, with_extras, kernels);
  std::vector<FusionSource> images;
  for (const auto& [name, raster] : sources) images.push_back({name, ToLevels(raster, convention)});
  const LevelImage levels = ToLevels(fused, convention);
  return ScoreFusions({{&levels, &images}}, convention, with_extras, kernels).front();
}

}  // namespace f4s
