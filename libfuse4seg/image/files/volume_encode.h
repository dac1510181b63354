// Volumes as the bytes of a file.
//
// The suite writes these three simple formats itself: ITK reports success on a full disk
// and prints from inside, while these bytes go through write(2) with its errno checked.

#pragma once

#include <filesystem>
#include <string>

#include "libfuse4seg/image/files/volume_file.h"
#include "libfuse4seg/image/image.h"

namespace f4s {

/// The bytes of the file that `path` shall be (its name says .nii or .nii.gz).  No times, no
/// names: the same volume is the same bytes.
/// NIfTI-1 in little-endian order with equal sform and qform, code 1 (scanner), slope 1;
/// NRRD with gzip, MetaImage with zlib, both in LPS as ITK writes them.
/// @tparam T  float or uint16_t
/// @throws Error(kBadInput): volume.value, naming a voxel that `type` cannot hold; nifti.dim.
template <class T>
[[nodiscard]] std::string EncodeVolume(const std::filesystem::path& path, VolumeFormat format,
                                       const Image<T>& volume, VoxelType type);

/// ".nii.gz", ".mha", ...
[[nodiscard]] std::string LowerCaseExtension(const std::filesystem::path& path);

}  // namespace f4s
