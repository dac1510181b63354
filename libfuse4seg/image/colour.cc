#include "libfuse4seg/image/colour.h"

#include <algorithm>
#include <cmath>

namespace f4s {
namespace {

using Sources = std::vector<const Image<float>*>;

/// The chroma of a fused pixel.
YCbCr FusedColour(float luma, const Sources& coloured, size_t pixel) {
  float cb_weights = 0, cb = 0, cr_weights = 0, cr = 0;
  const auto add = [](float value, float& weights, float& sum) {
    const float weight = std::abs(value - 0.5F);
    weights += weight;
    sum += weight * value;
  };
  for (const Image<float>* source : coloured) {
    const YCbCr colour = ColourAt(*source, pixel);
    add(colour.cb, cb_weights, cb);
    add(colour.cr, cr_weights, cr);
  }
  return {luma, cb_weights > 0 ? cb / cb_weights : 0.5F, cr_weights > 0 ? cr / cr_weights : 0.5F};
}

}  // namespace

Image<float> LumaOf(const Image<float>& image) {
  if (image.channels == 1) return image;
  Image<float> luma = ImageOn<float>(image.grid);
  for (size_t pixel = 0; pixel < luma.samples.size(); ++pixel) luma.samples[pixel] = ColourAt(image, pixel).y;
  return luma;
}

Image<float> WithColourOf(const std::vector<Image<float>>& sources, Image<float> luma) {
  Sources coloured;
  for (const Image<float>& source : sources)
    if (source.channels == 3) coloured.push_back(&source);
  if (coloured.empty()) return luma;
  Image<float> fused = {luma.grid, 3, std::vector<float>(luma.samples.size() * 3)};
  for (size_t pixel = 0; pixel < luma.samples.size(); ++pixel) {
    const Rgb rgb = RgbFromYCbCr(FusedColour(luma.samples[pixel], coloured, pixel));
    std::copy(rgb.begin(), rgb.end(), fused.samples.begin() + static_cast<std::ptrdiff_t>(3 * pixel));
  }
  return fused;
}

}  // namespace f4s
