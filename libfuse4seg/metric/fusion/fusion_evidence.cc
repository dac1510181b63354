#include "libfuse4seg/metric/fusion/fusion_evidence.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "libfuse4seg/kernels/rules/fusion_rules.h"
#include "libfuse4seg/metric/elementwise.h"

namespace f4s {
namespace {

constexpr size_t kEvidenceRun = size_t{1} << 20;  // pixels whose counts fit into 31 bits

/// The least and the greatest level of any source so far.
F4S_ELEMENTWISE
void Widen(const uint8_t* __restrict levels, int64_t count, uint8_t* __restrict least,
           uint8_t* __restrict greatest) {
  for (int64_t i = 0; i < count; ++i) {
    least[i] = std::min(least[i], levels[i]);
    greatest[i] = std::max(greatest[i], levels[i]);
  }
}

/// Where the sources differ and the fused image is like `source`.
F4S_ELEMENTWISE
int CountCopied(const uint8_t* __restrict source, const uint8_t* __restrict fused,
                const uint8_t* __restrict least, const uint8_t* __restrict greatest, size_t count) {
  int copied = 0;
  for (size_t i = 0; i < count; ++i)
    copied += static_cast<int>(greatest[i] - least[i] > kSameLevels) &
              static_cast<int>(std::abs(fused[i] - source[i]) <= kSameLevels);
  return copied;
}

/// Where the sources differ, where all of them are black, and how bright the fused image is there.
struct RunEvidence {
  int num_differing = 0, num_black = 0, num_lit = 0, brightest = 0;
};

F4S_ELEMENTWISE
void CountRun(const uint8_t* __restrict fused, const uint8_t* __restrict least,
              const uint8_t* __restrict greatest, size_t count, RunEvidence& evidence) {
  int differing = 0, black = 0, lit = 0;
  uint8_t brightest = 0;
  for (size_t i = 0; i < count; ++i) {
    const uint8_t level = greatest[i] == 0 ? fused[i] : uint8_t{0};
    differing += static_cast<int>(greatest[i] - least[i] > kSameLevels);
    black += static_cast<int>(greatest[i] == 0);
    lit += static_cast<int>(level > kDarkLevel);
    brightest = level > brightest ? level : brightest;
  }
  evidence = {differing, black, lit, brightest};
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
  evidence.num_copied.resize(sources.size());
  for (size_t begin = 0; begin < pixels; begin += kEvidenceRun) {
    const size_t count = std::min(kEvidenceRun, pixels - begin);
    const uint8_t *f = fused.samples.data() + begin, *low = least.data() + begin,
                  *high = greatest.data() + begin;
    RunEvidence run;
    CountRun(f, low, high, count, run);
    evidence.num_differing += run.num_differing;
    evidence.num_black += run.num_black;
    evidence.num_lit += run.num_lit;
    evidence.brightest = std::max(evidence.brightest, run.brightest);
    for (size_t i = 0; i < sources.size(); ++i)
      evidence.num_copied[i] += CountCopied(sources[i].image.samples.data() + begin, f, low, high, count);
  }
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
