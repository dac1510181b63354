#include "libfuse4seg/image/colour.h"

#include <cstddef>

namespace f4s {
namespace {

// BT.601's weights of red and blue in luma; green has the rest.
constexpr float kRed = 0.299F, kBlue = 0.114F, kGreen = 1 - kRed - kBlue;

}  // namespace

YCbCr YCbCrFromRgb(const Rgb& rgb) {
  const float y = kRed * rgb[0] + kGreen * rgb[1] + kBlue * rgb[2];
  return {y, 0.5F + (rgb[2] - y) / (2 * (1 - kBlue)), 0.5F + (rgb[0] - y) / (2 * (1 - kRed))};
}

Rgb RgbFromYCbCr(const YCbCr& colour) {
  const float red = colour.y + 2 * (1 - kRed) * (colour.cr - 0.5F);
  const float blue = colour.y + 2 * (1 - kBlue) * (colour.cb - 0.5F);
  return {red, (colour.y - kRed * red - kBlue * blue) / kGreen, blue};
}

YCbCrPlanes PlanesOf(const Raster& raster) {
  const auto count = static_cast<std::size_t>(raster.num_pixels());
  const auto full = static_cast<float>(raster.max_level());
  YCbCrPlanes planes = {std::vector<float>(count), std::vector<float>(count, 0.5F),
                        std::vector<float>(count, 0.5F)};
  for (std::size_t i = 0; i < count; ++i) {
    if (raster.channels == 1) {
      planes.y[i] = static_cast<float>(raster.samples[i]) / full;
      continue;
    }
    const uint16_t* pixel = raster.samples.data() + 3 * i;
    const YCbCr colour =
        YCbCrFromRgb({static_cast<float>(pixel[0]) / full, static_cast<float>(pixel[1]) / full,
                      static_cast<float>(pixel[2]) / full});
    planes.y[i] = colour.y;
    planes.cb[i] = colour.cb;
    planes.cr[i] = colour.cr;
  }
  return planes;
}

}  // namespace f4s
