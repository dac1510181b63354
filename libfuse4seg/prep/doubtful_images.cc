#include "libfuse4seg/prep/doubtful_images.h"

#include <algorithm>

#include "libfuse4seg/base/error.h"

namespace f4s {
namespace {

constexpr size_t kLeastDoubtful = 4096;  ///< of fewer, chance may make them so

void FindLabelLike(const std::vector<float>& values, const std::string& modality, Case& record) {
  constexpr size_t kMostValues = 16;
  if (values.size() < kLeastDoubtful) return;
  std::vector<float> met;
  size_t zeros = 0;
  for (const float value : values) {
    zeros += value == 0 ? 1 : 0;
    if (std::find(met.begin(), met.end(), value) != met.end()) continue;
    if (met.size() == kMostValues) return;
    met.push_back(value);
  }
  if (met.size() < 2 || 2 * zeros < values.size()) return;
  record.AddFinding("image.label_like", "warning",
                    Cat(modality, " holds ", met.size(),
                        " values, most of them 0, as a label map does: it is taken as an image"));
}

bool IsConstant(const std::vector<float>& values) {
  return std::all_of(values.begin(), values.end(), [&](float value) { return value == values.front(); });
}

}  // namespace

void FindDoubtfulImages(const std::vector<Image<float>>& images, const std::vector<std::string>& modalities,
                        Case& record) {
  for (size_t i = 0; i < images.size(); ++i) {
    FindLabelLike(images[i].samples, modalities[i], record);
    for (size_t j = 0; j < i; ++j)
      if (images[i].samples.size() >= kLeastDoubtful && images[j].samples == images[i].samples &&
          !IsConstant(images[i].samples))
        record.AddFinding("modality.copy", "warning",
                          Cat(modalities[i], " holds the values of ", modalities[j], ", voxel by voxel"));
  }
}

void FindDoubtfulLabel(const std::vector<uint16_t>& values, Case& record) {
  constexpr size_t kMostLabels = 256;
  if (values.size() > kMostLabels)
    record.AddFinding("label.image_like", "warning",
                      Cat("its label map holds ", values.size(), " values, as an image does"));
}

}  // namespace f4s
