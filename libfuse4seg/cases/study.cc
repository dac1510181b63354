#include "libfuse4seg/cases/study.h"

#include "libfuse4seg/image/resample.h"

namespace f4s {

Study ReadStudyFiles(const Case& record, const std::vector<std::string>& modalities) {
  return {ReadCaseImages(record, modalities,
                         {.label = true, .mask = true, .unit_scale = false, .one_grid = false}),
          {}};
}

void ReorderStudy(Study& study, const std::function<AxisOrder(const Grid&)>& order_of) {
  const auto reorder = [&](Grid& geometry, auto& voxels) {
    const AxisOrder order = order_of(geometry);
    voxels = Reordered(voxels, geometry.size, order);
    geometry = Reordered(geometry, order);
  };
  for (Image<float>& volume : study.images) reorder(volume.grid, volume.samples);
  for (std::optional<Image<uint16_t>>& field_of_view : study.field_of_view)
    if (field_of_view) reorder(field_of_view->grid, field_of_view->samples);
  if (study.label) reorder(study.label->grid, study.label->samples);
  if (study.mask) reorder(study.mask->grid, study.mask->samples);
}

void ResampleStudy(Study& study, const Vector3& spacing_mm) {
  const Grid target = WithSpacing(study.grid(), spacing_mm);
  for (Image<float>& volume : study.images) volume = Resample(volume, target);
  for (std::optional<Image<uint16_t>>& field_of_view : study.field_of_view)
    if (field_of_view) field_of_view = ResampleNearest(*field_of_view, target);
  if (study.label) study.label = ResampleNearest(*study.label, target);
  if (study.mask) study.mask = ResampleNearest(*study.mask, target);
}

std::vector<uint8_t> NonzeroMask(const Study& study) {
  std::vector<uint8_t> mask(static_cast<size_t>(study.grid().num_voxels()), 0);
  for (size_t m = 0; m < study.images.size(); ++m) {
    const bool resampled = m < study.field_of_view.size() && study.field_of_view[m];
    for (size_t i = 0; i < mask.size(); ++i)
      mask[i] |= static_cast<uint8_t>(resampled ? study.field_of_view[m]->samples[i] == 2
                                                : study.images[m].samples[i] != 0.0F);
  }
  return mask;
}

}  // namespace f4s
