#include "libfuse4seg/data/study.h"

#include <cmath>

#include "libfuse4seg/data/dicom/record_series.h"
#include "libfuse4seg/image/image_file.h"
#include "libfuse4seg/image/volume_io.h"

namespace f4s {
namespace {

Geometry WithSpacing(const Geometry& source, const Vector3& spacing_mm) {
  Geometry target = source;
  const Vector3 old_spacing = source.spacing_mm();
  Vector3 first_voxel;
  for (size_t axis = 0; axis < 3; ++axis) {
    const double scale = spacing_mm[axis] / old_spacing[axis];
    target.size[axis] = std::max<int64_t>(1, std::llround(static_cast<double>(source.size[axis]) / scale));
    for (size_t row = 0; row < 3; ++row) target.world_from_voxel[row][axis] *= scale;
    first_voxel[axis] = 0.5 * scale - 0.5;
  }
  const Vector3 origin = Apply(source.world_from_voxel, first_voxel);
  for (size_t row = 0; row < 3; ++row) target.world_from_voxel[row][3] = origin[row];
  return target;
}

}  // namespace

void RequireSameGrid(const Geometry& first, const std::filesystem::path& first_file, const Geometry& other,
                     const std::filesystem::path& other_file) {
  const double displacement = CornerDisplacement(first, other);
  if (displacement <= kSameGridTolerance) return;
  const std::string how = std::isinf(displacement) ? "the sizes differ"
                                                   : Cat("corners lie up to ", displacement, " voxels apart");
  throw Error(ErrorKind::kBadInput, "geometry.grids",
              Cat("its grid (", Describe(other), ") is not that of ", first_file.filename().string(), " (",
                  Describe(first), "): ", how))
      .InFile(other_file);
}

bool HasVolumes(const Case& record, const std::vector<std::string>& modalities) {
  size_t volumes = 0;
  for (const std::string& modality : modalities) {
    volumes += IsVolume(ImageFileKindOf(record.image(modality)));
  }
  if (modalities.empty() || (volumes != 0 && volumes != modalities.size()))
    throw Error(ErrorKind::kBadInput, "case.kinds",
                modalities.empty() ? "has no images" : "has volumes and 2-D images: wanted one kind")
        .InCase(record.id());
  return volumes != 0;
}

Study ReadStudy(const Case& record, const std::vector<std::string>& modalities) {
  Study study;
  study.modalities = modalities;
  for (const std::string& modality : modalities) {
    study.volumes.push_back(ReadModality(record, modality, study.series));
    RequireSameGrid(study.geometry(), record.image(modalities.front()), study.volumes.back().geometry,
                    record.image(modality));
  }
  const auto read_labels = [&](const char* key) -> std::optional<LabelVolume> {
    const auto file = record.file(key);
    if (!file) return std::nullopt;
    LabelVolume labels = ReadLabelVolume(*file);
    RequireSameGrid(study.geometry(), record.image(modalities.front()), labels.geometry, *file);
    return labels;
  };
  study.label = read_labels("label");
  study.mask = read_labels("mask");
  return study;
}

void ResampleStudy(Study& study, const Vector3& spacing_mm) {
  const Geometry target = WithSpacing(study.geometry(), spacing_mm);
  for (Volume& volume : study.volumes) volume = Resample(volume, target);
  if (study.label) study.label = ResampleNearest(*study.label, target);
  if (study.mask) study.mask = ResampleNearest(*study.mask, target);
}

std::vector<uint8_t> WhereAnyIsNot0(const Study& study) {
  std::vector<uint8_t> mask(static_cast<size_t>(study.geometry().num_voxels()), 0);
  for (const Volume& volume : study.volumes)
    for (size_t i = 0; i < mask.size(); ++i) mask[i] |= static_cast<uint8_t>(volume.voxels[i] != 0.0F);
  return mask;
}

}  // namespace f4s
