#include "libfuse4seg/cases/case_images.h"

#include <algorithm>

#include "libfuse4seg/base/text.h"
#include "libfuse4seg/cases/label_scheme.h"
#include "libfuse4seg/cases/record_dicom.h"
#include "libfuse4seg/cases/record_fields.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/image/resample.h"

namespace f4s {
namespace {

using Path = std::filesystem::path;

/// Holds each image against the first one: its grid, or, where each may have its own, its kind.
class OneGrid {
 public:
  explicit OneGrid(const CaseImageOptions& options) : wanted_(options.one_grid), first_(options.onto) {}

  template <class T>
  void Add(Image<T>& image, const Path& file) {
    if (!first_)
      first_ = {image.grid, file};
    else if (wanted_ || image.is_picture() != first_->first.is_picture)
      TakeOrder(first_->first, first_->second, image, file);
  }

 private:
  bool wanted_;
  std::optional<std::pair<Grid, Path>> first_;
};

bool AreLevels(VoxelType type) { return type == VoxelType::kUint8 || type == VoxelType::kUint16; }

/// @throws Error(kBadInput, "volume.levels")
void ToUnitScale(Image<float>& image, VoxelType type, const Path& file) {
  const float top = type == VoxelType::kUint8 ? 255.0F : type == VoxelType::kUint16 ? 65535.0F : 1.0F;
  if (!AreLevels(type)) {
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

void AddNotes(const FileNotes& notes, Case& record) {
  std::vector<Json> known(record.findings().begin(), record.findings().end());
  for (const auto& [file, note] : notes) {
    const std::string text = Cat(file.filename().string(), " ", note.text);
    const Json finding = {{"code", note.code}, {"severity", note.severity}, {"text", text}};
    if (std::find(known.begin(), known.end(), finding) != known.end()) continue;
    record.AddFinding(note.code, note.severity, text);
    known.push_back(finding);
  }
}

void FindOtherImages(Case& record, const std::vector<std::string>& names) {
  if (names.empty()) return;
  record.AddFinding("cases.ending", "warning",
                    Cat(Listed(names, 4, ", "), names.size() == 1 ? " is" : " are",
                        " not read: wanted .png, .jpg, .nii, .nii.gz, .nrrd, .mha or .mhd"));
}

std::optional<HeaderNote> DarkLevels(const Image<float>& image, const char* advice) {
  constexpr float kLevels = 65535, kMostOfRaw = 4095;
  const float greatest = kLevels * *std::max_element(image.samples.begin(), image.samples.end());
  if (!(greatest > 0 && greatest <= kMostOfRaw + 0.5F)) return std::nullopt;
  return HeaderNote{"image.levels", "warning",
                    Cat("holds levels up to ", std::lround(greatest), " of 65535, nearly black: ", advice)};
}

Image<float> ReadUnitImage(const Path& file, VoxelType* type, HeaderNotes* notes) {
  VoxelType read{};
  Image<float> image = ReadImage(file, &read, notes);
  ToUnitScale(image, read, file);
  if (type != nullptr) *type = read;
  return image;
}

void RequireLosslessLabels(const Case& record) {
  for (const char* role : kLabelRoles)
    if (const auto file = record.file(role)) RequireLossless(*file);
}

bool HasVolumes(const Case& record, const std::vector<std::string>& modalities) {
  if (modalities.empty())
    throw Error(ErrorKind::kBadInput, "case.modality", "has no images").InCase(record.id());
  return HoldsVolume(record.image(modalities.front()));
}

CaseImages ReadCaseImages(const Case& record, const std::vector<std::string>& modalities,
                          const CaseImageOptions& options) {
  CaseImages read;
  read.modalities = modalities;
  OneGrid one_grid(options);
  const auto note = [&](const Path& file, const HeaderNotes& notes) {
    for (const HeaderNote& one : notes) read.notes.emplace_back(file, one);
  };
  for (const std::string& modality : modalities) {
    const Path file = record.image(modality);
    HeaderNotes notes;
    read.images.push_back(ReadModality(record, modality, read.series, &read.types.emplace_back(), &notes));
    note(file, notes);
    one_grid.Add(read.images.back(), file);
    const bool scales = options.unit_scale && (!options.raw || AreLevels(read.types.back()));
    if (scales) ToUnitScale(read.images.back(), read.types.back(), file);
    // As levels: who asks for raw intensities scales them.
    if (scales && !options.raw && read.types.back() == VoxelType::kUint16 &&
        !record.json().contains("prepared"))
      if (const auto dark = DarkLevels(read.images.back())) note(file, {*dark});
  }
  const auto read_labels = [&](const char* key) -> std::optional<Image<uint16_t>> {
    const auto file = record.file(key);
    if (!file) return std::nullopt;
    HeaderNotes notes;
    Image<uint16_t> labels = ReadLabels(*file, &notes);
    note(*file, notes);
    one_grid.Add(labels, *file);
    return labels;
  };
  if (options.label) read.label = read_labels("label");
  if (options.mask) read.mask = read_labels("mask");
  if (read.mask)
    if (const std::vector<uint16_t> values = LabelValues(read.mask->samples); values.size() > 1)
      note(*record.file("mask"),
           {{"mask.values", "warning",
             Cat("holds the values ", Listed(values, 8, ", "), ": a mask is wherever it is not 0")}});
  if (!options.fused) return read;
  const auto file = record.file("fused");
  if (!file) throw Error(ErrorKind::kBadInput, "case.fused", "has no fused image").InCase(record.id());
  HeaderNotes notes;
  read.fused = options.unit_scale ? ReadUnitImage(*file, nullptr, &notes) : ReadImage(*file, nullptr, &notes);
  note(*file, notes);
  one_grid.Add(*read.fused, *file);
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
    if (order == AxisOrder()) return;
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

namespace {

/// Sets the mask to 1 where `holds` of a voxel.
template <class T, class Holds>
void AddWhere(const std::vector<T>& voxels, const Holds& holds, std::vector<uint8_t>& mask) {
  const T* __restrict from = voxels.data();
  uint8_t* __restrict to = mask.data();
  for (size_t i = 0; i < mask.size(); ++i) to[i] |= static_cast<uint8_t>(holds(from[i]));
}

}  // namespace

std::vector<uint8_t> NonzeroMask(const Study& study) {
  std::vector<uint8_t> mask(static_cast<size_t>(study.grid().num_voxels()), 0);
  for (size_t m = 0; m < study.images.size(); ++m) {
    const bool resampled = m < study.field_of_view.size() && study.field_of_view[m];
    if (resampled)
      AddWhere(
          study.field_of_view[m]->samples, [](uint16_t place) { return place == 2; }, mask);
    else
      AddWhere(
          study.images[m].samples, [](float value) { return value != 0.0F; }, mask);
  }
  return mask;
}

}  // namespace f4s
