// The GPU's distances, and the segmentation metrics made of them, against the CPU's.

#include <gtest/gtest.h>

#include <thread>

#include "tests/gpu/cuda_metric_kernels.h"
#include "tests/unit/metric/segmentation/device_distances.h"

namespace f4s {
namespace {

class CudaDistanceKernels : public WithCudaMetricKernels {};

TEST_F(CudaDistanceKernels, FindTheCpusDistances) {
  for (const MaskCase& mask : kMaskCases) ExpectSameDistances(mask, *cuda_);
}

TEST_F(CudaDistanceKernels, FindThemInAVolume) {
  ExpectSameDistances({{120, 130, 77}, {1, 1, 1}, 5000}, *cuda_);
  ExpectSameDistances({{120, 130, 77}, {0.9, 0.9, 3}, 5000}, *cuda_);
}

TEST_F(CudaDistanceKernels, FindThemInManyMasksAtOnce) {
  constexpr size_t kMasks = 300;
  std::vector<BitVolume> masks;
  std::vector<NearestWork> works(kMasks);
  std::vector<const NearestWork*> all;
  for (unsigned i = 0; i < kMasks; ++i)
    masks.push_back(RandomMask({20 + i % 70, 31, 1 + i % 14}, 1 + i % 50, i));
  for (size_t i = 0; i < kMasks; ++i) {
    const auto& [width, height, depth] = masks[i].size();
    works[i] = {{width, height, depth}, {1, 1.5, 2}, masks[i].row(0, 0), {}};
    for (int64_t at = static_cast<int64_t>(i) % 7; at < width * height * depth; at += 7)
      works[i].from.push_back(at);
    all.push_back(&works[i]);
  }
  const auto together = cuda_->NearestSquares(all);
  ASSERT_EQ(together.size(), kMasks);
  for (size_t i = 0; i < kMasks; ++i) EXPECT_EQ(together[i], cuda_->NearestSquares({&works[i]}).front()) << i;
}

TEST_F(CudaDistanceKernels, ScoreAsTheCpuInEveryConvention) {
  for (unsigned seed = 0; seed < 4; ++seed) {
    ExpectSameScores(GridOf({41, 38, 25}, {0.9, 1.3, 3.7}, 3), seed, *cuda_);
    ExpectSameScores(GridOf({70, 133, 1}, {0.7, 1.1, 1}, 2), seed, *cuda_);
  }
}

TEST_F(CudaDistanceKernels, ServeManyThreads) {
  std::vector<std::thread> threads;
  for (unsigned t = 0; t < 4; ++t)
    threads.emplace_back([this, t] { ExpectSameDistances({{20 + t, 31, 14}, {1, 1, 2}, 50}, *cuda_); });
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace f4s
