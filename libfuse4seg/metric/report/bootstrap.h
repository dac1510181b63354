// Confidence intervals of means by resampling subjects (Efron and Tibshirani, An Introduction
// to the Bootstrap, 1993, section 13.3: percentile intervals).
//
// Cases of one subject, such as the slices of a volume, are not independent, so a resample
// draws whole subjects.  The random numbers are our own: the same on every platform.

#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace f4s {

// Wilcoxon's signed-rank test for paired samples (Wilcoxon, Biometrics Bulletin 1(6), 1945; ties and
// zeros as in Hollander, Wolfe and Chicken, Nonparametric Statistical Methods, 2014, section 3.1).

struct SignedRanks {
  int64_t num_nonzero = 0;         ///< differences that are ranked; zeros are dropped
  double positive = 0;             ///< sum of the ranks of the positive differences
  double negative = 0;             ///< and of the negative ones
  std::vector<int64_t> tie_sizes;  ///< of each group of two or more equal |differences|
};

/// Ranks |differences| from 1, equal ones by their mean rank.
[[nodiscard]] SignedRanks RankSigned(const std::vector<double>& differences);

/// Two-sided p of "the differences lie symmetrically about 0", twice the smaller tail, at most 1.
///
/// Exact, from the distribution of the rank sum over all signs, for up to 50 differences without ties
/// and zeros, and for up to 13 with them; else from the normal approximation with the variance
/// reduced for ties and no continuity correction.  That is what scipy.stats.wilcoxon(x, y) of SciPy
/// 1.17 gives by default (zero_method="wilcox", correction=False, method="auto"), where SciPy draws
/// all signs for up to 13 differences.  Without a difference that is not 0, p is 1 (SciPy: NaN).
/// @param differences  finite.
[[nodiscard]] double SignedRankP(const std::vector<double>& differences);

inline constexpr int kResamples = 2000;

/// One subject's part of a mean.
struct SubjectSum {
  double sum = 0;
  double count = 0;  ///< of values; 0 for a subject without any
};

/// The 2.5th and 97.5th percentile of the mean over `kResamples` resamples of the subjects.
/// Resamples without any value are left out.  Absent with fewer than two subjects that have
/// values: nothing is known of the spread between subjects then.
using Interval = std::optional<std::pair<double, double>>;

/// @param statistics  [statistic][subject], all with the same subjects in the same order.
/// @return an interval for each statistic, all from the same draws.
[[nodiscard]] std::vector<Interval> BootstrapMeans(const std::vector<std::vector<SubjectSum>>& statistics,
                                                   uint64_t seed);

}  // namespace f4s
