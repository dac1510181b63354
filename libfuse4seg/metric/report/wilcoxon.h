// Wilcoxon's signed-rank test for paired samples (Wilcoxon, Biometrics Bulletin 1(6), 1945; ties and
// zeros as in Hollander, Wolfe and Chicken, Nonparametric Statistical Methods, 2014, section 3.1).

#pragma once

#include <cstdint>
#include <vector>

namespace f4s {

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

}  // namespace f4s
