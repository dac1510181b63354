// What images, volumes and DICOM files are.

#pragma once

#include <filesystem>

#include "libfuse4seg/base/json.h"

namespace f4s {

/// Of a PNG or JPEG: size, channels, bits, range, values where it may be a label map.  @throws as
/// ReadRaster().
[[nodiscard]] Json PictureInfo(const std::filesystem::path& path);

/// Of NIfTI, NRRD or MetaImage: also its grid, the type of its voxels, and what its header leaves open.
/// @throws as ReadVolume().
[[nodiscard]] Json VolumeInfo(const std::filesystem::path& path);

/// Of one DICOM file; nothing of it comes from a text that may hold a patient's name.
/// @throws as DicomSession::Header(); Error(kBadInput, "dicom.none") for a file without an image.
[[nodiscard]] Json DicomFileInfo(const std::filesystem::path& path);

/// Of the volumes in a folder of DICOM files, from their headers; one that is none says why.
[[nodiscard]] Json DicomFolderInfo(const std::filesystem::path& folder);

}  // namespace f4s
