#include "libfuse4seg/metric/levels.h"

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

}  // namespace

LevelImage ToLevels(const Raster& raster, FusionConvention convention) {
  RequireSound(raster);
  const auto grey_of_rgb = RulesOf(convention).grey_of_rgb;
  // 65535 = 255 * 257, so level + 1/2 is never hit and the rounding has no ties.
  const auto level = [shallow = raster.bits == 8](uint16_t sample) {
    return static_cast<uint8_t>(shallow ? sample : (sample + 128) / 257);
  };
  LevelImage out{raster.width, raster.height, std::vector<uint8_t>(static_cast<size_t>(raster.num_pixels()))};
  const uint16_t* sample = raster.samples.data();
  for (uint8_t& grey : out.levels) {
    grey = raster.channels == 1 ? level(sample[0])
                                : grey_of_rgb(level(sample[0]), level(sample[1]), level(sample[2]));
    sample += raster.channels;
  }
  return out;
}

}  // namespace f4s
