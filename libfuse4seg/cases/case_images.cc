#include "libfuse4seg/cases/case_images.h"

#include <algorithm>

#include "libfuse4seg/cases/record_dicom.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/image/resample.h"

namespace f4s {
namespace {

using Path = std::filesystem::path;

/// Holds each image against the first one: its grid, or, where each may have its own, its kind.
class OneGrid {
 public:
  explicit OneGrid(bool wanted) : wanted_(wanted) {}

  void Add(const Grid& grid, const Path& file) {
    if (!first_)
      first_ = {grid, file};
    else if (wanted_ || grid.is_picture != first_->first.is_picture)
      RequireSameGrid(first_->first, first_->second, grid, file);
  }

 private:
  bool wanted_;
  std::optional<std::pair<Grid, Path>> first_;
};

/// @throws Error(kBadInput, "volume.levels")
void ToUnitScale(Image<float>& image, VoxelType type, const Path& file) {
  const float top = type == VoxelType::kUint8 ? 255.0F : type == VoxelType::kUint16 ? 65535.0F : 1.0F;
  if (!image.is_picture()) {  // whose levels cannot lie beyond their type
    const auto [least, greatest] = std::minmax_element(image.samples.begin(), image.samples.end());
    if (*least < 0 || *greatest > top)
      throw Error(ErrorKind::kBadInput, "volume.levels",
                  Cat("holds values from ", *least, " to ", *greatest,
                      ": wanted uint8 or uint16 levels, or floats in 0..1; f4s-prep --volumes makes them"))
          .InFile(file);
  }
  for (float& value : image.samples) value /= top;
}

}  // namespace

Image<float> ReadUnitImage(const Path& file, VoxelType* type) {
  VoxelType read{};
  Image<float> image = ReadImage(file, &read);
  ToUnitScale(image, read, file);
  if (type != nullptr) *type = read;
  return image;
}

bool HasVolumes(const Case& record, const std::vector<std::string>& modalities) {
  if (modalities.empty())
    throw Error(ErrorKind::kBadInput, "case.modality", "has no images").InCase(record.id());
  return IsVolume(ImageFileKindOf(record.image(modalities.front())));
}

CaseImages ReadCaseImages(const Case& record, const std::vector<std::string>& modalities,
                          const CaseImageOptions& options) {
  CaseImages read;
  read.modalities = modalities;
  OneGrid one_grid(options.one_grid);
  for (const std::string& modality : modalities) {
    const Path file = record.image(modality);
    read.images.push_back(ReadModality(record, modality, read.series, &read.types.emplace_back()));
    one_grid.Add(read.images.back().grid, file);
    if (options.unit_scale) ToUnitScale(read.images.back(), read.types.back(), file);
  }
  const auto read_labels = [&](const char* key) -> std::optional<Image<uint16_t>> {
    const auto file = record.file(key);
    if (!file) return std::nullopt;
    Image<uint16_t> labels = ReadLabels(*file);
    one_grid.Add(labels.grid, *file);
    return labels;
  };
  if (options.label) read.label = read_labels("label");
  if (options.mask) read.mask = read_labels("mask");
  if (!options.fused) return read;
  const auto file = record.file("fused");
  if (!file) throw Error(ErrorKind::kBadInput, "case.fused", "has no fused image").InCase(record.id());
  read.fused = options.unit_scale ? ReadUnitImage(*file) : ReadImage(*file);
  one_grid.Add(read.fused->grid, *file);
  return read;
}

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
