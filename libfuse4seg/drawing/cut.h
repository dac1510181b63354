// Which slices of an image are shown, and how they are cut: the way of all overlays, montages and reports.

#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "libfuse4seg/image/image.h"
#include "libfuse4seg/image/orient.h"

namespace f4s {

/// The plane in which a volume is looked at: across the axis along which its voxels are longest, as it was
/// acquired, where that axis stands out by a fifth; else axial.
[[nodiscard]] Plane PlaneToShow(const Grid& grid);

/// The plane of its name, as records have it (geometry.volume.axis).
[[nodiscard]] std::optional<Plane> PlaneNamed(const std::string& name);

/// Cut::left_side() of a plane.
[[nodiscard]] inline std::string LeftSideOf(Plane plane) { return plane == Plane::kSagittal ? "A" : "R"; }

/// How an image is cut for show; a picture is its own and only slice.
class Cut {
 public:
  /// @param plane  of a volume; nothing: PlaneToShow()
  explicit Cut(const Grid& grid, std::optional<Plane> plane = std::nullopt);

  [[nodiscard]] bool is_picture() const { return is_picture_; }
  [[nodiscard]] Plane plane() const { return slicing_.plane; }
  [[nodiscard]] int64_t slices() const { return is_picture_ ? 1 : slicing_.slices; }
  /// Height of a pixel over its width.
  [[nodiscard]] double pixel_aspect() const;
  /// Width of a pixel; 0 where nobody says how wide it is.
  [[nodiscard]] double pixel_mm() const { return pixel_mm_; }
  /// What of the patient lies at the left edge of a slice, as radiologists mark it: "R" of axial and coronal
  /// slices, "A" of sagittal ones; "" where no header says how the patient lay.
  [[nodiscard]] std::string left_side() const;
  /// "slice 7" of an axial cut, "coronal 7" of others; "" of a picture.
  [[nodiscard]] std::string NameOf(int64_t k) const;

  template <class T>
  [[nodiscard]] Image<T> Slice(const Image<T>& image, int64_t k) const {
    if (is_picture_) return image;
    return Picture(slicing_.width, slicing_.height, ExtractSlice(image.samples, slicing_, k));
  }
  /// Adds how many samples of each slice are not 0.
  template <class T>
  void Count(const Image<T>& image, std::vector<int64_t>& filled) const {
    filled.resize(static_cast<size_t>(slices()), 0);
    for (int64_t k = 0; k < slices(); ++k) {
      const Image<T> slice = Slice(image, k);
      filled[static_cast<size_t>(k)] += static_cast<int64_t>(slice.samples.size()) -
                                        std::count(slice.samples.begin(), slice.samples.end(), T{0});
    }
  }

 private:
  bool is_picture_;
  bool has_place_;
  double aspect_ = 1, pixel_mm_ = 0;
  Slicing slicing_;
};

/// Of slices with so much in each those that stand for equal shares of all: where the middle of each of
/// `most` shares is reached.  Ascending; fewer where one slice has several of them; the middle slice where
/// all are empty.
[[nodiscard]] std::vector<int64_t> SlicesToShow(const std::vector<int64_t>& filled, int most);

/// Whether no slice has anything.
[[nodiscard]] bool IsEmpty(const std::vector<int64_t>& filled);

/// Columns and rows, [left, right) and [top, bottom), of what is not 0 in pictures, with a margin.
struct ShownBox {
  int64_t left = INT64_MAX, top = INT64_MAX, right = 0, bottom = 0;

  [[nodiscard]] bool empty() const { return right == 0; }
  template <class T>
  void Include(const Image<T>& picture) {
    for (size_t i = 0; i < picture.samples.size(); ++i)
      if (picture.samples[i] != T{0})
        IncludePixel(static_cast<int64_t>(i) / picture.channels, picture.width());
  }
  /// Keeps it within a picture.
  void Bound(const Grid& grid);
  /// Not of an empty box.
  template <class T>
  void Crop(Image<T>& picture) const {
    Image<T> part = {PictureGrid(right - left, bottom - top), picture.channels, {}};
    for (int64_t y = top; y < bottom; ++y) {
      const auto row = picture.samples.begin() + (y * picture.width() + left) * picture.channels;
      part.samples.insert(part.samples.end(), row, row + (right - left) * picture.channels);
    }
    picture = std::move(part);
  }

 private:
  void IncludePixel(int64_t pixel, int64_t width);
};

}  // namespace f4s
