// A study in memory: the modalities of one examination on one grid.

#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "libfuse4seg/cases/case_images.h"
#include "libfuse4seg/image/orient.h"

namespace f4s {

struct Study : CaseImages {
  /// One a modality that was resampled from another grid (AlignStudy()): 0 beyond its field of view,
  /// 1 where its nearest voxel was 0, else 2.  Empty, or nothing for a modality that was not.
  std::vector<std::optional<Image<uint16_t>>> field_of_view;
};

/// Reads a case's volumes, its label and its mask, their intensities as the files have them, each on its own
/// grid.  @throws as ReadCaseImages().
[[nodiscard]] Study ReadStudyFiles(const Case& record, const std::vector<std::string>& modalities);

/// Puts the voxels of each volume, of the label and of the mask into the order that fits its grid.
void ReorderStudy(Study& study, const std::function<AxisOrder(const Grid&)>& order_of);

/// Resamples to a voxel spacing: images linearly, labels and mask to the nearest.  The corner
/// of the grid (not the centre of its first voxel) stays where it is.
void ResampleStudy(Study& study, const Vector3& spacing_mm);

/// 1 where any modality differs from 0 (of one that was resampled: its nearest voxel), else 0.
[[nodiscard]] std::vector<uint8_t> NonzeroMask(const Study& study);

}  // namespace f4s
