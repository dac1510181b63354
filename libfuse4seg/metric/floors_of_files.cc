#include "libfuse4seg/metric/floors_of_files.h"

#include <utility>

#include "libfuse4seg/image/colour.h"
#include "libfuse4seg/kernels/rules/fusion_rules.h"
#include "libfuse4seg/metric/comparable.h"
#include "libfuse4seg/metric/fusion/grey_levels.h"

namespace f4s {
namespace {

/// A case's sources, as levels and as what a rule fuses, on the grid of its fused image.
struct SourceFiles {
  std::vector<FusionSource> levels;
  std::vector<Image<float>> values;
  bool are_grey_bytes = true;
};

SourceFiles ReadSources(const Case& record, const std::vector<std::string>& names) {
  const auto fused = *record.file("fused");
  const Grid grid = ReadLevels(fused, nullptr).grid;
  SourceFiles sources;
  for (const std::string& name : names) {
    const auto file = record.image(name);
    VoxelType type{};
    sources.levels.push_back({name, ReadLevels(file, nullptr)});
    sources.values.push_back(ReadUnitImage(file, &type));
    TakeOrderOf(grid, fused, "the fused image", sources.levels.back().image, file);
    TakeOrderOf(grid, fused, "the fused image", sources.values.back(), file);
    sources.are_grey_bytes =
        sources.are_grey_bytes && type == VoxelType::kUint8 && sources.values.back().channels == 1;
  }
  return sources;
}

/// By a rule that works pixel by pixel.
template <class Rule>
Image<uint8_t> Fused(const std::vector<Image<float>>& sources, const Rule& rule) {
  std::vector<Image<float>> lumas;
  for (const Image<float>& source : sources) lumas.push_back(LumaOf(source));
  Image<float> fused = ImageOn<float>(lumas.front().grid);
  for (int64_t z = 0; z < fused.grid.size[2]; ++z) {
    Views<const float> planes;
    for (const Image<float>& luma : lumas) planes.push_back(luma.plane(z));
    rule(planes, fused.plane(z).pixels(), KernelsFor("cpu"));
  }
  return ToLevels(WithColourOf(sources, std::move(fused)));
}

}  // namespace

void ScoreFloorsOfFiles(const Case& record, const FusionOptions& options, FusedCaseScores& scores) {
  if (scores.floors.empty()) return;
  const SourceFiles sources = ReadSources(record, scores.sources());
  if (sources.are_grey_bytes) return;
  FusionOptions alone = options;
  alone.floors = false;
  const auto score = [&](Image<uint8_t> floor) {
    return ScoreFused({std::move(floor), sources.levels}, alone).scores;
  };
  for (auto& [name, floor] : scores.floors) {
    if (name == "average") floor = score(Fused(sources.values, FuseAverage));
    if (name == "maximum") floor = score(Fused(sources.values, FuseMaximum));
    for (const FusionSource& source : sources.levels)
      if (name == "copy-" + source.name) floor = score(source.image);
  }
}

}  // namespace f4s
