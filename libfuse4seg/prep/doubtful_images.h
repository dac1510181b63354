// Images that are hardly what they are said to be: label maps as images, images as label maps, one image
// twice.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/image/image.h"

namespace f4s {

/// Of images of 4096 voxels or more, adds the findings "image.label_like", where one holds at most 16 values,
/// of which 0 is that of most voxels, and "modality.copy", where two modalities hold the same values.
void FindDoubtfulImages(const std::vector<Image<float>>& images, const std::vector<std::string>& modalities,
                        Case& record);

/// Adds the finding "label.image_like" where a label map holds more than 256 values.
/// @param values  those that it holds
void FindDoubtfulLabel(const std::vector<uint16_t>& values, Case& record);

}  // namespace f4s
