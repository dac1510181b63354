#include "libfuse4seg/prep/canvas.h"

#include <algorithm>
#include <cmath>

#include "libfuse4seg/base/error.h"

namespace f4s {
namespace {

/// Half of the difference, rounded down, also when it is negative.
int64_t Margin(int64_t canvas, int64_t source) {
  return static_cast<int64_t>(std::floor(static_cast<double>(canvas - source) / 2));
}

}  // namespace

Canvas::Canvas(int64_t source_width_, int64_t source_height_, std::optional<int64_t> side)
    : source_width(source_width_),
      source_height(source_height_),
      width(side.value_or(source_width_)),
      height(side.value_or(source_height_)),
      left(Margin(width, source_width_)),
      top(Margin(height, source_height_)) {}

void Canvas::RequireWithin(const std::vector<uint8_t>& mask, const std::string& id) const {
  if (width >= source_width && height >= source_height) return;
  for (int64_t row = 0; row < source_height; ++row)
    for (int64_t column = 0; column < source_width; ++column) {
      const bool fits = column + left >= 0 && column + left < width && row + top >= 0 && row + top < height;
      if (!fits && mask[static_cast<size_t>(row * source_width + column)] != 0)
        throw Error(ErrorKind::kBadInput, "size.cuts_brain",
                    Cat("--size ", width, " would cut into the brain of this ", source_width, "x",
                        source_height, " slice"))
            .InCase(id);
    }
}

Image<uint16_t> Canvas::Place(const Image<uint16_t>& source) const {
  const int64_t channels = source.channels;
  Image<uint16_t> placed = {PictureGrid(width, height), source.channels, {}};
  placed.samples.assign(static_cast<size_t>(width * height * channels), 0);
  const int64_t first = std::max<int64_t>(0, -left), last = std::min(source_width, width - left);
  for (int64_t row = std::max<int64_t>(0, -top); row < std::min(source_height, height - top) && first < last;
       ++row) {
    const auto from = source.samples.begin() + (row * source_width + first) * channels;
    std::copy(from, from + (last - first) * channels,
              placed.samples.begin() + ((row + top) * width + first + left) * channels);
  }
  return placed;
}

}  // namespace f4s
