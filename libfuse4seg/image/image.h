// An image in memory: a grid and its samples, whether a picture or a volume.
//
// Shapes:  [D,H,W,C]: D slices (z) of H rows (y) of W columns (x) of C channels; in memory the channels of a
//          pixel stand together, then x runs fastest, then y, z.  A picture has D = 1 and no world.
//
// Which T is used for what:
//     float     intensities, and what is computed with: values in 0..1, fields, masks with shares
//     uint8_t   grey levels 0..255, masks, classes of pixels
//     uint16_t  labels as the source has them (0, 1, 2, 4 stay 0, 1, 2, 4), and levels of 16 bits
// How a file keeps a sample is a word of its reader and writer: VoxelType, or bits of levels.

#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "libfuse4seg/image/geometry.h"

namespace f4s {

/// How samples are, or are to be, kept in a file.
enum class VoxelType { kUint8, kInt16, kUint16, kInt32, kFloat32, kOther };

/// Of levels of 8 or 16 bits.
[[nodiscard]] constexpr VoxelType TypeOfLevels(int bits) {
  return bits == 8 ? VoxelType::kUint8 : VoxelType::kUint16;
}
/// What holds the levels of a file with this type.
[[nodiscard]] constexpr int LevelBits(VoxelType type) { return type == VoxelType::kUint8 ? 8 : 16; }

/// One plane [H,W] of samples that somebody else owns; View<const float> is to be read only.
template <class T>
struct View {
  T* data = nullptr;              ///< of pixel (0, 0)
  int64_t width = 0, height = 0;  ///< pixels
  int64_t row_stride = 0;         ///< samples from a row to the next
  int64_t column_stride = 1;      ///< samples from a pixel to the next: the channels of an image

  [[nodiscard]] T& operator()(int64_t x, int64_t y) const { return data[y * row_stride + x * column_stride]; }
  /// Pixel (0, y); the others of its row follow in steps of `column_stride`.
  [[nodiscard]] T* row(int64_t y) const { return data + y * row_stride; }
  [[nodiscard]] int64_t num_pixels() const { return width * height; }
  /// All pixels, row by row, of a view without gaps: a plane of an image of one channel.
  [[nodiscard]] std::span<T> pixels() const { return {data, static_cast<size_t>(num_pixels())}; }

  operator View<const T>() const { return {data, width, height, row_stride, column_stride}; }
};

/// Planes of one size, of several images.
template <class T>
using Views = std::vector<View<T>>;

template <class T>
struct Image {
  Grid grid;
  int channels = 1;        ///< 1 grey, 3 RGB
  std::vector<T> samples;  ///< grid.num_voxels() * channels

  bool operator==(const Image&) const = default;

  [[nodiscard]] int width() const { return static_cast<int>(grid.size[0]); }
  [[nodiscard]] int height() const { return static_cast<int>(grid.size[1]); }
  [[nodiscard]] int depth() const { return static_cast<int>(grid.size[2]); }
  [[nodiscard]] bool is_picture() const { return grid.is_picture; }
  [[nodiscard]] int64_t num_pixels() const { return grid.size[0] * grid.size[1]; }  ///< of a plane

  /// Plane `z`, 0 to depth() - 1, of one channel.
  [[nodiscard]] View<T> plane(int64_t z = 0, int channel = 0) {
    return PlaneOf<T>(samples.data(), z, channel);
  }
  [[nodiscard]] View<const T> plane(int64_t z = 0, int channel = 0) const {
    return PlaneOf<const T>(samples.data(), z, channel);
  }
  /// Of a picture of one channel.
  operator View<const T>() const& { return plane(); }
  operator View<const T>() const&& = delete;  // the view would outlive its samples

 private:
  template <class Sample>
  [[nodiscard]] View<Sample> PlaneOf(Sample* first, int64_t z, int channel) const {
    return {first + z * num_pixels() * channels + channel, grid.size[0], grid.size[1],
            grid.size[0] * channels, channels};
  }
};

/// An image of one channel whose samples are all `value`.
template <class T>
[[nodiscard]] Image<T> ImageOn(const Grid& grid, T value = {}) {
  return {grid, 1, std::vector<T>(static_cast<size_t>(grid.num_voxels()), value)};
}

/// A picture of one channel.
template <class T>
[[nodiscard]] Image<T> Picture(int64_t width, int64_t height, std::vector<T> samples) {
  return {PictureGrid(width, height), 1, std::move(samples)};
}

}  // namespace f4s
