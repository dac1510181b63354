// What engine.sh measures of the suite's engines:
//
//     bench_engine MODEL.safetensors plan|plan-KIND|int8|torch fuse|segment HEIGHT WIDTH RUNS OUTPUT
//
// KIND is a version of the loops (avx2, avx512, any); int8 is the plan in 8 bits, calibrated on the same
// picture.  Fuses or segments the same picture in each of the model's slots, RUNS times on one thread, writes
// the result, and prints the least of the processor's seconds.

#include <time.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <string>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/infer/engine.h"
#include "libfuse4seg/kernels/net/net_kernels.h"

namespace f4s {
namespace {

double ProcessorSeconds() {
  timespec time = {};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// As engine_peer.py has it: 0 outside of an ellipse, waves within.
std::vector<float> Picture(int64_t rows, int64_t columns, int64_t slot) {
  std::vector<float> plane(static_cast<size_t>(rows * columns));
  for (int64_t y = 0; y < rows; ++y)
    for (int64_t x = 0; x < columns; ++x) {
      const double v = 2 * (static_cast<double>(y) + 0.5) / static_cast<double>(rows) - 1,
                   u = 2 * (static_cast<double>(x) + 0.5) / static_cast<double>(columns) - 1;
      if (u * u + v * v < 0.8)
        plane[static_cast<size_t>(y * columns + x)] =
            static_cast<float>(0.5 + 0.4 * std::sin(9 * u + static_cast<double>(slot)) * std::cos(7 * v));
    }
  return plane;
}

int Run(char** argv) {
  const std::string engine = argv[2], what = argv[3];
  const int64_t rows = std::atoll(argv[4]), columns = std::atoll(argv[5]);
  if (engine.starts_with("plan-")) UseNetKernels(engine.substr(5));
  const ModelFile model = FindModel(argv[1]);
  const auto calibration = engine == "int8" ? std::make_shared<Int8Calibration>() : nullptr;
  auto network =
      OpenNetwork(model, engine == "torch" ? Engine::kTorch : Engine::kPlan, {.device = "cpu"},
                  what == "fuse" ? NetworkUse::kFuse : NetworkUse::kSegment, {.calibration = calibration})
          .network;
  std::vector<std::vector<float>> pictures;
  Views<const float> views;
  std::vector<int64_t> slots;
  for (int64_t slot = 0; slot < std::ssize(model.description.modalities); ++slot) {
    pictures.push_back(Picture(rows, columns, slot));
    slots.push_back(slot);
  }
  for (const auto& picture : pictures) views.push_back({picture.data(), columns, rows, columns});
  const View<const float> fused = network->sees_fused() ? views.front() : View<const float>();
  if (what == "segment" && !network->sees_images()) views.clear(), slots.clear();
  if (calibration) {
    static_cast<void>(network->Probabilities(views, slots, fused, false));
    const std::string calibrated = std::string(argv[7]) + ".safetensors";
    calibration->Write(model.path, calibrated);
    network = OpenNetwork(FindModel(calibrated), Engine::kPlan, {.device = "cpu"}, NetworkUse::kSegment,
                          {.int8 = true})
                  .network;
  }
  std::vector<float> result;
  double least = std::numeric_limits<double>::infinity();
  for (int run = 0; run <= std::atoi(argv[6]); ++run) {  // the first one warms up
    const double begin = ProcessorSeconds();
    result = what == "fuse" ? network->Fuse(views, slots, nullptr)
                            : network->Probabilities(views, slots, fused, false);
    least = std::min(least, ProcessorSeconds() - begin);
  }
  std::ofstream(argv[7], std::ios::binary)
      .write(reinterpret_cast<const char*>(result.data()),
             static_cast<std::streamsize>(result.size() * sizeof(float)));
  std::printf("%.6f\n", least);
  return 0;
}

}  // namespace
}  // namespace f4s

int main(int argc, char** argv) {
  if (argc != 8) return std::fprintf(stderr, "usage: see the head of engine.cc\n"), 2;
  try {
    return f4s::Run(argv);
  } catch (const f4s::Error& error) {
    return std::fprintf(stderr, "bench_engine: %s\n", error.what()), 1;
  }
}
