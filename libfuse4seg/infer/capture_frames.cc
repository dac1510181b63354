#include "libfuse4seg/infer/capture_frames.h"

#include <algorithm>

#include "libfuse4seg/drawing/page.h"
#include "libfuse4seg/image/intensity.h"

namespace f4s {
namespace {

constexpr int kMostFrameSide = 512, kMostFrameTimes = 4;

template <class T>
Image<T> FrameOf(const Image<T>& volume, int64_t z) {
  const auto first = volume.samples.begin() + z * volume.num_pixels();
  return Picture(volume.width(), volume.height(), std::vector<T>(first, first + volume.num_pixels()));
}

}  // namespace

Image<uint8_t> GreyBytesOf(const Image<float>& image) {
  const std::vector<uint16_t> levels = Quantize(image.samples, 8);
  return {image.grid, image.channels, {levels.begin(), levels.end()}};
}

CaptureFrames BurntFrames(const Image<float>& image, const Image<uint16_t>& labels) {
  const int longest = std::max(image.width(), image.height());
  CaptureFrames frames;
  frames.times = std::clamp(kMostFrameSide / longest, 1, kMostFrameTimes);
  frames.levels = {image.grid, 3, {}};
  for (size_t axis : {0, 1}) frames.levels.grid.size[axis] *= frames.times;
  for (int64_t z = 0; z < image.grid.size[2]; ++z) {
    const Image<uint16_t> frame = TheArtist().Burnt(FrameOf(image, z), FrameOf(labels, z), frames.times);
    frames.levels.samples.insert(frames.levels.samples.end(), frame.samples.begin(), frame.samples.end());
  }
  return frames;
}

}  // namespace f4s
