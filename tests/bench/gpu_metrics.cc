// How many fused images a second a GPU and one thread of the CPU score, all nine metrics:
// gpu_metrics [SIDE [CASES]], pairs of SIDE x SIDE pixels (256), CASES of them as the slices of one (512).
//
// Prints images a second, copying to the GPU included, and the share of the memory's bandwidth that
// reading each level once would take: how far the kernels are from the least that they must move.
// 69 without a GPU.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/metric/fusion/fusion_metrics.h"

namespace f4s {
namespace {

constexpr int kRuns = 5;

/// `slices` times the same slice.
Image<uint8_t> MakeImage(int side, int slices, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<uint8_t> levels;
  for (int i = 0; i < side * side; ++i) {
    const int y = i / side - side / 2, x = i % side - side / 2;
    const bool is_body = y * y + x * x < side * side / 6;
    levels.push_back(static_cast<uint8_t>(is_body ? 40 + random() % 180 : 0));
  }
  Image<uint8_t> image = {{{side, side, slices}}, 1, {}};
  for (int z = 0; z < slices; ++z) image.samples.insert(image.samples.end(), levels.begin(), levels.end());
  return image;
}

/// The median over kRuns of scoring so many slices, seconds.
double Time(int side, int slices, const MetricKernels* kernels) {
  const Image<uint8_t> fused = MakeImage(side, slices, 3);
  const std::vector<FusionSource> sources = {{"a", MakeImage(side, slices, 1)},
                                             {"b", MakeImage(side, slices, 2)}};
  std::vector<double> seconds;
  for (int run = 0; run < kRuns; ++run) {
    const auto begin = std::chrono::steady_clock::now();
    static_cast<void>(ScoreSlices(fused, sources, FusionConvention::kCddfuse, false, kernels));
    seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  }
  std::sort(seconds.begin(), seconds.end());
  return seconds[kRuns / 2];
}

void Run(int side, int cases) {
  const MetricKernels* kernels = MetricKernelsFor("cuda");
  const int few = std::min(cases, 16);
  const double gpu = Time(side, cases, kernels), cpu = Time(side, few, nullptr);
  const double bytes = 3.0 * side * side * cases, peak = kernels->PeakBytesPerSecond();
  std::printf("gpu %.0f images a second, %.2f %% of %.0f GB/s for reading each level once\n", cases / gpu,
              100 * bytes / gpu / peak, peak / 1e9);
  std::printf("cpu %.0f images a second, one thread\n", few / cpu);
}

}  // namespace
}  // namespace f4s

int main(int argc, char** argv) {
  const int side = argc > 1 ? std::atoi(argv[1]) : 256, cases = argc > 2 ? std::atoi(argv[2]) : 512;
  if (side < 41 || side > 16384 || cases < 1)
    return std::fputs("usage: bench_gpu_metrics [SIDE, 41 to 16384 [CASES]]\n", stderr), 2;
  try {
    f4s::Run(side, cases);
  } catch (const f4s::Error& error) {
    return std::fprintf(stderr, "bench_gpu_metrics: %s\n", error.message().c_str()),
           error.kind() == f4s::ErrorKind::kUnavailable ? 69 : 70;
  }
}
