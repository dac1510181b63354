#include "libfuse4seg/metric/fusion_of_rasters.h"

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
                            FusionConvention convention, bool with_extras) {
  std::vector<FusionScores> channels;
  for (int c = 0; c < kNumChannels; ++c) {
    std::vector<FusionSource> images;
    for (const auto& [name, raster] : sources) images.push_back({name, ChannelLevels(raster, c)});
    channels.push_back(ScoreFusion(ChannelLevels(fused, c), images, convention, with_extras));
  }
  FusionScores scores = MeanOverChannels(channels);
  scores.sf = SpatialFrequency(SideBySide(fused), RulesOf(convention).sf_divisor);
  return scores;
}

}  // namespace

FusionScores ScoreFusedRaster(const Raster& fused, const std::vector<RasterSource>& sources,
                              FusionConvention convention, bool with_extras) {
  if (fused.channels == kNumChannels && RulesOf(convention).by_channel)
    return ScoreByChannel(fused, sources, convention, with_extras);
  std::vector<FusionSource> images;
  for (const auto& [name, raster] : sources) images.push_back({name, ToLevels(raster, convention)});
  return ScoreFusion(ToLevels(fused, convention), images, convention, with_extras);
}

}  // namespace f4s
