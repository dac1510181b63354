// How long the segmentation metrics of one pair of label maps take, read from files and from memory,
// on one thread: bench_segmentation LABEL PREDICTION RUNS [CONVENTION [REGIONS]].
// Prints the median seconds of reading both and of all metrics, with the smallest of each.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <vector>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/image/volume_io.h"
#include "libfuse4seg/metric/segmentation_metrics.h"

namespace f4s {
namespace {

void Report(const char* what, int runs, const std::function<void()>& work) {
  std::vector<double> seconds;
  for (int i = 0; i < runs; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  }
  std::sort(seconds.begin(), seconds.end());
  std::printf("%s %.5f %.5f\n", what, seconds[seconds.size() / 2], seconds[0]);
}

void Run(int argc, char** argv) {
  LabelVolume label, prediction;
  const int runs = std::max(1, std::atoi(argv[3]));
  Report("read", runs, [&] { label = ReadLabelVolume(argv[1]), prediction = ReadLabelVolume(argv[2]); });
  SegmentationOptions options;
  if (argc > 4) options.convention = ParseSegmentationConvention(argv[4]);
  const std::vector<Region> regions = ParseRegions(argc > 5 ? argv[5] : "");
  const LabelGrid grid = {label.geometry.size, label.geometry.spacing_mm(), 3};
  Report("metrics", runs, [&] {
    static_cast<void>(ScoreSegmentation(label.labels, prediction.labels, grid, regions, options));
  });
}

}  // namespace
}  // namespace f4s

int main(int argc, char** argv) {
  if (argc < 4)
    return std::fputs("usage: bench_segmentation LABEL PREDICTION RUNS [CONVENTION [REGIONS]]\n", stderr), 2;
  try {
    f4s::Run(argc, argv);
  } catch (const f4s::Error& error) {
    return std::fprintf(stderr, "bench_segmentation: %s\n", error.message().c_str()), 70;
  }
}
