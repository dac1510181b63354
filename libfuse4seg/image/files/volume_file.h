// What a volume file declares, checked against its bytes before ITK or an allocation sees it.

#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "libfuse4seg/image/files/byte_reader.h"
#include "libfuse4seg/image/files/voxel_data.h"

namespace f4s {

enum class VolumeFormat { kNifti, kNrrd, kMetaImage };

/// By the extension, in any case: .nii .nii.gz | .nrrd | .mha .mhd.
/// @throws Error(kBadInput, "volume.extension") listing what is read.
[[nodiscard]] VolumeFormat VolumeFormatOf(const std::filesystem::path& path);

/// A file whose header has been checked; `reader` stands at the first voxel.
struct VolumeFile {
  VolumeFormat format = VolumeFormat::kNifti;
  VoxelLayout layout;
  std::vector<Affine> forms;         ///< NIfTI: the maps that it holds (sform, qform), RAS
  double sform_shear_degrees = 0;    ///< NIfTI
  Vector3 pixdim = {1, 1, 1};        ///< NIfTI
  std::optional<Geometry> geometry;  ///< NIfTI-2, which ITK 5.2 does not read
  std::unique_ptr<ByteReader> reader;
};

/// Opens any of the formats and checks its header.
/// @throws Error(kMissingInput), or Error(kBadInput) with a code of the format: "nifti.*"
///         as in nifti_header.h, "nrrd.*" as in nrrd_header.h, "metaimage.*".
[[nodiscard]] VolumeFile OpenVolumeFile(const std::filesystem::path& path);

}  // namespace f4s
