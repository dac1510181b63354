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
