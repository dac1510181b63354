#include "libfuse4seg/image/colour.h"

namespace f4s {

Image<float> LumaOf(const Image<float>& image) {
  if (image.channels == 1) return image;
  Image<float> luma = ImageOn<float>(image.grid);
  for (size_t pixel = 0; pixel < luma.samples.size(); ++pixel) luma.samples[pixel] = ColourAt(image, pixel).y;
  return luma;
}

}  // namespace f4s
