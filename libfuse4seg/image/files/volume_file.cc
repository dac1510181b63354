#include "libfuse4seg/image/files/volume_file.h"

#include <cmath>

#include "libfuse4seg/base/text.h"
#include "libfuse4seg/image/files/meta_header.h"
#include "libfuse4seg/image/files/nifti_grid.h"
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
  // Other readers go by the name alone and would take the other kind as voxels.
  if (named_gz != is_gz)
    throw file.reader->Bad("gzip", named_gz ? "is named .gz but not compressed by gzip"
                                            : "is compressed by gzip but not named .nii.gz");
  const NiftiHeader header = ReadNiftiHeader(*file.reader);
  file.layout = header.layout;
  file.grid = NiftiGrid(header, path);
  file.notes = header.notes;
  AddFormNotes(header, file.grid, file.notes);
  return file;
}

VolumeFile Open(const std::filesystem::path& path) {
  switch (VolumeFormatOf(path)) {
    case VolumeFormat::kNrrd: return OpenNrrd(path);
    case VolumeFormat::kMetaImage: return OpenMetaImage(path);
    default: return OpenNifti(path);
  }
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
  VolumeFile file = Open(path);
  for (auto& row : file.grid.world_from_voxel)
    for (double& value : row) value += 0.0;  // -0 becomes 0
  CheckGrid(file.grid, path);
  return file;
}

VolumeFile OpenOneVolume(const std::filesystem::path& path, std::optional<int64_t> volume) {
  VolumeFile file = OpenVolumeFile(path);
  const int64_t count = file.layout.volumes;
  if (!volume && count > 1)
    throw Error(ErrorKind::kBadInput, "volume.which",
                Cat("holds ", count,
                    " volumes, wanted one: a record's image_volume says which ({\"t1\":0}), "
                    "or split the file (fslsplit FILE NAME -t)"))
        .InFile(path);
  if (volume && (*volume < 0 || *volume >= count))
    throw Error(
        ErrorKind::kBadInput, "volume.which",
        Cat("holds ", count, count == 1 ? " volume" : " volumes", ", counted from 0: it has no ", *volume))
        .InFile(path);
  file.layout.volume = volume.value_or(0);
  return file;
}

void CheckGrid(const Grid& grid, const std::filesystem::path& path) {
  for (const double spacing : grid.spacing_mm())
    if (!(spacing >= kLeastSpacing_mm && spacing <= kMostSpacing_mm))
      throw Error(ErrorKind::kBadInput, "geometry.spacing",
                  Cat("the spacing ", spacing, " mm is not a number from ", kLeastSpacing_mm, " to ",
                      kMostSpacing_mm))
          .InFile(path);
  for (const auto& row : grid.world_from_voxel)
    if (!std::isfinite(row[3]))
      throw Error(ErrorKind::kBadInput, "geometry.origin", "the position of its first voxel is not finite")
          .InFile(path);
  if (!(std::abs(RelativeDeterminant(grid.world_from_voxel)) > kSingular))
    throw Error(ErrorKind::kBadInput, "geometry.singular", "its voxel axes do not span space").InFile(path);
  const double shear = ShearDegrees(grid.world_from_voxel);
  if (!(shear <= kMostShearDegrees)) throw ShearError(path, shear);
}

Error ShearError(const std::filesystem::path& path, double degrees) {
  return Error(ErrorKind::kBadInput, "geometry.shear",
               Cat("its voxel axes are sheared by ", degrees, " degrees: wanted right angles (within ",
                   kMostShearDegrees, " degrees)"))
      .InFile(path);
}

Error BadHeader(const std::filesystem::path& path, const std::string& message) {
  return Error(ErrorKind::kBadInput, "geometry.itk", message).InFile(path);
}

}  // namespace f4s
