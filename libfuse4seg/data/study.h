// A study in memory: the modalities of one examination on one grid.

#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "libfuse4seg/data/case.h"
#include "libfuse4seg/image/dicom/dicom_volume.h"
#include "libfuse4seg/image/volume.h"

namespace f4s {

struct Study {
  std::vector<std::string> modalities;
  std::vector<Volume> volumes;  ///< one a modality, all on one grid
  std::optional<LabelVolume> label, mask;
  std::map<std::string, SeriesFacts> series;  ///< of the modalities that are DICOM series

  [[nodiscard]] const Geometry& geometry() const { return volumes.front().geometry; }
};

/// Whether a case's images are volumes.
/// @throws Error(kBadInput, "case.kinds") when some are and some are not, or there is none.
[[nodiscard]] bool HasVolumes(const Case& record, const std::vector<std::string>& modalities);

/// The one rule for "same grid": sizes equal, no corner further away than kSameGridTolerance voxels.
/// @throws Error(kBadInput, "geometry.grids") naming both files and grids, and how far they lie apart.
void RequireSameGrid(const Geometry& first, const std::filesystem::path& first_file, const Geometry& other,
                     const std::filesystem::path& other_file);

/// Reads a case's volumes, its label and its mask.
/// @throws Error as ReadVolume(), or "geometry.grids" naming two files whose grids differ.
[[nodiscard]] Study ReadStudy(const Case& record, const std::vector<std::string>& modalities);

/// Resamples to a voxel spacing: images linearly, labels and mask to the nearest.  The corner
/// of the grid (not the centre of its first voxel) stays where it is.
void ResampleStudy(Study& study, const Vector3& spacing_mm);

/// 1 where any modality differs from 0, else 0.
[[nodiscard]] std::vector<uint8_t> WhereAnyIsNot0(const Study& study);

}  // namespace f4s
