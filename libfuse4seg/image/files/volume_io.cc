#include "libfuse4seg/image/files/volume_io.h"

#include <algorithm>
#include <cmath>
#include <iomanip>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/opened_object.h"
#include "libfuse4seg/image/dicom/dicom_volume.h"
#include "libfuse4seg/image/files/nifti_header.h"
#include "libfuse4seg/image/files/volume_encode.h"
#include "libfuse4seg/image/files/volume_file.h"
#include "libfuse4seg/image/itk/volume_backend.h"

namespace f4s {
namespace {

const VolumeBackend& Itk() {
  return OpenedObject<VolumeBackend>("itk", "reading and writing of NIfTI, NRRD and MetaImage volumes");
}

Error ShearError(const std::filesystem::path& path, double degrees) {
  return Error(ErrorKind::kBadInput, "geometry.shear",
               Cat("its voxel axes are sheared by ", degrees, " degrees: wanted right angles (within ",
                   kMostShearDegrees, " degrees)"))
      .InFile(path);
}

/// What no ITK filter and no slice could work with.
void CheckGrid(const Geometry& geometry, const std::filesystem::path& path) {
  for (const double spacing : geometry.spacing_mm())
    if (!std::isfinite(spacing) || spacing <= 0)
      throw Error(ErrorKind::kBadInput, "geometry.spacing",
                  Cat("the spacing ", spacing, " mm is not a finite number above 0"))
          .InFile(path);
  for (const auto& row : geometry.world_from_voxel)
    if (!std::isfinite(row[3]))
      throw Error(ErrorKind::kBadInput, "geometry.origin", "the position of its first voxel is not finite")
          .InFile(path);
  if (!(std::abs(RelativeDeterminant(geometry.world_from_voxel)) > kSingular))
    throw Error(ErrorKind::kBadInput, "geometry.singular", "its voxel axes do not span space").InFile(path);
  const double shear = ShearDegrees(geometry.world_from_voxel);
  if (!(shear <= kMostShearDegrees)) throw ShearError(path, shear);
}

/// ITK's spacing is pixdim's and its axes are a form's: together they must be that form.
void CheckForms(const Geometry& geometry, const VolumeFile& file, const std::filesystem::path& path) {
  double nearest = file.forms.empty() ? 0 : INFINITY;
  for (const Affine& form : file.forms)
    if (std::abs(RelativeDeterminant(form)) > kSingular)
      nearest = std::min(nearest, CornerDisplacement({geometry.size, form}, geometry));
  if (nearest > kSameGridTolerance)
    throw Error(ErrorKind::kBadInput, "nifti.forms",
                Cat("its spacing (pixdim) and its sform or qform differ by ", nearest,
                    " voxels at a corner: wanted at most ", kSameGridTolerance))
        .InFile(path);
}

/// ITK's word, and where it has only "not orthonormal" to say, the number that is wrong.
Geometry AskItk(const std::filesystem::path& path, const VolumeFile& file) {
  const VolumeBackend& itk = Itk();
  if (file.geometry) return *file.geometry;
  try {
    return itk.ReadGeometry(path, file.format);
  } catch (const Error&) {
    if (file.sform_shear_degrees > kMostShearDegrees) throw ShearError(path, file.sform_shear_degrees);
    if (file.forms.empty()) throw;
    const Vector3 spacing = Geometry{file.layout.size, file.forms[0]}.spacing_mm();
    throw Error(ErrorKind::kBadInput, "nifti.forms",
                Cat("its sform or qform has a spacing of ", spacing[0], "x", spacing[1], "x", spacing[2],
                    " mm and its pixdim ", file.pixdim[0], "x", file.pixdim[1], "x", file.pixdim[2],
                    " mm: wanted the same"))
        .InFile(path);
  }
}

Geometry CheckedGeometry(const std::filesystem::path& path, const VolumeFile& file) {
  const Geometry geometry = AskItk(path, file);
  if (geometry.size != file.layout.size)
    throw Error(ErrorKind::kBadInput, "geometry.itk", Cat("ITK sees ", Describe(geometry), " in it"))
        .InFile(path);
  CheckGrid(geometry, path);
  CheckForms(geometry, file, path);
  return geometry;
}

/// Before the work of encoding: what the file would be refused for when it is read.
void CheckWritable(const std::filesystem::path& path, const Geometry& geometry, size_t num_voxels) {
  if (LowerCaseExtension(path) == ".mhd")
    throw Error(ErrorKind::kBadInput, "volume.extension",
                "cannot be written: wanted .nii, .nii.gz, .nrrd or .mha")
        .InFile(path);
  F4S_CHECK_EQ(static_cast<size_t>(geometry.num_voxels()), num_voxels);
  CheckGrid(geometry, path);
  static_cast<void>(Itk());
}

/// Writes `bytes`, reads them back as any reader would, and gives the file its name.
void Publish(const std::filesystem::path& path, const Geometry& geometry, const std::string& bytes) {
  AtomicFile target(path);
  WriteBytes(target.temporary(), bytes, path);
  try {
    VolumeFile file = OpenVolumeFile(target.temporary());
    ReadVoxels(*file.reader, file.layout, [](const double*, size_t) {});
    const Geometry found = CheckedGeometry(target.temporary(), file);
    if (!SameGrid(geometry, found))
      throw Error(ErrorKind::kInternal, "internal.geometry",
                  Cat("read back as ", Describe(found), " elsewhere than ", Describe(geometry)));
  } catch (const Error& error) {
    // The temporary file's name means nothing to anyone.
    throw Error(ErrorKind::kIo, "io.verify", Cat("is damaged as it was written: ", error.message()))
        .InFile(path);
  }
  target.Publish();
}

/// "0.5", and "0.99999988079071045" for what six digits would round to a whole number.
std::string Exactly(double value) {
  const std::string text = Cat(value);
  return text.find('.') != std::string::npos ? text : Cat(std::setprecision(17), value);
}

/// Labels from numbers of any kind, each of which must be one.
void ReadAsLabels(VolumeFile& file, const std::filesystem::path& path, uint16_t* labels) {
  size_t index = 0;
  ReadVoxels(*file.reader, file.layout, [&](const double* values, size_t count) {
    for (size_t i = 0; i < count; ++i, ++index) {
      if (!(values[i] >= 0 && values[i] <= 65535) || values[i] != std::floor(values[i]))
        throw Error(ErrorKind::kBadInput, "label.value",
                    Cat("voxel ", index, " holds ", Exactly(values[i]),
                        ": wanted a label, an integer from 0 to 65535"))
            .InFile(path);
      labels[index] = static_cast<uint16_t>(values[i]);
    }
  });
}

/// What is named as a volume and is a folder holds a DICOM series.
bool IsFolder(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::is_directory(path, ignored);
}

}  // namespace

Geometry ReadGeometry(const std::filesystem::path& path) {
  if (IsFolder(path)) return ReadDicomFacts(path).geometry;
  return CheckedGeometry(path, OpenVolumeFile(path));
}

Volume ReadVolume(const std::filesystem::path& path) {
  if (IsFolder(path)) return ReadDicomVolume(path).volume;
  VolumeFile file = OpenVolumeFile(path);
  Volume volume;
  const bool scaled = file.layout.slope != 1 || file.layout.intercept != 0;
  volume.stored = scaled ? VoxelType::kFloat32 : VoxelTypeOf(file.layout.type);
  volume.samples.resize(file.layout.num_voxels());
  float* to = volume.samples.data();
  ReadVoxels(*file.reader, file.layout, [&](const double* values, size_t count) {
    to = std::transform(values, values + count, to, [](double value) { return static_cast<float>(value); });
  });
  volume.grid = CheckedGeometry(path, file);  // last: ITK sees only files that are whole
  return volume;
}

LabelVolume ReadLabelVolume(const std::filesystem::path& path) {
  if (IsFolder(path))
    throw Error(ErrorKind::kBadInput, "label.dicom", "is a folder: wanted a label map in a file")
        .InFile(path);
  VolumeFile file = OpenVolumeFile(path);
  LabelVolume volume;
  volume.samples.resize(file.layout.num_voxels());
  if (!ReadSmallIntegers(*file.reader, file.layout, volume.samples.data()))
    ReadAsLabels(file, path, volume.samples.data());
  volume.grid = CheckedGeometry(path, file);
  return volume;
}

void WriteVolume(const std::filesystem::path& path, const Volume& volume) {
  const VolumeFormat format = VolumeFormatOf(path);
  CheckWritable(path, volume.grid, volume.samples.size());
  Publish(path, volume.grid, EncodeVolume(path, format, volume));
}

void WriteLabelVolume(const std::filesystem::path& path, const LabelVolume& volume) {
  const VolumeFormat format = VolumeFormatOf(path);
  CheckWritable(path, volume.grid, volume.samples.size());
  Publish(path, volume.grid, EncodeLabels(path, format, volume));
}

}  // namespace f4s
