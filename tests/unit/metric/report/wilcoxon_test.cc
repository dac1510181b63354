#include "libfuse4seg/metric/report/bootstrap.h"

#include <gtest/gtest.h>

namespace f4s {
namespace {

// Expected values of p are SciPy 1.17.1's, made by
//   python3 -c 'from scipy.stats import wilcoxon; print(repr(float(wilcoxon(DIFFERENCES).pvalue)))'

/// 1, 2, ... n, every third of them negative.
std::vector<double> Rising(int n) {
  std::vector<double> differences;
  for (int i = 0; i < n; ++i) differences.push_back((i + 1) * (i % 3 == 0 ? -1 : 1));
  return differences;
}

TEST(Wilcoxon, IsExactForFewDifferences) {
  EXPECT_DOUBLE_EQ(SignedRankP({3.1, -1.2, 2.5, 0.4, -0.7, 5.0, 1.9, 2.2}), 0.078125);
  EXPECT_DOUBLE_EQ(SignedRankP({0.5}), 1.0);
  EXPECT_NEAR(SignedRankP(Rising(50)), 0.03996834652842374, 1e-15);
  std::vector<double> all_above;
  for (int i = 1; i <= 40; ++i) all_above.push_back(i);
  EXPECT_DOUBLE_EQ(SignedRankP(all_above), 1.8189894035458565e-12) << "2 of 2^40";
}

TEST(Wilcoxon, IsExactWithTiesAndZerosUpToThirteen) {
  EXPECT_DOUBLE_EQ(SignedRankP({1, 1, -1, 2, 2, 3, -2, 4, 5, -3}), 0.21484375);
  EXPECT_DOUBLE_EQ(SignedRankP({0, 0, 1, 2, -3, 4, 5, 6, 7, -8, 9, 10}), 0.10546875);
}

TEST(Wilcoxon, IsApproximateBeyond) {
  EXPECT_NEAR(SignedRankP(Rising(51)), 0.02568873999366418, 1e-15);
  std::vector<double> ties, zeros = Rising(30), large;
  for (int i = 0; i < 20; ++i) ties.push_back((i * 7) % 11 - 4);
  for (int i = 0; i < 200; ++i) large.push_back(((i * 37) % 101 - 44) * 0.25);
  zeros[4] = 0;
  EXPECT_NEAR(SignedRankP(ties), 0.2580932481894861, 1e-14);
  EXPECT_NEAR(SignedRankP(zeros), 0.0817418442205618, 1e-14);
  EXPECT_NEAR(SignedRankP(large), 0.0056849628475806055, 1e-15);
}

TEST(Wilcoxon, RanksEqualDifferencesByTheirMeanRank) {
  // |d| sorted: 1 1 | 2 | 3 3 3 with ranks 1.5 1.5 3 5 5 5; the zero is dropped.
  const SignedRanks ranks = RankSigned({3, -1, 0, 2, 3, 1, -3});
  EXPECT_EQ(ranks.num_nonzero, 6);
  EXPECT_EQ(ranks.positive, 1.5 + 3 + 5 + 5);
  EXPECT_EQ(ranks.negative, 1.5 + 5);
  EXPECT_EQ(ranks.tie_sizes, (std::vector<int64_t>{2, 3}));
}

TEST(Wilcoxon, IsTheSameTheOtherWayRound) {
  for (const int n : {5, 12, 30, 60}) {
    std::vector<double> there = Rising(n);
    for (double& d : there) d = -d;
    EXPECT_DOUBLE_EQ(SignedRankP(there), SignedRankP(Rising(n))) << n;
  }
}

TEST(Wilcoxon, WithoutDifferencesTellsNothing) {
  EXPECT_EQ(SignedRankP({}), 1);
  EXPECT_EQ(SignedRankP({0, 0, 0}), 1);
}

}  // namespace
}  // namespace f4s
