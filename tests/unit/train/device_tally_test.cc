#include "libfuse4seg/train/objective/device_tally.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <algorithm>

#include "libfuse4seg/train/objective/validation.h"

namespace f4s {
namespace {

using torch::Tensor;

TEST(DeviceTally, WhatIsFetchedTogetherIsWhatItWas) {
  const std::vector<Tensor> tensors = {torch::arange(7, torch::kUInt8), torch::randn({3, 5}, torch::kFloat64),
                                       torch::tensor(true), torch::randn({2, 3, 4}).transpose(0, 2),
                                       torch::arange(3, torch::kInt64) - 1};
  const std::vector<Tensor> fetched = FetchedTogether(tensors);
  ASSERT_EQ(fetched.size(), tensors.size());
  for (size_t i = 0; i < tensors.size(); ++i) EXPECT_TRUE(fetched[i].equal(tensors[i])) << i;
  EXPECT_TRUE(FetchedTogether({}).empty());
}

TEST(DeviceTally, OverlapsOnADeviceAreThoseOfTheHost) {
  torch::manual_seed(5);
  const Tensor labels = torch::randint(0, 5, {3, 32, 40}, torch::kInt64),
               predicted = torch::randint(0, 3, {3, 32, 40}, torch::kInt64);
  labels.slice(2, 30, 40).fill_(kIgnoreLabel);
  const std::vector<Region> regions = {{"one", {1}}, {"union", {1, 2, 4}}, {"two", {2, 3}}};
  const Tensor counts = OverlapsOf(labels, predicted, regions);
  ASSERT_EQ(counts.sizes(), torch::IntArrayRef({3, 3, 3}));
  const auto is_in = [](int64_t label, const Region& region) {
    return std::find(region.values.begin(), region.values.end(), label) != region.values.end();
  };
  for (int64_t n = 0; n < 3; ++n)
    for (int64_t r = 0; r < 3; ++r) {
      int64_t both = 0, reference = 0, found = 0;
      for (int64_t i = 0; i < 32 * 40; ++i) {
        const auto label = labels[n].reshape(-1).data_ptr<int64_t>()[i],
                   prediction = predicted[n].reshape(-1).data_ptr<int64_t>()[i];
        if (label == kIgnoreLabel) continue;
        const bool a = is_in(label, regions[static_cast<size_t>(r)]),
                   b = is_in(prediction, regions[static_cast<size_t>(r)]);
        both += a && b, reference += a, found += b;
      }
      EXPECT_EQ(counts[n][r][0].item<int64_t>(), both) << n << ' ' << r;
      EXPECT_EQ(counts[n][r][1].item<int64_t>(), reference) << n << ' ' << r;
      EXPECT_EQ(counts[n][r][2].item<int64_t>(), found) << n << ' ' << r;
    }
}

}  // namespace
}  // namespace f4s
