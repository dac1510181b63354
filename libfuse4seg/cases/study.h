// A study in memory: the modalities of one examination on one grid.

#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/image/axis_order.h"
#include "libfuse4seg/image/dicom/dicom_volume.h"
#include "libfuse4seg/image/volume.h"

namespace f4s {

struct Study {
  std::vector<std::string> modalities;
  std::vector<Volume> volumes;  ///< one a modality, all on one grid
  std::optional<LabelVolume> label, mask;
  std::map<std::string, SeriesFacts> series;  ///< of the modalities that are DICOM series
  /// One a modality that was resampled from another grid (AlignStudy()): 0 beyond its field of view,
  /// 1 where its nearest voxel was 0, else 2.  Empty, or nothing for a modality that was not.
  std::vector<std::optional<LabelVolume>> field_of_view;

  [[nodiscard]] const Geometry& geometry() const { return volumes.front().geometry; }
};

/// Whether a case's images are volumes.
/// @throws Error(kBadInput, "case.kinds") when some are and some are not, or there is none.
[[nodiscard]] bool HasVolumes(const Case& record, const std::vector<std::string>& modalities);

/// Reads a case's volumes, its label and its mask, each on its own grid.  @throws as ReadVolume().
[[nodiscard]] Study ReadStudyFiles(const Case& record, const std::vector<std::string>& modalities);

/// Reads a case's volumes, its label and its mask.
/// @throws Error as ReadVolume(), or "geometry.grids" naming two files whose grids differ.
[[nodiscard]] Study ReadStudy(const Case& record, const std::vector<std::string>& modalities);

/// Puts the voxels of each volume, of the label and of the mask into the order that fits its grid.
void ReorderStudy(Study& study, const std::function<AxisOrder(const Geometry&)>& order_of);

/// Resamples to a voxel spacing: images linearly, labels and mask to the nearest.  The corner
/// of the grid (not the centre of its first voxel) stays where it is.
void ResampleStudy(Study& study, const Vector3& spacing_mm);

/// 1 where any modality differs from 0 (of one that was resampled: its nearest voxel), else 0.
[[nodiscard]] std::vector<uint8_t> NonzeroMask(const Study& study);

}  // namespace f4s
