// What is shown of a case: which slices, which panels, under which names.
//
// What is black in all panels is cropped.  Volumes are shown in axial slices, the patient's left on the right
// side (image/orient.h).

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "libfuse4seg/drawing/page.h"
#include "libfuse4seg/image/region.h"

namespace f4s {

inline constexpr int kMostSlices = 6;  ///< of a volume on an overlay

/// Of slices with so much in each those that stand for equal shares of all: where the middle of each of
/// `most` shares is reached.  Ascending; fewer where one slice has several of them; the middle slice where
/// all are empty.
[[nodiscard]] std::vector<int64_t> SlicesToShow(const std::vector<int64_t>& filled, int most);

/// The outlines of a label map on an image: a picture, or six slices of a volume at most, spread over the
/// label (of both maps; without any, over the image).
/// @param image, labels, reference  on one grid; the image in 0..1
[[nodiscard]] Page OverlayPage(const Image<float>& image, const Image<uint16_t>& labels,
                               const std::optional<Image<uint16_t>>& reference, const Classes& classes);

/// An image and its name.
struct NamedImage {
  std::string name;
  const Image<float>* image;
};

/// Images beside each other under their names; of volumes one slice, the same of all.
/// @param images  at least one, on one grid, in 0..1, grey or RGB
/// @param label   the slice is in the middle of it; without one, in that of the last image
[[nodiscard]] Page MontagePage(const std::vector<NamedImage>& images,
                               const std::optional<Image<uint16_t>>& label);

}  // namespace f4s
