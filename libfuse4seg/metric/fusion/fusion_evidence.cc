#include "libfuse4seg/metric/fusion/fusion_evidence.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "libfuse4seg/kernels/rules/fusion_rules.h"
#include "libfuse4seg/metric/elementwise.h"

namespace f4s {
namespace {

/// The least and the greatest level of any source so far.
F4S_ELEMENTWISE
void Widen(const uint8_t* __restrict levels, int64_t count, uint8_t* __restrict least,
           uint8_t* __restrict greatest) {
  for (int64_t i = 0; i < count; ++i) {
    least[i] = std::min(least[i], levels[i]);
    greatest[i] = std::max(greatest[i], levels[i]);
  }
}

int64_t CountCopied(const std::vector<uint8_t>& source, const std::vector<uint8_t>& fused,
                    const std::vector<uint8_t>& least, const std::vector<uint8_t>& greatest) {
  int64_t count = 0;
  for (size_t i = 0; i < fused.size(); ++i)
    count += static_cast<int>(greatest[i] - least[i] > kSameLevels) &
             static_cast<int>(std::abs(fused[i] - source[i]) <= kSameLevels);
  return count;
}

/// 0.98765 -> "98.7 %"; rounded down, so that nothing short of all is called 100 %.
std::string Percent(int64_t part, int64_t whole) {
  const double tenths = std::floor(1000 * static_cast<double>(part) / static_cast<double>(whole));
  char text[16];
  std::snprintf(text, sizeof text, "%.1f %%", tenths / 10);
  return text;
}

}  // namespace

FusionEvidence GatherEvidence(const Image<uint8_t>& fused, const std::vector<FusionSource>& sources) {
  const size_t pixels = fused.samples.size();
  std::vector<uint8_t> least(pixels, 255), greatest(pixels, 0);
  for (const auto& [name, source] : sources)
    Widen(source.samples.data(), static_cast<int64_t>(pixels), least.data(), greatest.data());
  FusionEvidence evidence;
  for (size_t i = 0; i < pixels; ++i) {
    evidence.num_differing += static_cast<int>(greatest[i] - least[i] > kSameLevels);
    const int level = greatest[i] == 0 ? fused.samples[i] : 0;
    evidence.num_black += static_cast<int>(greatest[i] == 0);
    evidence.num_lit += static_cast<int>(level > kDarkLevel);
    evidence.brightest = std::max(evidence.brightest, level);
  }
  for (const auto& [name, source] : sources)
    evidence.num_copied.push_back(CountCopied(source.samples, fused.samples, least, greatest));
  return evidence;
}

void Add(const FusionEvidence& slice, FusionEvidence& sum) {
  sum.num_copied.resize(slice.num_copied.size());
  sum.num_differing += slice.num_differing;
  for (size_t i = 0; i < sum.num_copied.size(); ++i) sum.num_copied[i] += slice.num_copied[i];
  sum.num_black += slice.num_black;
  sum.num_lit += slice.num_lit;
  sum.brightest = std::max(sum.brightest, slice.brightest);
}

void AddFusionFindings(const FusionEvidence& evidence, const std::vector<std::string>& sources,
                       Case& record) {
  const auto reaches = [](int64_t part, int64_t whole, double least) {
    return part > 0 && static_cast<double>(part) >= least * static_cast<double>(whole);
  };
  for (size_t i = 0; i < sources.size(); ++i)
    if (reaches(evidence.num_copied[i], evidence.num_differing, kCopiedPart))
      record.AddFinding("fusion.copy", "warning",
                        Cat("the fused image is nearly a copy of ", sources[i], ": within ", kSameLevels,
                            " level of it at ", Percent(evidence.num_copied[i], evidence.num_differing),
                            " of the ", evidence.num_differing, " pixels where the sources differ"));
  if (reaches(evidence.num_lit, evidence.num_black, kLitPart))
    record.AddFinding(
        "fusion.light", "warning",
        Cat("the fused image is above level ", kDarkLevel, " at ", evidence.num_lit, " of the ",
            evidence.num_black, " pixels where all its sources are 0, up to level ", evidence.brightest));
}

std::vector<FloorImage> FloorsOf(const std::vector<FusionSource>& sources) {
  const Grid& grid = sources.front().image.grid;
  std::vector<Image<float>> values;
  for (const auto& [name, source] : sources) {
    values.push_back(ImageOn<float>(grid));
    std::transform(source.samples.begin(), source.samples.end(), values.back().samples.begin(),
                   [](uint8_t level) { return static_cast<float>(level) / 255; });
  }
  Image<float> fused = ImageOn<float>(grid);
  const auto by = [&](const auto& rule) {
    for (int64_t z = 0; z < grid.size[2]; ++z) {
      Views<const float> planes;
      for (const Image<float>& source : values) planes.push_back(source.plane(z));
      rule(planes, fused.plane(z).pixels(), KernelsFor("cpu"));
    }
    return ToLevels(fused);
  };
  std::vector<FloorImage> floors = {{"average", by(FuseAverage)}, {"maximum", by(FuseMaximum)}};
  for (const auto& [name, source] : sources) floors.emplace_back("copy-" + name, source);
  return floors;
}

}  // namespace f4s
