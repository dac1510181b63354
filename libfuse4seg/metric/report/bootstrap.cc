#include "libfuse4seg/metric/report/bootstrap.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "libfuse4seg/metric/segmentation/segmentation_metrics.h"

namespace f4s {
namespace {

// Where SciPy goes from exact to approximate.
constexpr size_t kMostWithoutTies = 50, kMostWithTies = 13;

/// Ranks times two, so that mean ranks are whole, in the order of the sorted |differences|.
std::vector<int64_t> DoubledRanks(const std::vector<double>& sorted, std::vector<int64_t>& tie_sizes) {
  std::vector<int64_t> ranks;
  for (size_t begin = 0; begin < sorted.size();) {
    size_t end = begin;
    while (end < sorted.size() && std::abs(sorted[end]) == std::abs(sorted[begin])) ++end;
    // The mean of the ranks begin + 1 to end.
    ranks.insert(ranks.end(), end - begin, static_cast<int64_t>(begin + 1 + end));
    if (end - begin > 1) tie_sizes.push_back(static_cast<int64_t>(end - begin));
    begin = end;
  }
  return ranks;
}

/// The differences that are not 0, by their size.
std::vector<double> SortedNonzero(const std::vector<double>& differences) {
  std::vector<double> sorted;
  std::copy_if(differences.begin(), differences.end(), std::back_inserter(sorted),
               [](double d) { return d != 0; });
  std::sort(sorted.begin(), sorted.end(), [](double a, double b) { return std::abs(a) < std::abs(b); });
  return sorted;
}

/// How many of the 2^n choices of signs give each doubled sum of positive ranks.  Exact: n is at
/// most 50, so that all counts are whole numbers below 2^53.
std::vector<double> CountsOfSums(const std::vector<int64_t>& doubled_ranks) {
  std::vector<double> counts = {1};
  for (const int64_t rank : doubled_ranks) {
    const auto shift = static_cast<size_t>(rank);
    counts.resize(counts.size() + shift);
    for (size_t sum = counts.size(); sum-- > shift;) counts[sum] += counts[sum - shift];
  }
  return counts;
}

double ExactP(const std::vector<int64_t>& doubled_ranks, double positive) {
  const std::vector<double> counts = CountsOfSums(doubled_ranks);
  const auto seen = static_cast<size_t>(std::llround(2 * positive));
  double below = 0, above = 0;  // both with what was seen
  for (size_t sum = 0; sum < counts.size(); ++sum) {
    if (sum <= seen) below += counts[sum];
    if (sum >= seen) above += counts[sum];
  }
  return std::min(1.0, std::ldexp(std::min(below, above), 1 - static_cast<int>(doubled_ranks.size())));
}

double NormalP(const SignedRanks& ranks) {
  const auto n = static_cast<double>(ranks.num_nonzero);
  double ties = 0;
  for (const int64_t size : ranks.tie_sizes) {
    const auto t = static_cast<double>(size);
    ties += t * t * t - t;
  }
  const double mean = n * (n + 1) / 4;
  const double sd = std::sqrt((n * (n + 1) * (2 * n + 1) - ties / 2) / 24);
  return std::erfc(std::abs(ranks.positive - mean) / sd / std::numbers::sqrt2);
}

SignedRanks SignedRankSums(const std::vector<double>& sorted, const std::vector<int64_t>& doubled_ranks) {
  SignedRanks ranks;
  ranks.num_nonzero = static_cast<int64_t>(sorted.size());
  for (size_t i = 0; i < sorted.size(); ++i)
    (sorted[i] > 0 ? ranks.positive : ranks.negative) += static_cast<double>(doubled_ranks[i]) / 2;
  return ranks;
}

}  // namespace

SignedRanks RankSigned(const std::vector<double>& differences) {
  const std::vector<double> sorted = SortedNonzero(differences);
  std::vector<int64_t> tie_sizes;
  SignedRanks ranks = SignedRankSums(sorted, DoubledRanks(sorted, tie_sizes));
  ranks.tie_sizes = std::move(tie_sizes);
  return ranks;
}

double SignedRankP(const std::vector<double>& differences) {
  const SignedRanks ranks = RankSigned(differences);
  if (ranks.num_nonzero == 0) return 1;
  const std::vector<double> sorted = SortedNonzero(differences);
  const bool is_plain = ranks.tie_sizes.empty() && sorted.size() == differences.size();
  if (differences.size() > (is_plain ? kMostWithoutTies : kMostWithTies)) return NormalP(ranks);
  std::vector<int64_t> tie_sizes;
  return ExactP(DoubledRanks(sorted, tie_sizes), ranks.positive);
}

namespace {

/// SplitMix64: Steele, Lea and Flood, OOPSLA 2014.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  /// 0 to n - 1, for n below 2^32; the bias of at most n / 2^32 is no matter here.
  size_t Below(size_t n) { return static_cast<size_t>((Next() >> 32) * n >> 32); }

 private:
  uint64_t Next() {
    uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  uint64_t state_;
};

/// The mean when each subject counts as often as it was drawn.
std::optional<double> WeightedMean(const std::vector<SubjectSum>& subjects,
                                   const std::vector<double>& drawn) {
  double sum = 0, count = 0;
  for (size_t i = 0; i < subjects.size(); ++i) {
    sum += drawn[i] * subjects[i].sum;
    count += drawn[i] * subjects[i].count;
  }
  if (count == 0) return std::nullopt;
  return sum / count;
}

Interval IntervalOf(const std::vector<SubjectSum>& subjects, std::vector<double>& means) {
  const auto with_values =
      std::count_if(subjects.begin(), subjects.end(), [](const SubjectSum& s) { return s.count > 0; });
  if (with_values < 2) return std::nullopt;
  return std::pair(Percentile(means, 2.5), Percentile(means, 97.5));
}

}  // namespace

std::vector<Interval> BootstrapMeans(const std::vector<std::vector<SubjectSum>>& statistics, uint64_t seed) {
  if (statistics.empty()) return {};
  const size_t num_subjects = statistics.front().size();
  std::vector<std::vector<double>> means(statistics.size());
  std::vector<double> drawn(num_subjects);
  Random random(seed);
  for (int resample = 0; resample < kResamples; ++resample) {
    std::fill(drawn.begin(), drawn.end(), 0.0);
    for (size_t i = 0; i < num_subjects; ++i) ++drawn[random.Below(num_subjects)];
    for (size_t s = 0; s < statistics.size(); ++s)
      if (const auto mean = WeightedMean(statistics[s], drawn)) means[s].push_back(*mean);
  }
  std::vector<Interval> intervals;
  for (size_t s = 0; s < statistics.size(); ++s) intervals.push_back(IntervalOf(statistics[s], means[s]));
  return intervals;
}

}  // namespace f4s
