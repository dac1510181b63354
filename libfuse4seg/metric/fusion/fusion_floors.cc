#include "libfuse4seg/metric/fusion/fusion_floors.h"

#include "libfuse4seg/image/intensity.h"
#include "libfuse4seg/kernels/rules/fusion_rules.h"

namespace f4s {
namespace {

LevelImage ToLevelImage(const std::vector<float>& values, const LevelImage& like) {
  LevelImage image{like.width, like.height, {}};
  for (const float value : values) image.levels.push_back(static_cast<uint8_t>(Quantize(value, 8)));
  return image;
}

}  // namespace

std::vector<FloorImage> FloorsOf(const std::vector<FusionSource>& sources) {
  const LevelImage& first = sources.front().image;
  std::vector<std::vector<float>> values;
  SourcePlanes planes{{}, first.height, first.width};
  for (const FusionSource& source : sources) {
    values.emplace_back();
    for (const uint8_t level : source.image.levels) values.back().push_back(static_cast<float>(level) / 255);
  }
  for (const auto& plane : values) planes.planes.emplace_back(plane);
  std::vector<float> fused(first.levels.size());
  std::vector<FloorImage> floors;
  FuseAverage(planes, fused);
  floors.emplace_back("average", ToLevelImage(fused, first));
  FuseMaximum(planes, fused);
  floors.emplace_back("maximum", ToLevelImage(fused, first));
  for (const auto& [name, image] : sources) floors.emplace_back("copy-" + name, image);
  return floors;
}

}  // namespace f4s
