// The images of one case: the one place that reads them, and that refuses those which do not go together.
//
//     const CaseImages images = ReadCaseImages(record, record.modalities(), {.label = true, .fused = true});
//     const View<const float> slice = images.fused->plane(z);
//
// Shapes: those of image/image.h.  A picture is an image of one slice, grey or RGB; so nobody who asks for
// samples, planes or the grid has to ask whether a case is of pictures or of volumes.

#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/image/dicom/dicom_volume.h"
#include "libfuse4seg/image/files/header_notes.h"
#include "libfuse4seg/image/image.h"
#include "libfuse4seg/image/orient.h"

namespace f4s {

/// What is read besides the modalities that are asked for, and how.
struct CaseImageOptions {
  bool label = false, mask = false;  ///< those of the record, where it has them
  bool fused = false;                ///< the record's, which must be there
  bool unit_scale = true;            ///< to 0..1, of prepared images; false: the values of the files
  bool raw = false;      ///< with unit_scale: what is no level of 8 or 16 bits keeps the file's values
  bool one_grid = true;  ///< false: each on its own grid, but all of one kind, for who aligns them
  /// The grid that all have, and its file; nothing: that of the first image.
  std::optional<std::pair<Grid, std::filesystem::path>> onto = std::nullopt;
};

/// What files leave open.
using FileNotes = std::vector<std::pair<std::filesystem::path, HeaderNote>>;
/// As findings, each once.
void AddNotes(const FileNotes& notes, Case& record);

struct CaseImages {
  std::vector<std::string> modalities;
  std::vector<Image<float>> images;  ///< one a modality
  std::vector<VoxelType> types;      ///< how their files keep them
  std::optional<Image<float>> fused;
  std::optional<Image<uint16_t>> label, mask;  ///< values are those of the source: 0, 1, 2, 4 stay
  std::map<std::string, SeriesFacts> series;   ///< of the modalities that are DICOM series
  FileNotes notes;

  /// Of the first image; the fused one where there is no other.
  [[nodiscard]] const Grid& grid() const { return images.empty() ? fused->grid : images.front().grid; }
};

/// Reads images of a case.  On one grid, their voxels come in the order of the first one's.
/// @param modalities  in this order; may be empty where the fused image is asked for
/// @throws Error(kBadInput) as ReadImage() and ReadLabels(); "case.modality", "case.fused" for what the
///         record lacks; "volume.levels" for raw intensities where 0..1 is asked for; where one grid is asked
///         for, as TakeOrder(): case.kinds, image.size, geometry.grids, naming two files.
[[nodiscard]] CaseImages ReadCaseImages(const Case& record, const std::vector<std::string>& modalities,
                                        const CaseImageOptions& options);

/// An image of levels of 8 or 16 bits, or of floats in 0..1, as floats in 0..1.
/// @throws Error as ReadImage(); "volume.levels" naming the range met when it holds raw intensities.
[[nodiscard]] Image<float> ReadUnitImage(const std::filesystem::path& file, VoxelType* type = nullptr,
                                         HeaderNotes* notes = nullptr);

/// What is to be said of an image of 16 bits, in 0..1, whose levels are raw intensities of 12 bits, as
/// scanners have them: as levels they are nearly black.
/// @param advice  what to do
[[nodiscard]] std::optional<HeaderNote> DarkLevels(const Image<float>& image,
                                                   const char* advice = "raw intensities are for f4s-prep");

/// Says images that are not read for their ending: the finding "cases.ending" of a record, where there are
/// any.
void FindOtherImages(Case& record, const std::vector<std::string>& names);

/// Refuses lossy files as label, mask or prediction, whether or not they are to be read.
/// @throws Error as RequireLossless().
void RequireLosslessLabels(const Case& record);

/// Whether a case's images are volumes, as the first of them is; who reads them sees whether all are.
/// @throws Error(kBadInput, "case.modality") when there is none.
[[nodiscard]] bool HasVolumes(const Case& record, const std::vector<std::string>& modalities);

/// A study in memory: the modalities of one examination on one grid.
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
