#include "libfuse4seg/report/shown_images.h"

#include <algorithm>
#include <map>

#include "libfuse4seg/cases/record_dicom.h"
#include "libfuse4seg/cases/record_fields.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/image/intensity.h"

namespace f4s {
namespace {

void BringToUnit(Image<float>& image, VoxelType type) {
  if (type == VoxelType::kUint8 || type == VoxelType::kUint16) {
    const float top = type == VoxelType::kUint8 ? 255.0F : 65535.0F;
    for (float& value : image.samples) value /= top;
    return;
  }
  std::vector<uint8_t> mask(image.samples.size());
  std::transform(image.samples.begin(), image.samples.end(), mask.begin(),
                 [](float value) { return static_cast<uint8_t>(value != 0.0F); });
  static_cast<void>(Normalize({Normalization::Kind::kPercentile}, image.samples, mask));
}

}  // namespace

Case WithImages(Case record) {
  const Json* source = FindPath(record.json(), "source");
  if (!record.modalities().empty() || source == nullptr || !source->is_object()) return record;
  Json images = Json::object();
  for (const auto& [name, file] : source->items())
    if (!IsRole(name) && file.is_string()) images[name] = file;
  if (!images.empty()) record.json()["images"] = std::move(images);
  if (const Json* which = FindPath(record.json(), "source_volume"))
    record.json()["image_volume"] = Json(*which);
  return record;
}

std::vector<WantedImage> WantedImages(const Case& record, bool with_maps) {
  std::vector<WantedImage> wanted;
  for (const std::string& name : record.modalities())
    wanted.push_back({name, PictureKind::kModality, record.image(name)});
  if (const auto fused = record.file("fused")) wanted.push_back({"fused", PictureKind::kFused, *fused});
  if (!with_maps) return wanted;
  if (const Json* attention = FindPath(record.json(), "attention");
      attention != nullptr && attention->is_object())
    for (const auto& [name, file] : attention->items())
      if (file.is_string())
        wanted.push_back({"attention " + name, PictureKind::kMap, file.get<std::string>()});
  if (const std::string file = TextAt(record.json(), "uncertainty"); !file.empty())
    wanted.push_back({"uncertainty", PictureKind::kMap, file});
  return wanted;
}

size_t BaseOf(const std::vector<WantedImage>& wanted) {
  for (size_t i = 0; i < wanted.size(); ++i)
    if (wanted[i].kind == PictureKind::kFused) return i;
  for (size_t i = 0; i < wanted.size(); ++i)
    if (wanted[i].name == "flair" || wanted[i].name == "t2f") return i;
  return 0;
}

Image<float> ReadForShow(const Case& record, const WantedImage& wanted) {
  VoxelType type{};
  std::map<std::string, SeriesFacts> series;
  Image<float> image = wanted.kind == PictureKind::kModality
                           ? ReadModality(record, wanted.name, series, &type, nullptr)
                           : ReadImage(wanted.file, &type);
  BringToUnit(image, type);
  return image;
}

}  // namespace f4s
