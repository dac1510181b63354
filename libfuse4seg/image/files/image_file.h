// Which kind of image a file is, by its name.

#pragma once

#include <filesystem>
#include <optional>

#include "libfuse4seg/image/raster.h"

namespace f4s {

enum class ImageFileKind { kPng, kJpeg, kVolume, kDicomFolder };

/// A volume, in a file or as a DICOM series.
[[nodiscard]] constexpr bool IsVolume(ImageFileKind kind) {
  return kind == ImageFileKind::kVolume || kind == ImageFileKind::kDicomFolder;
}

/// The kind that a file's extension says, or nothing when it is no image's.
[[nodiscard]] std::optional<ImageFileKind> KindByName(const std::filesystem::path& path);

/// By the extension, in any case: .png | .jpg .jpeg | .nii .nii.gz .nrrd .mha .mhd; a folder
/// is taken as a DICOM series.
/// @throws Error(kBadInput, "image.extension") listing what is read.
[[nodiscard]] ImageFileKind ImageFileKindOf(const std::filesystem::path& path);

/// Reads a PNG or JPEG.  @throws Error as ReadPng() and ReadJpeg(); "image.kind" for a volume.
[[nodiscard]] Raster ReadRaster(const std::filesystem::path& path);

}  // namespace f4s
