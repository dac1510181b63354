#include "libfuse4seg/base/random.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <set>
#include <string>
#include <vector>

namespace f4s {
namespace {

// Computed from the definition with Python's integers; the first is SplitMix64's own first
// number for seed 0.  A change here changes every split and every training run.
TEST(Random, GivesTheSameNumbersEverywhere) {
  EXPECT_EQ(Mix(0), 0xe220a8397b1dcdafU);
  EXPECT_EQ(Mix(1), 0x910a2dec89025cc1U);
  EXPECT_EQ(Mix(0, 0), 0xa706dd2f4d197e6fU);
  EXPECT_EQ(Mix(42, 1, 2, 3), 0x3fb96077da5807fdU);
  EXPECT_EQ(Mix(7, -1), 0xa9a96b699dc41760U);
  EXPECT_EQ(Uniform(42, 1, 2, 3), 0.24892237592789002);
  EXPECT_EQ(UniformBelow(10, 42, 5), 9U);
  EXPECT_EQ(SeedOf("", 0), 0xa706dd2f4d197e6fU);
  EXPECT_EQ(SeedOf("BraTS2021_00000", 0), 0xbc44f4c65ab02e23U);
  EXPECT_EQ(SeedOf("BraTS2021_00000", 1), 0x492cbdea78e57584U);
  EXPECT_EQ(SeedOf("\xff", 0), 0x55a288458c2921a5U);
}

TEST(Random, IsKnownWhenCompiling) {
  static_assert(Mix(0) == 0xe220a8397b1dcdafU);
  static_assert(Uniform(3, 1) >= 0 && Uniform(3, 1) < 1);
  static_assert(SeedOf("a", 0) != SeedOf("b", 0));
}

TEST(Mix, HeedsOrderAndNumberOfIndices) {
  std::set<uint64_t> seen;
  for (uint64_t a = 0; a < 30; ++a) {
    seen.insert(Mix(a));
    for (uint64_t b = 0; b < 30; ++b) {
      seen.insert(Mix(a, b));
      for (uint64_t c = 0; c < 30; ++c) seen.insert(Mix(a, b, c));
    }
  }
  EXPECT_EQ(seen.size(), 30U + 900U + 27000U);
}

TEST(SeedOf, TellsTextsApart) {
  std::set<uint64_t> seen;
  std::string text;
  for (int i = 0; i < 100; ++i) {
    seen.insert(SeedOf(text, 0));
    seen.insert(SeedOf("case_" + std::to_string(i), 0));
    text += '\0';  // only the length differs
  }
  EXPECT_EQ(seen.size(), 200U);
}

// A flipped input bit flips each output bit half the time: 4096 trials, 5 standard deviations.
TEST(Mix, LetsEachBitCount) {
  constexpr int kTrials = 4096;
  for (int in = 0; in < 64; ++in) {
    int flips[64] = {};
    for (uint64_t t = 0; t < kTrials; ++t) {
      const uint64_t changed = Mix(9, t) ^ Mix(9, t ^ (uint64_t{1} << in));
      for (int out = 0; out < 64; ++out) flips[out] += static_cast<int>(changed >> out & 1);
    }
    for (const int count : flips)
      EXPECT_NEAR(count, kTrials / 2, 5 * std::sqrt(kTrials) / 2 * std::sqrt(2.0)) << in;
  }
}

// Chi-squared over 100 bins of consecutive counters, and the first two moments.
TEST(Uniform, FillsTheIntervalEvenly) {
  constexpr int kCount = 200000, kBins = 100;
  for (uint64_t seed = 0; seed < 5; ++seed) {
    std::vector<int> bins(kBins);
    double sum = 0, squares = 0;
    for (int i = 0; i < kCount; ++i) {
      const double value = Uniform(seed, i);
      ASSERT_TRUE(value >= 0 && value < 1);
      ++bins[static_cast<size_t>(value * kBins)];
      sum += value;
      squares += value * value;
    }
    double chi_squared = 0;
    for (const int count : bins) chi_squared += std::pow(count - kCount / kBins, 2) / (kCount / kBins);
    EXPECT_GT(chi_squared, 52);  // quantiles of 99 degrees of freedom: 1e-5 each side
    EXPECT_LT(chi_squared, 170);
    EXPECT_NEAR(sum / kCount, 0.5, 0.003);
    EXPECT_NEAR(squares / kCount, 1.0 / 3, 0.003);
  }
}

TEST(UniformBelow, ReachesEveryValueAndNoOther) {
  std::vector<int> counts(7);
  for (int i = 0; i < 70000; ++i) {
    const uint64_t value = UniformBelow(7, 3, i);
    ASSERT_LT(value, 7U);
    ++counts[value];
  }
  for (const int count : counts) EXPECT_NEAR(count, 10000, 500);
  EXPECT_EQ(UniformBelow(1, 3, 4), 0U);
}

}  // namespace
}  // namespace f4s
