// What a volume file declares, checked against its bytes before an allocation sees it: the one authority for
// the grid of a volume file.

#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "libfuse4seg/image/files/byte_reader.h"
#include "libfuse4seg/image/files/header_notes.h"
#include "libfuse4seg/image/files/voxel_data.h"
#include "libfuse4seg/image/region.h"

namespace f4s {

enum class VolumeFormat { kNifti, kNrrd, kMetaImage };

/// By the extension, in any case: .nii .nii.gz | .nrrd | .mha .mhd.
/// @throws Error(kBadInput, "volume.extension") listing what is read.
[[nodiscard]] VolumeFormat VolumeFormatOf(const std::filesystem::path& path);

/// A file whose header has been checked; `reader` stands at the first voxel.
struct VolumeFile {
  VolumeFormat format = VolumeFormat::kNifti;
  VoxelLayout layout;
  Grid grid;          ///< what the header means, RAS
  HeaderNotes notes;  ///< what it leaves open
  Classes segments;   ///< names that it gives to its values, as a segmentation of 3D Slicer does
  std::unique_ptr<ByteReader> reader;
};

/// Opens any of the formats and checks its header.
/// @throws Error(kMissingInput), or Error(kBadInput) with a code of the format: "nifti.*"
///         as in nifti_header.h and nifti_grid.h, "nrrd.*" as in nrrd_header.h, "metaimage.*"; as
///         CheckGrid(); BadHeader().
[[nodiscard]] VolumeFile OpenVolumeFile(const std::filesystem::path& path);

/// The same for one of the volumes that follow one another in a file; without `volume` it must hold one
/// alone.
/// @throws Error(kBadInput, "volume.which") besides.
[[nodiscard]] VolumeFile OpenOneVolume(const std::filesystem::path& path,
                                       std::optional<int64_t> volume = std::nullopt);

/// The least and the greatest distance between voxels that is believed.
inline constexpr double kLeastSpacing_mm = 1e-6, kMostSpacing_mm = 1e6;
/// Refuses what no slice could be cut from.
/// @throws Error(kBadInput): geometry.spacing, .origin, .singular, .shear (naming the angle).
void CheckGrid(const Grid& grid, const std::filesystem::path& path);
[[nodiscard]] Error ShearError(const std::filesystem::path& path, double degrees);

/// Error(kBadInput, "geometry.itk"): a header whose voxels could be read, but not its grid or another field.
/// The code is of the time when ITK read the grids of files; scripts may know it.
[[nodiscard]] Error BadHeader(const std::filesystem::path& path, const std::string& message);

}  // namespace f4s
