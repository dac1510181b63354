// How long the segmentation metrics of one pair of label maps take, read from files and from memory,
// on one thread: bench_segmentation LABEL PREDICTION RUNS [CONVENTION [REGIONS]].
// Prints seconds of reading both and of all metrics: the median, the smallest, and the smallest of
// processor time, which does not count what other programs took.

#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <vector>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/image/files/volume_io.h"
#include "libfuse4seg/metric/segmentation/segmentation_metrics.h"

namespace f4s {
namespace {

double Now(clockid_t clock) {
  timespec time = {};
  clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

void Report(const char* what, int runs, const std::function<void()>& work) {
  std::vector<double> wall, processor;
  for (int i = 0; i < runs; ++i) {
    const double begin = Now(CLOCK_MONOTONIC), processor_begin = Now(CLOCK_PROCESS_CPUTIME_ID);
    work();
    wall.push_back(Now(CLOCK_MONOTONIC) - begin);
    processor.push_back(Now(CLOCK_PROCESS_CPUTIME_ID) - processor_begin);
  }
  std::sort(wall.begin(), wall.end());
  std::printf("%s %.5f %.5f %.5f\n", what, wall[wall.size() / 2], wall[0],
              *std::min_element(processor.begin(), processor.end()));
}

void Run(int argc, char** argv) {
  Image<uint16_t> label, prediction;
  const int runs = std::max(1, std::atoi(argv[3]));
  Report("read", runs, [&] { label = ReadLabelVolume(argv[1]), prediction = ReadLabelVolume(argv[2]); });
  SegmentationOptions options;
  if (argc > 4) options.convention = ParseSegmentationConvention(argv[4]);
  const std::vector<Region> regions = ParseRegions(argc > 5 ? argv[5] : "");
  Report("metrics", runs, [&] {
    static_cast<void>(ScoreSegmentation(label.samples, prediction.samples, label.grid, regions, options));
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
