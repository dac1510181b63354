#include "libfuse4seg/image/files/image_file.h"

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/image/files/jpeg_io.h"
#include "libfuse4seg/image/files/png_io.h"

namespace f4s {

std::optional<ImageFileKind> KindByName(const std::filesystem::path& path) {
  const std::string name = LowerCase(path.filename().string());
  if (name.ends_with(".png")) return ImageFileKind::kPng;
  if (name.ends_with(".jpg") || name.ends_with(".jpeg")) return ImageFileKind::kJpeg;
  for (const char* extension : {".nii", ".nii.gz", ".nrrd", ".mha", ".mhd"})
    if (name.ends_with(extension)) return ImageFileKind::kVolume;
  return std::nullopt;
}

ImageFileKind ImageFileKindOf(const std::filesystem::path& path) {
  if (const auto kind = KindByName(path)) return *kind;
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return ImageFileKind::kDicomFolder;
  throw Error(ErrorKind::kBadInput, "image.extension",
              Cat("the name ", Quoted(path.filename().string()),
                  " is not that of an image: wanted .png, .jpg, .jpeg, .nii, "
                  ".nii.gz, .nrrd, .mha, .mhd, or a folder with a DICOM series"))
      .InFile(path);
}

Raster ReadRaster(const std::filesystem::path& path) {
  switch (ImageFileKindOf(path)) {
    case ImageFileKind::kPng: return ReadPng(path);
    case ImageFileKind::kJpeg: return ReadJpeg(path);
    default:
      throw Error(ErrorKind::kBadInput, "image.kind", "is a volume: wanted a 2-D image, .png, .jpg or .jpeg")
          .InFile(path);
  }
}

}  // namespace f4s
