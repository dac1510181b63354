#include "libfuse4seg/metric/report/bootstrap.h"

#include <algorithm>

#include "libfuse4seg/metric/segmentation/segmentation_metrics.h"

namespace f4s {
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
