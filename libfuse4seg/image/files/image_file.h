// Images from and to files, pictures and volumes alike: the name says which.

#pragma once

#include <filesystem>
#include <optional>

#include "libfuse4seg/image/files/header_notes.h"
#include "libfuse4seg/image/image.h"

namespace f4s {

enum class ImageFileKind { kPng, kJpeg, kVolume, kDicomFolder };

/// What is read as a volume is, a file or a DICOM series; a file may hold two dimensions: HoldsVolume().
[[nodiscard]] constexpr bool HasVolumeFormat(ImageFileKind kind) {
  return kind == ImageFileKind::kVolume || kind == ImageFileKind::kDicomFolder;
}

/// The kind that a file's extension says, or nothing when it is no image's.
[[nodiscard]] std::optional<ImageFileKind> KindByName(const std::filesystem::path& path);

/// Whether a file is, by its name, an image or an array of a kind that is not read (.tif, .nhdr, .hdr, .mgz,
/// .npy).
[[nodiscard]] bool IsOtherImage(const std::filesystem::path& path);

/// By the extension, in any case: .png | .jpg .jpeg | .nii .nii.gz .nrrd .mha .mhd; a folder
/// is taken as a DICOM series.
/// @throws Error(kBadInput, "image.extension") listing what is read.
[[nodiscard]] ImageFileKind ImageFileKindOf(const std::filesystem::path& path);

/// Whether a file holds a volume: a DICOM series, or a file of a volume's format with three dimensions.
/// @throws Error as ImageFileKindOf() and OpenVolumeFile().
[[nodiscard]] bool HoldsVolume(const std::filesystem::path& path);

/// Refuses what lossy compression may have changed as a label map or mask: a JPEG's levels are no labels.
/// @throws Error(kBadInput, "label.lossy")
void RequireLossless(const std::filesystem::path& path);

/// Reads the levels of a PNG or JPEG.  @throws Error as ReadPng() and ReadJpeg(); "image.kind" for a volume.
/// @param type  of these readers: takes how the file keeps its samples
/// @param notes  of these readers: takes what the file leaves open
[[nodiscard]] Image<uint16_t> ReadPicture(const std::filesystem::path& path, VoxelType* type = nullptr,
                                          HeaderNotes* notes = nullptr);

/// Reads a picture or a volume: the values of the file, levels where it has levels.  The grid of a PNG or
/// JPEG has the file's size alone.
/// @throws Error as ReadPicture() and ReadVolume().
[[nodiscard]] Image<float> ReadImage(const std::filesystem::path& path, VoxelType* type = nullptr,
                                     HeaderNotes* notes = nullptr);

/// Reads a label map or mask: a picture, grey or of indices of a palette, or a volume.
/// @throws Error as ReadPicture() and ReadLabelVolume(); "label.lossy" for a JPEG; "label.colour" for a
/// picture
///         that is RGB.
[[nodiscard]] Image<uint16_t> ReadLabels(const std::filesystem::path& path, HeaderNotes* notes = nullptr);

/// What the suite writes an image on this grid as: ".png" of a picture, ".nii.gz" of a volume.
[[nodiscard]] const char* ImageExtension(const Grid& grid);

/// Writes levels of 8 or 16 bits, a picture (grey or RGB) as PNG, a volume as WriteVolume() does.
/// @param path  with ImageExtension()
void WriteImage(const std::filesystem::path& path, const Image<uint16_t>& levels, int bits);
/// The same of values in 0..1: Quantize().
void WriteImage(const std::filesystem::path& path, const Image<float>& values, int bits);

/// Writes a label map: a picture as EncodeLabelPng() does, a volume with 8 bits where all labels fit,
/// else 16.
void WriteLabels(const std::filesystem::path& path, const Image<uint16_t>& labels);

}  // namespace f4s
