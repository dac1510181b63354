#include "libfuse4seg/image/colour.h"

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

YCbCr ColourAt(const Image<float>& image, size_t pixel) {
  if (image.channels == 1) return {image.samples[pixel], 0.5F, 0.5F};
  const float* const rgb = image.samples.data() + 3 * pixel;
  return YCbCrFromRgb({rgb[0], rgb[1], rgb[2]});
}

Image<float> LumaOf(const Image<float>& image) {
  if (image.channels == 1) return image;
  Image<float> luma = ImageOn<float>(image.grid);
  for (size_t pixel = 0; pixel < luma.samples.size(); ++pixel) luma.samples[pixel] = ColourAt(image, pixel).y;
  return luma;
}

}  // namespace f4s
