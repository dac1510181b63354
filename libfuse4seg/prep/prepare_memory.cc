#include "libfuse4seg/prep/prepare_memory.h"

#include <algorithm>
#include <cmath>

#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/image/files/volume_io.h"
#include "libfuse4seg/prep/missing.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

constexpr int64_t kVoxel = 4;            // of a modality, float
constexpr int64_t kBesides = 10;         // label, mask, brain, and one modality's copy
constexpr int64_t kOfVolumes = 5;        // what is encoded
constexpr int64_t kOfRegistration = 12;  // both images smoothed and shrunk
constexpr int64_t kOfBias = 6;           // the field
constexpr int64_t kOfDicom = 4;          // times a series' files: 16 bits become 32, headers, compression
constexpr int64_t kThread = 8LL << 20;

int64_t BytesOfFiles(const fs::path& folder) {
  int64_t bytes = 0;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.is_regular_file()) bytes += static_cast<int64_t>(entry.file_size());
  return bytes;
}

/// Voxels after resampling to the wanted spacing.
int64_t ResampledVoxels(const Geometry& geometry, const Vector3& spacing_mm) {
  const Vector3 own = geometry.spacing_mm();
  double voxels = static_cast<double>(geometry.num_voxels());
  // Axes may yet change places: the product of the spacings does not.
  for (size_t axis = 0; axis < 3; ++axis) voxels *= own[axis] / spacing_mm[axis];
  return static_cast<int64_t>(std::ceil(voxels));
}

}  // namespace

int64_t PreparationBytes(const Case& record, const std::vector<std::string>& modalities,
                         const PrepareRules& rules) {
  int64_t bytes = 0, largest = 0, of_largest_resampled = 0;
  const std::vector<std::string> present = PresentOf(record, modalities);
  try {
    for (const std::string& modality : present) {
      const fs::path file = record.image(modality);
      if (!IsVolume(ImageFileKindOf(file))) return 0;
      if (fs::is_directory(file)) {
        bytes += kOfDicom * BytesOfFiles(file);
        continue;
      }
      const Geometry geometry = ReadGeometry(file);
      bytes += kVoxel * geometry.num_voxels();
      largest = std::max(largest, geometry.num_voxels());
      if (rules.spacing_mm)
        of_largest_resampled = std::max(of_largest_resampled, ResampledVoxels(geometry, *rules.spacing_mm));
    }
  } catch (const Error&) {
    return 0;
  }
  const int64_t a_voxel = kBesides + (rules.volumes ? kOfVolumes : 0) + (rules.correct_bias ? kOfBias : 0) +
                          (rules.alignment == Alignment::kNone ? 0 : kOfRegistration);
  bytes += a_voxel * std::max(largest, of_largest_resampled);
  bytes += kVoxel * static_cast<int64_t>(present.size()) * of_largest_resampled;
  return bytes + kThread;
}

}  // namespace f4s
