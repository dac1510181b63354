#include "libfuse4seg/image/files/image_file.h"

#include <algorithm>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/image/files/jpeg_io.h"
#include "libfuse4seg/image/files/png_io.h"
#include "libfuse4seg/image/files/volume_file.h"
#include "libfuse4seg/image/files/volume_io.h"
#include "libfuse4seg/image/intensity.h"

namespace f4s {

std::optional<ImageFileKind> KindByName(const std::filesystem::path& path) {
  const std::string name = LowerCase(path.filename().string());
  if (name.ends_with(".png")) return ImageFileKind::kPng;
  if (name.ends_with(".jpg") || name.ends_with(".jpeg")) return ImageFileKind::kJpeg;
  for (const char* extension : {".nii", ".nii.gz", ".nrrd", ".mha", ".mhd"})
    if (name.ends_with(extension)) return ImageFileKind::kVolume;
  return std::nullopt;
}

bool IsOtherImage(const std::filesystem::path& path) {
  static constexpr const char* kEndings[] = {
      ".tif", ".tiff", ".bmp",  ".gif", ".webp", ".jp2",     ".jfif",   ".pgm",     ".ppm",
      ".npy", ".npz",  ".mat",  ".dcm", ".ima",  ".h5",      ".hdf5",   ".mgz",     ".mgh",
      ".mif", ".mnc",  ".nhdr", ".hdr", ".img",  ".nii.bz2", ".nii.xz", ".nii.zst", ".nii.zip"};
  const std::string name = LowerCase(path.filename().string());
  return std::any_of(std::begin(kEndings), std::end(kEndings),
                     [&](const char* ending) { return name.ends_with(ending); });
}

ImageFileKind ImageFileKindOf(const std::filesystem::path& path) {
  if (const auto kind = KindByName(path)) return *kind;
  if (ReadableFolder(path)) return ImageFileKind::kDicomFolder;
  throw Error(ErrorKind::kBadInput, "image.extension",
              Cat("the name ", Quoted(path.filename().string()),
                  " is not that of an image: wanted .png, .jpg, .jpeg, .nii, "
                  ".nii.gz, .nrrd, .mha, .mhd, or a folder with a DICOM series"))
      .InFile(path);
}

bool HoldsVolume(const std::filesystem::path& path) {
  const ImageFileKind kind = ImageFileKindOf(path);
  if (kind != ImageFileKind::kVolume || ReadableFolder(path)) return HasVolumeFormat(kind);
  return !OpenVolumeFile(path).grid.is_picture;
}

void RequireLossless(const std::filesystem::path& path) {
  if (KindByName(path) == ImageFileKind::kJpeg)
    throw Error(
        ErrorKind::kBadInput, "label.lossy",
        "is a JPEG, whose lossy compression makes labels of none: a label map or mask is PNG, NIfTI, NRRD "
        "or MetaImage")
        .InFile(path);
}

Image<uint16_t> ReadPicture(const std::filesystem::path& path, VoxelType* type, HeaderNotes* notes) {
  switch (ImageFileKindOf(path)) {
    case ImageFileKind::kPng: return ReadPng(path, type, notes);
    case ImageFileKind::kJpeg: return ReadJpeg(path, type, notes);
    default:
      throw Error(ErrorKind::kBadInput, "image.kind", "is a volume: wanted a 2-D image, .png, .jpg or .jpeg")
          .InFile(path);
  }
}

Image<float> ReadImage(const std::filesystem::path& path, VoxelType* type, HeaderNotes* notes) {
  if (HasVolumeFormat(ImageFileKindOf(path))) return ReadVolume(path, type, notes);
  const Image<uint16_t> levels = ReadPicture(path, type, notes);
  return {levels.grid, levels.channels, {levels.samples.begin(), levels.samples.end()}};
}

Image<uint16_t> ReadLabels(const std::filesystem::path& path, HeaderNotes* notes) {
  const ImageFileKind kind = ImageFileKindOf(path);
  if (HasVolumeFormat(kind)) return ReadLabelVolume(path, notes);
  RequireLossless(path);
  Image<uint16_t> labels = ReadLabelPng(path, notes);
  if (labels.channels != 1)
    throw Error(ErrorKind::kBadInput, "label.colour", "is RGB: a label map or mask is grey or has a palette")
        .InFile(path);
  return labels;
}

const char* ImageExtension(const Grid& grid) { return grid.is_picture ? ".png" : ".nii.gz"; }

void WriteImage(const std::filesystem::path& path, const Image<uint16_t>& levels, int bits) {
  levels.is_picture() ? WriteFileAtomically(path, EncodePng(levels, bits))
                      : WriteVolume(path, levels, TypeOfLevels(bits));
}

void WriteImage(const std::filesystem::path& path, const Image<float>& values, int bits) {
  WriteImage(path, Image<uint16_t>{values.grid, values.channels, Quantize(values.samples, bits)}, bits);
}

void WriteLabels(const std::filesystem::path& path, const Image<uint16_t>& labels) {
  labels.is_picture() ? WriteFileAtomically(path, EncodeLabelPng(labels)) : WriteLabelVolume(path, labels);
}

}  // namespace f4s
