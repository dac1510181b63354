#include "libfuse4seg/image/files/volume_io.h"

#include <algorithm>
#include <cmath>
#include <iomanip>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/image/dicom/dicom_volume.h"
#include "libfuse4seg/image/files/volume_encode.h"
#include "libfuse4seg/image/files/volume_file.h"

namespace f4s {
namespace {

/// Before the work of encoding: what the file would be refused for when it is read.
void CheckWritable(const std::filesystem::path& path, const Grid& geometry, size_t num_voxels) {
  if (LowerCaseExtension(path) == ".mhd")
    throw Error(ErrorKind::kBadInput, "volume.extension",
                "cannot be written: wanted .nii, .nii.gz, .nrrd or .mha")
        .InFile(path);
  F4S_CHECK_EQ(static_cast<size_t>(geometry.num_voxels()), num_voxels);
  CheckGrid(geometry, path);
}

/// Writes `bytes`, reads them back as any reader would, and gives the file its name.
void Publish(const std::filesystem::path& path, const Grid& geometry, const std::string& bytes) {
  AtomicFile target(path);
  target.Write(bytes);
  try {
    VolumeFile file = OpenOneVolume(target.temporary());
    ReadVoxels(*file.reader, file.layout, [](const double*, size_t) {});
    if (!SameGrid(geometry, file.grid))
      throw Error(ErrorKind::kInternal, "internal.geometry",
                  Cat("read back as ", Describe(file.grid), " elsewhere than ", Describe(geometry)));
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

/// A label that was kept by a slope, as SPM keeps 1 as 255 of 1/255: slopes are single precision.
double Unscaled(double value, bool scaled) {
  const double whole = std::nearbyint(value);
  return scaled && std::abs(value - whole) <= 1e-6 * std::abs(whole) ? whole : value;
}

/// Labels from numbers of any kind, each of which must be one.
void ReadAsLabels(VolumeFile& file, const std::filesystem::path& path, uint16_t* labels) {
  size_t index = 0;
  const bool scaled = file.layout.slope != 1;
  ReadVoxels(*file.reader, file.layout, [&](const double* values, size_t count) {
    for (size_t i = 0; i < count; ++i, ++index) {
      const double value = Unscaled(values[i], scaled);
      if (!(value >= 0 && value <= 65535) || value != static_cast<int>(value))
        throw Error(ErrorKind::kBadInput, "label.value",
                    Cat("voxel ", index, " holds ", Exactly(values[i]),
                        ": wanted a label, an integer from 0 to 65535"))
            .InFile(path);
      labels[index] = static_cast<uint16_t>(value);
    }
  });
}

}  // namespace

// What is named as a volume and is a folder holds a DICOM series.

Grid ReadGeometry(const std::filesystem::path& path) {
  if (ReadableFolder(path)) return ReadDicomFacts(path).geometry;
  return OpenVolumeFile(path).grid;
}

Image<float> ReadVolume(const std::filesystem::path& path, VoxelType* type, HeaderNotes* notes,
                        std::optional<int64_t> which) {
  if (ReadableFolder(path)) {
    DicomVolume read = ReadDicomVolume(path, {}, type);
    if (notes != nullptr)
      for (const DicomFinding& finding : read.facts.findings)
        notes->push_back({finding.code, finding.severity, finding.text});
    return std::move(read.volume);
  }
  VolumeFile file = OpenOneVolume(path, which);
  Image<float> volume;
  const bool scaled = file.layout.slope != 1 || file.layout.intercept != 0;
  if (type != nullptr) *type = scaled ? VoxelType::kFloat32 : VoxelTypeOf(file.layout.type);
  volume.samples.resize(file.layout.num_voxels());
  float* to = volume.samples.data();
  PrecisionLoss loss(!scaled && IsWhole(file.layout.type));
  const bool may_lose = scaled || (SizeOf(file.layout.type) > 2 && file.layout.type != ScalarType::kFloat32);
  if (!ReadSmallNumbers(*file.reader, file.layout, to))
    ReadVoxels(*file.reader, file.layout, [&](const double* values, size_t count) {
      if (may_lose) loss.Add(values, count);
      to = std::transform(values, values + count, to, [](double value) { return static_cast<float>(value); });
    });
  volume.grid = file.grid;
  if (notes != nullptr) *notes = std::move(file.notes);
  if (const auto note = loss.Note(); note && notes != nullptr) notes->push_back(*note);
  return volume;
}

Image<uint16_t> ReadLabelVolume(const std::filesystem::path& path, HeaderNotes* notes) {
  if (ReadableFolder(path))
    throw Error(ErrorKind::kBadInput, "label.dicom", "is a folder: wanted a label map in a file")
        .InFile(path);
  VolumeFile file = OpenOneVolume(path);
  Image<uint16_t> volume;
  volume.samples.resize(file.layout.num_voxels());
  if (!ReadSmallIntegers(*file.reader, file.layout, volume.samples.data()))
    ReadAsLabels(file, path, volume.samples.data());
  volume.grid = file.grid;
  if (notes != nullptr) *notes = std::move(file.notes);
  return volume;
}

template <class T>
void WriteVolume(const std::filesystem::path& path, const Image<T>& volume, VoxelType type) {
  const VolumeFormat format = VolumeFormatOf(path);
  CheckWritable(path, volume.grid, volume.samples.size());
  Publish(path, volume.grid, EncodeVolume(path, format, volume, type));
}
template void WriteVolume(const std::filesystem::path&, const Image<float>&, VoxelType);
template void WriteVolume(const std::filesystem::path&, const Image<uint16_t>&, VoxelType);

void WriteLabelVolume(const std::filesystem::path& path, const Image<uint16_t>& volume) {
  const auto most = std::max_element(volume.samples.begin(), volume.samples.end());
  WriteVolume(path, volume, TypeOfLevels(most == volume.samples.end() || *most < 256 ? 8 : 16));
}

}  // namespace f4s
