// What is shown of a case: which slices, which panels, under which names.
//
// What is black in all panels is cropped.  Volumes are shown in slices across their own axis (drawing/cut.h),
// the patient's left on the right side (image/orient.h).

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "libfuse4seg/drawing/cut.h"
#include "libfuse4seg/drawing/page.h"
#include "libfuse4seg/image/region.h"

namespace f4s {

inline constexpr int kMostSlices = 6;  ///< of a volume on an overlay

/// The outlines of a label map on an image: a picture, or six slices of a volume at most, spread over the
/// label (of both maps; without any, over the image).
/// @param image, labels, reference  on one grid; the image in 0..1
/// @param plane  of the slices of a volume; nothing: PlaneToShow()
[[nodiscard]] Page OverlayPage(const Image<float>& image, const Image<uint16_t>& labels,
                               const std::optional<Image<uint16_t>>& reference, const Classes& classes,
                               std::optional<Plane> plane = std::nullopt);

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

/// What two label maps do not agree on, on an image that is darkened: missed, found too much, or another
/// class.
/// @param image, labels, reference  pictures of one size
[[nodiscard]] Image<float> ErrorPicture(const Image<float>& image, const Image<uint16_t>& labels,
                                        const Image<uint16_t>& reference);
/// What its colours mean.
[[nodiscard]] std::vector<LegendEntry> ErrorLegend();

/// The classes that the panels' label maps hold, each with its colour, and what is dashed.
[[nodiscard]] std::vector<LegendEntry> LegendOf(const std::vector<Panel>& panels, const Classes& classes);

/// Leaves out what is black in all panels, but for a margin.
void CropPanels(std::vector<Panel>& panels);

}  // namespace f4s
