// The GPU's fusion kernels against the CPU's, bit for bit.

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <random>
#include <thread>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/kernels/rules/fusion_rules.h"
#include "tests/support/views.h"

namespace f4s {
namespace {

using Planes = std::vector<std::vector<float>>;

/// `count` planes of noise, steps and equal patches, so that ties occur too.
Planes MakePlanes(int count, int height, int width, unsigned seed) {
  std::mt19937 random(seed);
  Planes planes(static_cast<size_t>(count));
  for (auto& plane : planes)
    for (int i = 0; i < height * width; ++i) {
      const auto value = static_cast<float>(random() % 65536) / 65535.0f;
      plane.push_back(i / 7 % 3 == 0 ? std::round(value * 4) / 4 : value);
    }
  return planes;
}

Views<const float> SourcesOf(const Planes& planes, int height, int width) {
  return ViewsOf({planes.begin(), planes.end()}, height, width);
}

class CudaFusionKernels : public testing::Test {
 protected:
  void SetUp() override {
    try {
      cuda_ = &KernelsFor("cuda");
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::kUnavailable) throw;
      GTEST_SKIP() << "no GPU: " << error.message();
    }
  }

  template <class Fuse>
  void ExpectSameBits(const Views<const float>& sources, const std::string& what, const Fuse& fuse) const {
    std::vector<float> cpu(sources.front().pixels().size(), -1.0f),
        cuda(sources.front().pixels().size(), -2.0f);
    fuse(cpu, KernelsFor("cpu"));
    fuse(cuda, *cuda_);
    size_t differing = 0;
    for (size_t i = 0; i < cpu.size(); ++i)
      differing += std::bit_cast<uint32_t>(cpu[i]) != std::bit_cast<uint32_t>(cuda[i]);
    EXPECT_EQ(differing, 0U) << what << ", " << sources.size() << " sources of " << sources.front().width
                             << " x " << sources.front().height;
  }

  void CompareAll(int count, int height, int width) const {
    const Planes planes =
        MakePlanes(count, height, width, static_cast<unsigned>(count * 7919 + height * 613 + width));
    const Views<const float> sources = SourcesOf(planes, height, width);
    ExpectSameBits(sources, "average", [&](auto& out, auto& k) { FuseAverage(sources, out, k); });
    ExpectSameBits(sources, "maximum", [&](auto& out, auto& k) { FuseMaximum(sources, out, k); });
    for (const BaseRule base : {BaseRule::kAverage, BaseRule::kMaximum})
      for (const int levels : {0, 1, 4, 12})
        ExpectSameBits(sources, Cat("laplacian of ", levels, " levels"), [&](auto& out, auto& k) {
          FuseLaplacian(sources, {.levels = levels, .base = base}, out, k);
        });
  }

  const FusionKernels* cuda_ = nullptr;
};

TEST_F(CudaFusionKernels, EqualTheCpuOnSmallSizes) {
  for (int height = 1; height <= 12; ++height)
    for (int width = 1; width <= 12; ++width) CompareAll(2, height, width);
}

TEST_F(CudaFusionKernels, EqualTheCpuAroundTileEdges) {
  for (const int height : {1, 2, 7, 8, 9, 15, 16, 17, 33})
    for (const int width : {1, 2, 31, 32, 33, 63, 64, 65, 127, 129})
      for (const int count : {1, 2, 3, 4}) CompareAll(count, height, width);
}

TEST_F(CudaFusionKernels, EqualTheCpuOnImages) {
  for (const auto& [height, width] : {std::pair(240, 240), {155, 240}, {256, 256}, {511, 513}, {1024, 768}})
    for (const int count : {2, 3, 4, 7}) CompareAll(count, height, width);
}

TEST_F(CudaFusionKernels, GrowAndShrinkInOneWorkspace) {
  for (const int side : {300, 20, 640, 3, 641}) CompareAll(3, side, side);
}

TEST_F(CudaFusionKernels, EqualTheCpuFromManyThreads) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 6; ++t)
    threads.emplace_back([this, t] {
      for (int round = 0; round < 20; ++round) CompareAll(2 + t % 3, 40 + 13 * t, 50 + round);
    });
  for (std::thread& thread : threads) thread.join();
}

TEST_F(CudaFusionKernels, AreTheSameObjectForOneGpu) { EXPECT_EQ(cuda_, &KernelsFor("cuda:0")); }

TEST_F(CudaFusionKernels, NamesTheNumberOfGpus) {
  try {
    static_cast<void>(KernelsFor("cuda:4096"));
    FAIL() << "4097 GPUs";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kUnavailable);
    EXPECT_NE(error.message().find(" GPU"), std::string::npos) << error.message();
  }
}

}  // namespace
}  // namespace f4s
