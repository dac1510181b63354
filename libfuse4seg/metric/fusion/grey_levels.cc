#include "libfuse4seg/metric/fusion/grey_levels.h"

#include "libfuse4seg/base/error.h"

namespace f4s {
namespace {

void RequireSound(const Raster& raster) {
  const bool sides = raster.width > 0 && raster.height > 0;
  const bool kind = (raster.channels == 1 || raster.channels == 3) && (raster.bits == 8 || raster.bits == 16);
  if (sides && kind && raster.num_pixels() * raster.channels == static_cast<int64_t>(raster.samples.size()))
    return;
  throw Error(ErrorKind::kBadInput, "metric.raster",
              Cat(raster.width, "x", raster.height, " pixels, ", raster.channels, " channels of ",
                  raster.bits, " bits in ", raster.samples.size(),
                  " samples: wanted grey or RGB, 8 or 16 bits, with a sample each"));
}

// 65535 = 255 * 257, so level + 1/2 is never hit and the rounding has no ties.
uint8_t LevelOf(uint16_t sample, int bits) {
  return static_cast<uint8_t>(bits == 8 ? sample : (sample + 128) / 257);
}

/// @param level_of  the level of a pixel, from a pointer to its first sample.
template <class OfPixel>
LevelImage LevelsOf(const Raster& raster, const OfPixel& level_of) {
  RequireSound(raster);
  LevelImage out{raster.width, raster.height, std::vector<uint8_t>(static_cast<size_t>(raster.num_pixels()))};
  const uint16_t* sample = raster.samples.data();
  for (uint8_t& level : out.levels) {
    level = level_of(sample);
    sample += raster.channels;
  }
  return out;
}

}  // namespace

LevelImage ToLevels(const Raster& raster, FusionConvention convention) {
  if (raster.channels == 1) return ChannelLevels(raster, 0);
  const auto grey_of_rgb = RulesOf(convention).grey_of_rgb;
  return LevelsOf(raster, [&](const uint16_t* pixel) {
    return grey_of_rgb(LevelOf(pixel[0], raster.bits), LevelOf(pixel[1], raster.bits),
                       LevelOf(pixel[2], raster.bits));
  });
}

LevelImage ChannelLevels(const Raster& raster, int channel) {
  const int place = raster.channels == 1 ? 0 : channel;
  return LevelsOf(raster, [&](const uint16_t* pixel) { return LevelOf(pixel[place], raster.bits); });
}

}  // namespace f4s
