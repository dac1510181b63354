// Images and label maps made from a seed, for comparisons with plain versions.

#pragma once

#include <random>

#include "libfuse4seg/metric/fusion/grey_levels.h"

namespace f4s {

/// Blobs and noise: flat black parts, edges and texture as medical images have them.
inline Image<uint8_t> RandomImage(int width, int height, unsigned seed) {
  std::mt19937 random(seed);
  const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  auto image = ImageOn<uint8_t>(PictureGrid(width, height));
  for (int blob = 0; blob < 6; ++blob) {
    const int x0 = below(width), y0 = below(height), level = below(256), noise = 1 + below(40);
    const int x1 = std::min(width, x0 + 1 + below(width)), y1 = std::min(height, y0 + 1 + below(height));
    for (int y = y0; y < y1; ++y)
      for (int x = x0; x < x1; ++x)
        image.samples[static_cast<size_t>(y * width + x)] =
            static_cast<uint8_t>(std::min(255, level + below(noise)));
  }
  return image;
}

/// The mean of two images, rounded down.
inline Image<uint8_t> MeanImage(const Image<uint8_t>& a, const Image<uint8_t>& b) {
  Image<uint8_t> mean = a;
  for (size_t i = 0; i < mean.samples.size(); ++i)
    mean.samples[i] = static_cast<uint8_t>((a.samples[i] + b.samples[i]) / 2);
  return mean;
}

}  // namespace f4s
