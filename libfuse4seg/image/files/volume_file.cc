#include "libfuse4seg/image/files/volume_file.h"

#include "libfuse4seg/base/text.h"
#include "libfuse4seg/image/files/meta_header.h"
#include "libfuse4seg/image/files/nifti_header.h"
#include "libfuse4seg/image/files/nrrd_header.h"

namespace f4s {
namespace {

VolumeFile OpenNifti(const std::filesystem::path& path) {
  const bool named_gz = LowerCase(path.extension().string()) == ".gz";
  unsigned char start[2] = {};
  ByteReader(path, Compression::kNone, "nifti").Read(start, 2);
  const bool is_gz = start[0] == 0x1f && start[1] == 0x8b;
  VolumeFile file;
  file.reader = std::make_unique<ByteReader>(path, is_gz ? Compression::kGzip : Compression::kNone, "nifti");
  // ITK goes by the name alone and would read the other kind as voxels.
  if (named_gz != is_gz)
    throw file.reader->Bad("gzip", named_gz ? "is named .gz but not compressed by gzip"
                                            : "is compressed by gzip but not named .nii.gz");
  const NiftiVoxels voxels = ReadNiftiHeader(*file.reader);
  file.layout = voxels.layout;
  file.forms = voxels.forms;
  file.sform_shear_degrees = voxels.sform_shear_degrees;
  file.pixdim = voxels.pixdim;
  if (voxels.version == 2) file.geometry = voxels.chosen;
  return file;
}

}  // namespace

VolumeFormat VolumeFormatOf(const std::filesystem::path& path) {
  const std::string name = LowerCase(path.filename().string());
  if (name.ends_with(".nii") || name.ends_with(".nii.gz")) return VolumeFormat::kNifti;
  if (name.ends_with(".nrrd")) return VolumeFormat::kNrrd;
  if (name.ends_with(".mha") || name.ends_with(".mhd")) return VolumeFormat::kMetaImage;
  throw Error(ErrorKind::kBadInput, "volume.extension",
              Cat("the name ", Quoted(path.filename().string()),
                  " is not that of a volume: wanted .nii, .nii.gz, .nrrd, .mha or .mhd"))
      .InFile(path);
}

VolumeFile OpenVolumeFile(const std::filesystem::path& path) {
  switch (VolumeFormatOf(path)) {
    case VolumeFormat::kNrrd: return OpenNrrd(path);
    case VolumeFormat::kMetaImage: return OpenMetaImage(path);
    default: return OpenNifti(path);
  }
}

}  // namespace f4s
