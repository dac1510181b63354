// Distances and scores by given kernels against the CPU's: for the GPU's kernels, and for the host's
// version of their arithmetic.

#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "libfuse4seg/kernels/metric_kernels.h"
#include "libfuse4seg/metric/segmentation/nearest.h"
#include "libfuse4seg/metric/segmentation/segmentation_metrics.h"
#include "tests/unit/metric/segmentation/random_labels.h"
#include "tests/unit/metric/segmentation/random_masks.h"

namespace f4s {

/// The header of MetricKernels says how close.
inline void ExpectSameDistances(const MaskCase& mask, const MetricKernels& kernels) {
  const auto& [size, spacing, one_in] = mask;
  const auto is_exact = [](double mm) { return mm * 8 == static_cast<double>(static_cast<int>(mm * 8)); };
  const bool same_bits = std::all_of(spacing.begin(), spacing.end(), is_exact);
  for (unsigned seed = 0; seed < 3; ++seed) {
    const BitVolume from = RandomMask(size, 9, 2 * seed), to = RandomMask(size, one_in, 2 * seed + 1);
    const std::vector<double> cpu = DistancesTo(from, to, spacing);
    const std::vector<double> found = DistancesOnDevice(from, to, spacing, kernels);
    ASSERT_EQ(found.size(), cpu.size());
    for (size_t i = 0; i < cpu.size(); ++i)
      ASSERT_NEAR(found[i], cpu[i], same_bits ? 0 : 2e-15 * cpu[i]) << i;
    EXPECT_EQ(found, DistancesOnDevice(from, to, spacing, kernels)) << "from call to call";
  }
}

inline void ExpectNearScore(const Score& cpu, const Score& device, const std::string& what) {
  ASSERT_EQ(cpu.defined(), device.defined()) << what;
  if (cpu.defined())
    EXPECT_NEAR(cpu.value(), device.value(), 1e-12 * std::abs(cpu.value())) << what;
  else
    EXPECT_EQ(cpu.reason(), device.reason()) << what;
}

/// Every metric of random label maps in every convention.
inline void ExpectSameScores(const Grid& grid, unsigned seed, const MetricKernels& kernels) {
  const Labels reference = RandomLabels(grid.size, seed), prediction = RandomLabels(grid.size, seed + 1);
  for (const std::string& convention : SegmentationConventionNames()) {
    SegmentationOptions options;
    options.convention = ParseSegmentationConvention(convention);
    options.lesions.most_dropped_mm3 = 0;
    const auto cpu = ScoreSegmentation(reference, prediction, grid, {}, options);
    options.kernels = &kernels;
    const auto device = ScoreSegmentation(reference, prediction, grid, {}, options);
    ASSERT_EQ(cpu.size(), device.size());
    for (size_t r = 0; r < cpu.size(); ++r) {
      const std::string place = convention + ", region " + cpu[r].name + ", ";
      for (const auto& field : kRegionFields)
        ExpectNearScore(cpu[r].*field.score, device[r].*field.score, place + field.name);
      ASSERT_EQ(cpu[r].further.size(), device[r].further.size()) << place;
      for (size_t f = 0; f < cpu[r].further.size(); ++f)
        ExpectNearScore(cpu[r].further[f].score, device[r].further[f].score, place + cpu[r].further[f].name);
      ASSERT_EQ(cpu[r].hd95_spread.has_value(), device[r].hd95_spread.has_value()) << place;
      if (cpu[r].hd95_spread)
        ExpectNearScore(cpu[r].hd95_spread->by_area_mm, device[r].hd95_spread->by_area_mm, place + "spread");
    }
  }
}

}  // namespace f4s
