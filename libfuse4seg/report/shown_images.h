// Which images of a case are shown, and their reading, each brought to 0..1.

#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/image/image.h"
#include "libfuse4seg/report/case_view.h"

namespace f4s {

/// An image of a case that is to be read.
struct WantedImage {
  std::string name;
  PictureKind kind;
  std::filesystem::path file;
};

/// A volume that was put together from slices has no images of its own: what they were made from lies on its
/// grid.
[[nodiscard]] Case WithImages(Case record);

/// @param with_maps  attention and uncertainty too
[[nodiscard]] std::vector<WantedImage> WantedImages(const Case& record, bool with_maps);

/// What all slices are shown on: the fused image, else FLAIR, on which all of a tumour shows, else the first.
[[nodiscard]] size_t BaseOf(const std::vector<WantedImage>& wanted);

/// Levels as they are; other intensities between percentiles of what is not 0.
/// @throws Error as ReadModality() and ReadImage().
[[nodiscard]] Image<float> ReadForShow(const Case& record, const WantedImage& wanted);

}  // namespace f4s
