// How long each part of the fusion metrics takes on one thread, in memory:
//
//   bench_fusion RUNS A.png B.png FUSED.png [A.png B.png FUSED.png ...]
//
// Prints processor milliseconds a triple, the median over RUNS rounds through all triples: of
// each part of the convention cddfuse, of all nine metrics together, of them with the evidence, without and
// with the floors, and of reading the files.

#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <vector>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/cases/case_images.h"
#include "libfuse4seg/metric/fusion/fusion_metrics.h"
#include "libfuse4seg/metric/fusion/fusion_of_case.h"
#include "libfuse4seg/metric/fusion/gradient.h"
#include "libfuse4seg/metric/fusion/information.h"
#include "libfuse4seg/metric/fusion/pixel_sums.h"
#include "libfuse4seg/metric/fusion/qabf.h"
#include "libfuse4seg/metric/fusion/ssim.h"
#include "libfuse4seg/metric/fusion/vif.h"

namespace f4s {
namespace {

constexpr FusionConvention kConvention = FusionConvention::kCddfuse;

struct Triple {
  Image<uint8_t> fused;
  std::vector<FusionSource> sources;
  [[nodiscard]] std::vector<LevelView> images() const { return {sources[0].image, sources[1].image}; }
};

double ProcessorMilliseconds() {
  timespec time = {};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return 1e3 * static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_nsec);
}

void Report(const char* what, int runs, size_t triples, const std::function<void(size_t)>& work) {
  std::vector<double> times;
  for (int run = 0; run < runs; ++run) {
    const double begin = ProcessorMilliseconds();
    for (size_t i = 0; i < triples; ++i) work(i);
    times.push_back((ProcessorMilliseconds() - begin) / static_cast<double>(triples));
  }
  std::sort(times.begin(), times.end());
  std::printf("%-12s %.3f ms\n", what, times[times.size() / 2]);
}

Triple ReadTriple(char** files) {
  const auto read = [](const char* file) { return GreyLevels(ToLevels(ReadUnitImage(file)), kConvention); };
  return {read(files[2]), {{"a", read(files[0])}, {"b", read(files[1])}}};
}

void Alone(const LevelView& fused) {
  static_cast<void>(Entropy(CountLevels(fused)));
  static_cast<void>(SpatialFrequency(fused, Divisor::kDifferences));
  static_cast<void>(AverageGradient(fused, Divisor::kPixels));
}

void InformationOf(const Triple& t) {
  for (const LevelView& image : t.images()) static_cast<void>(MutualInformation(t.fused, image));
}

void Run(int argc, char** argv) {
  const int runs = std::max(1, std::atoi(argv[1]));
  const size_t triples = static_cast<size_t>(argc - 2) / 3;
  std::vector<Triple> cases(triples);
  Report("reading", runs, triples, [&](size_t i) { cases[i] = ReadTriple(argv + 2 + 3 * i); });
  const FusionRules& rules = RulesOf(kConvention);
  const auto report = [&](const char* what, const std::function<void(const Triple&)>& work) {
    Report(what, runs, triples, [&](size_t i) { work(cases[i]); });
  };
  report("EN SF AG", [](const Triple& t) { Alone(t.fused); });
  report("SD SCD", [](const Triple& t) { PixelSums({t.fused, t.sources[0].image, t.sources[1].image}); });
  report("MI", InformationOf);
  report("VIF", [&](const Triple& t) { static_cast<void>(PixelVif(t.fused, t.images(), rules.vif)); });
  report("Qabf",
         [&](const Triple& t) { static_cast<void>(PreservedEdges(t.fused, t.images(), rules.qabf)); });
  report("SSIM", [&](const Triple& t) {
    for (const LevelView& image : t.images()) static_cast<void>(Ssim(image, t.fused, rules.ssim));
  });
  report("all nine",
         [](const Triple& t) { static_cast<void>(ScoreFusion(t.fused, t.sources, kConvention)); });
  for (const bool floors : {false, true})
    report(floors ? "with floors" : "of a case", [&](const Triple& t) {
      static_cast<void>(ScoreFused({t.fused, t.sources}, {kConvention, false, floors, nullptr}));
    });
}

}  // namespace
}  // namespace f4s

int main(int argc, char** argv) {
  if (argc < 5 || argc % 3 != 2)
    return std::fputs("usage: bench_fusion RUNS A.png B.png FUSED.png [A.png B.png FUSED.png ...]\n", stderr),
           2;
  try {
    f4s::Run(argc, argv);
  } catch (const f4s::Error& error) {
    return std::fprintf(stderr, "bench_fusion: %s\n", error.message().c_str()), 70;
  }
}
