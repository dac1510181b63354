// The GPU's fusion metrics against the CPU's, to kDeviceTolerance.

#include <gtest/gtest.h>

#include <cmath>
#include <thread>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/metric/fusion/fusion_metrics.h"
#include "tests/gpu/cuda_metric_kernels.h"
#include "tests/unit/metric/fusion/random_images.h"

namespace f4s {
namespace {

struct Made {
  Image<uint8_t> fused;
  std::vector<FusionSource> sources;
};

Made Make(int width, int height, int num_sources, unsigned seed) {
  Made made;
  for (int s = 0; s < num_sources; ++s)
    made.sources.push_back({Cat("s", s), RandomImage(width, height, seed + 10 * static_cast<unsigned>(s))});
  made.fused = MeanImage(made.sources[0].image, made.sources.back().image);
  return made;
}

/// Cases of one size as the slices of one.
Made Stacked(const std::vector<Made>& cases) {
  Made stack = cases.front();
  const auto append = [](const Image<uint8_t>& slice, Image<uint8_t>& to) {
    to.samples.insert(to.samples.end(), slice.samples.begin(), slice.samples.end());
    ++to.grid.size[2];
  };
  for (size_t c = 1; c < cases.size(); ++c) {
    append(cases[c].fused, stack.fused);
    for (size_t s = 0; s < stack.sources.size(); ++s)
      append(cases[c].sources[s].image, stack.sources[s].image);
  }
  return stack;
}

void ExpectNear(const Score& cpu, const Score& cuda, const std::string& what) {
  ASSERT_EQ(cpu.defined(), cuda.defined()) << what;
  if (!cpu.defined())
    EXPECT_EQ(cpu.reason(), cuda.reason()) << what;
  else
    EXPECT_NEAR(cpu.value(), cuda.value(), kDeviceTolerance * std::max(std::abs(cpu.value()), 1e-3)) << what;
}

class CudaMetricKernels : public WithCudaMetricKernels {
 protected:
  void Compare(const std::vector<Made>& cases, const std::string& convention) const {
    for (const Made& made : cases) Compare(made, convention);
  }

  void Compare(const Made& made, const std::string& convention) const {
    const FusionConvention which = ParseFusionConvention(convention);
    const auto cpu = ScoreSlices(made.fused, made.sources, which, false, nullptr);
    const auto cuda = ScoreSlices(made.fused, made.sources, which, false, cuda_);
    ASSERT_EQ(cpu.size(), cuda.size());
    for (size_t c = 0; c < cpu.size(); ++c) {
      const std::string place =
          Cat(convention, ", slice ", c, ", ", made.fused.width(), " x ", made.fused.height(), ", ");
      for (const auto& field : kFusionFields)
        ExpectNear(cpu[c].*field.score, cuda[c].*field.score, place + field.name);
      for (size_t s = 0; s < cpu[c].per_source.size(); ++s)
        for (const auto& field : kSourceFields)
          ExpectNear(cpu[c].per_source[s].second.*field.score, cuda[c].per_source[s].second.*field.score,
                     Cat(place, field.name, " of source ", s));
    }
  }
};

TEST_F(CudaMetricKernels, AgreeWithTheCpuInEveryConvention) {
  for (const std::string& convention : FusionConventionNames())
    Compare({Stacked({Make(101, 97, 2, 1), Make(101, 97, 2, 2)}), Make(64, 41, 2, 3), Make(45, 200, 2, 4)},
            convention);
}

TEST_F(CudaMetricKernels, AgreeWithTheCpuAroundTileEdges) {
  for (const int width : {41, 48, 49, 63, 64, 65, 97})
    for (const int height : {41, 47, 48, 56, 57}) Compare({Make(width, height, 2, 7)}, "cddfuse");
}

TEST_F(CudaMetricKernels, TakeAnyNumberOfSources) {
  for (const int sources : {1, 3, 4}) Compare({Make(50, 60, sources, 5)}, "strict");
}

TEST_F(CudaMetricKernels, LeaveSmallImagesToTheCpu) {
  Compare({Make(40, 60, 2, 5), Make(60, 40, 2, 6), Make(1, 5, 2, 7), Make(50, 60, 2, 8)}, "lt");
}

TEST_F(CudaMetricKernels, KnowConstantImages) {
  Made black = Make(48, 48, 2, 1), white = black, copy = black;
  for (FusionSource& source : black.sources) source.image.samples.assign(48 * 48, 0);
  black.fused.samples.assign(48 * 48, 0);
  for (FusionSource& source : white.sources) source.image.samples.assign(48 * 48, 255);
  copy.fused = copy.sources[0].image;
  for (const char* convention : {"cddfuse", "lt", "zoo", "strict"}) Compare({black, white, copy}, convention);
}

TEST_F(CudaMetricKernels, GiveTheSameBitsAlwaysAndInAnyBatch) {
  std::vector<Made> cases;
  for (unsigned i = 0; i < 5; ++i) cases.push_back(Make(70, 50, 2, i));
  const Made stack = Stacked(cases);
  const auto together = ScoreSlices(stack.fused, stack.sources, FusionConvention::kCddfuse, false, cuda_);
  for (size_t c = 0; c < cases.size(); ++c) {
    const auto alone =
        ScoreSlices(cases[c].fused, cases[c].sources, FusionConvention::kCddfuse, false, cuda_);
    for (const auto& field : kFusionFields) EXPECT_EQ(alone[0].*field.score, together[c].*field.score);
  }
}

TEST_F(CudaMetricKernels, ServeManyThreads) {
  std::vector<std::thread> threads;
  for (unsigned t = 0; t < 4; ++t)
    threads.emplace_back([this, t] {
      for (unsigned round = 0; round < 5; ++round)
        Compare({Make(50 + static_cast<int>(t), 60, 2, round)}, "cddfuse");
    });
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace f4s
