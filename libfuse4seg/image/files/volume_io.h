// Volumes and label maps from and to files: NIfTI, NRRD and MetaImage; volumes from DICOM too.
//
// A folder is a DICOM series, with errors as in dicom/dicom_volume.h.
//
// Every file is checked byte by byte (volume_file.h) before anything is believed.  Voxels are decoded in the
// same pass, so that a compressed file is inflated once.

#pragma once

#include <filesystem>
#include <optional>

#include "libfuse4seg/image/files/header_notes.h"
#include "libfuse4seg/image/image.h"
#include "libfuse4seg/image/resample.h"  // part of this interface

namespace f4s {

/// The grid of a volume file; only its header is read.
/// @throws Error(kMissingInput); Error(kBadInput) with the codes of volume_file.h.
[[nodiscard]] Grid ReadGeometry(const std::filesystem::path& path);

/// A volume, or a picture in a volume's format, with its intensities as float32.
/// @throws as ReadGeometry(); FORMAT.truncated, .compression, .nonfinite, .trailing.
/// @param type  takes how the file keeps them, kFloat32 where it scales them
/// @param notes  takes what the header leaves open, and volume.precision where single precision loses what
/// the
///               file tells apart
/// @param which  of the volumes of a file that holds several, counted from 0
[[nodiscard]] Image<float> ReadVolume(const std::filesystem::path& path, VoxelType* type = nullptr,
                                      HeaderNotes* notes = nullptr,
                                      std::optional<int64_t> which = std::nullopt);

/// A label map.  @throws as ReadVolume(); "label.value" for a value that is no integer
/// from 0 to 65535, naming it and its voxel.
[[nodiscard]] Image<uint16_t> ReadLabelVolume(const std::filesystem::path& path,
                                              HeaderNotes* notes = nullptr);

/// Writes .nii, .nii.gz, .nrrd or .mha (.nrrd and .mha compressed), atomically and the same
/// bytes each time, its voxels of `type`, kOther as float32.
/// Before the file gets its name it is read back: header, length, checksum and grid.  NIfTI-1 has single
/// precision: a position of 100 mm moves by up to 4e-6 mm.
/// @throws Error(kIo) for a full disk, Error(kCannotCreate), Error(kBadInput):
///         volume.extension, volume.value (a voxel that `type` cannot hold),
///         geometry.shear, nifti.dim (more than 32767 voxels along an axis).
/// @tparam T  float or uint16_t
template <class T>
void WriteVolume(const std::filesystem::path& path, const Image<T>& volume,
                 VoxelType type = VoxelType::kFloat32);

/// As WriteVolume(); uint8 when all labels are below 256, else uint16.
void WriteLabelVolume(const std::filesystem::path& path, const Image<uint16_t>& volume);

}  // namespace f4s
