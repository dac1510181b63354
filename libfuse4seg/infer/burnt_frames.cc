#include "libfuse4seg/infer/burnt_frames.h"

#include <algorithm>

#include "libfuse4seg/drawing/page.h"

namespace f4s {
namespace {

constexpr int kLeastFrameSide = 512, kMostFrameTimes = 4;

template <class T>
Image<T> FrameOf(const Image<T>& volume, int64_t z) {
  const auto first = volume.samples.begin() + z * volume.num_pixels();
  return Picture(volume.width(), volume.height(), std::vector<T>(first, first + volume.num_pixels()));
}

}  // namespace

CaptureFrames BurntFrames(const Image<float>& image, const Image<uint16_t>& labels) {
  const int longest = std::max(image.width(), image.height());
  CaptureFrames frames;
  frames.times = std::clamp((kLeastFrameSide + longest - 1) / longest, 1, kMostFrameTimes);
  frames.levels = {{{image.width() * frames.times, image.height() * frames.times, image.depth()}}, 3, {}};
  for (int64_t z = 0; z < image.depth(); ++z) {
    const Image<uint16_t> frame = TheArtist().Burnt(FrameOf(image, z), FrameOf(labels, z), frames.times);
    frames.levels.samples.insert(frames.levels.samples.end(), frame.samples.begin(), frame.samples.end());
  }
  return frames;
}

}  // namespace f4s
