#include "libfuse4seg/cases/study.h"

#include "libfuse4seg/cases/record_series.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/image/files/volume_io.h"

namespace f4s {
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

Study ReadStudyFiles(const Case& record, const std::vector<std::string>& modalities) {
  Study study;
  study.modalities = modalities;
  for (const std::string& modality : modalities)
    study.volumes.push_back(ReadModality(record, modality, study.series));
  if (const auto file = record.file("label")) study.label = ReadLabelVolume(*file);
  if (const auto file = record.file("mask")) study.mask = ReadLabelVolume(*file);
  return study;
}

Study ReadStudy(const Case& record, const std::vector<std::string>& modalities) {
  Study study = ReadStudyFiles(record, modalities);
  const auto require = [&](const Geometry& geometry, const std::filesystem::path& file) {
    RequireSameGrid(study.geometry(), record.image(modalities.front()), geometry, file);
  };
  for (size_t i = 1; i < modalities.size(); ++i)
    require(study.volumes[i].geometry, record.image(modalities[i]));
  if (study.label) require(study.label->geometry, *record.file("label"));
  if (study.mask) require(study.mask->geometry, *record.file("mask"));
  return study;
}

void ReorderStudy(Study& study, const std::function<AxisOrder(const Geometry&)>& order_of) {
  const auto reorder = [&](Geometry& geometry, auto& voxels) {
    const AxisOrder order = order_of(geometry);
    voxels = Reordered(voxels, geometry.size, order);
    geometry = Reordered(geometry, order);
  };
  for (Volume& volume : study.volumes) reorder(volume.geometry, volume.voxels);
  for (std::optional<LabelVolume>& field_of_view : study.field_of_view)
    if (field_of_view) reorder(field_of_view->geometry, field_of_view->labels);
  if (study.label) reorder(study.label->geometry, study.label->labels);
  if (study.mask) reorder(study.mask->geometry, study.mask->labels);
}

void ResampleStudy(Study& study, const Vector3& spacing_mm) {
  const Geometry target = WithSpacing(study.geometry(), spacing_mm);
  for (Volume& volume : study.volumes) volume = Resample(volume, target);
  for (std::optional<LabelVolume>& field_of_view : study.field_of_view)
    if (field_of_view) field_of_view = ResampleNearest(*field_of_view, target);
  if (study.label) study.label = ResampleNearest(*study.label, target);
  if (study.mask) study.mask = ResampleNearest(*study.mask, target);
}

std::vector<uint8_t> NonzeroMask(const Study& study) {
  std::vector<uint8_t> mask(static_cast<size_t>(study.geometry().num_voxels()), 0);
  for (size_t m = 0; m < study.volumes.size(); ++m) {
    const bool resampled = m < study.field_of_view.size() && study.field_of_view[m];
    for (size_t i = 0; i < mask.size(); ++i)
      mask[i] |= static_cast<uint8_t>(resampled ? study.field_of_view[m]->labels[i] == 2
                                                : study.volumes[m].voxels[i] != 0.0F);
  }
  return mask;
}

}  // namespace f4s
