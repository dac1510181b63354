#include "libfuse4seg/metric/fusion/information.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <initializer_list>
#include <numeric>
#include <vector>

namespace f4s {
namespace {

constexpr int64_t kTabled = 1024;  // cells of a joint histogram are seldom fuller

/// ln of a count, from a table where it is small.
double LogOfCount(int64_t count) {
  static const std::vector<double> table = [] {
    std::vector<double> logs(kTabled);
    for (size_t i = 1; i < logs.size(); ++i) logs[i] = std::log(static_cast<double>(i));
    return logs;
  }();
  return count < kTabled ? table[static_cast<size_t>(count)] : std::log(static_cast<double>(count));
}

/// Pairs (a, b) at the same pixel, 256 x 256, a the row.
std::vector<uint32_t> CountPairs(const LevelImage& a, const LevelImage& b) {
  constexpr size_t kRun = 8;  // bytes that are looked at together
  std::vector<uint32_t> pairs(256 * 256);
  const size_t n = a.levels.size();
  size_t i = 0;
  // Medical images are black around the body.  Counting the same pair again and again waits each
  // time for the count before, so black runs are counted at once.
  for (; i + kRun <= n; i += kRun) {
    uint64_t run_a, run_b;
    std::memcpy(&run_a, &a.levels[i], kRun);
    std::memcpy(&run_b, &b.levels[i], kRun);
    if ((run_a | run_b) == 0) {
      pairs[0] += kRun;
      continue;
    }
    for (size_t k = i; k < i + kRun; ++k) ++pairs[size_t{256} * a.levels[k] + b.levels[k]];
  }
  for (; i < n; ++i) ++pairs[size_t{256} * a.levels[i] + b.levels[i]];
  return pairs;
}

/// What merging some cells adds to sum count ln count.
double MergingGain(const std::vector<uint32_t>& pairs, std::initializer_list<size_t> cells) {
  int64_t merged = 0;
  double apart = 0;
  for (const size_t cell : cells) {
    const int64_t count = pairs[cell];
    merged += count;
    if (count > 0) apart += static_cast<double>(count) * LogOfCount(count);
  }
  return merged > 0 ? static_cast<double>(merged) * LogOfCount(merged) - apart : 0;
}

/// What merging levels 254 and 255 of both images adds to sum count ln count of the pairs.
double WhiteMergingGain(const std::vector<uint32_t>& pairs) {
  constexpr size_t kLast = 254;
  double gain =
      MergingGain(pairs, {256 * kLast + 254, 256 * kLast + 255, 256 * kLast + 510, 256 * kLast + 511});
  for (size_t level = 0; level < kLast; ++level) {
    gain += MergingGain(pairs, {256 * level + 254, 256 * level + 255});
    gain += MergingGain(pairs, {256 * kLast + level, 256 * kLast + 256 + level});
  }
  return gain;
}

}  // namespace

LevelCounts CountLevels(const LevelImage& image) {
  // Four counters a level: neighbours are often equal, and an addition that waits for the one
  // before it is slow.
  std::array<LevelCounts, 4> parts{};
  const size_t n = image.levels.size();
  for (size_t i = 0; i < n; ++i) ++parts[i % 4][image.levels[i]];
  LevelCounts counts;
  for (size_t level = 0; level < counts.size(); ++level)
    counts[level] = parts[0][level] + parts[1][level] + parts[2][level] + parts[3][level];
  return counts;
}

double Entropy(const LevelCounts& counts) {
  const auto total = static_cast<double>(std::accumulate(counts.begin(), counts.end(), int64_t{0}));
  double sum = 0;
  for (const int64_t count : counts) {
    const double p = static_cast<double>(count) / total;
    if (count > 0) sum += p * std::log2(p);
  }
  return 0 - sum;
}

double GuardedEntropy(const LevelCounts& counts, float epsilon) {
  const auto total = static_cast<double>(std::accumulate(counts.begin(), counts.end(), int64_t{0}));
  double sum = 0;
  for (const int64_t count : counts) {
    const auto p = static_cast<float>(static_cast<double>(count) / total);
    sum += static_cast<double>(p) * std::log2(static_cast<double>(p + epsilon));
  }
  return 0 - sum;
}

double MutualInformation(const LevelImage& a, const LevelCounts& a_counts, const LevelImage& b,
                         const LevelCounts& b_counts, bool merges_white) {
  const std::vector<uint32_t> pairs = CountPairs(a, b);
  std::array<double, 256> b_logs;
  std::transform(b_counts.begin(), b_counts.end(), b_logs.begin(), LogOfCount);
  const int64_t total = a.num_pixels();
  const double total_log = LogOfCount(total);
  double sum = 0;
  for (size_t i = 0; i < 256; ++i) {
    if (a_counts[i] == 0) continue;
    const double a_log = total_log - LogOfCount(a_counts[i]);
    for (size_t j = 0; j < 256; ++j) {
      const uint32_t count = pairs[256 * i + j];
      // Grouped so that a constant image gives 0 and not a rounding error.
      if (count > 0) sum += count * ((LogOfCount(count) - b_logs[j]) + a_log);
    }
  }
  if (merges_white) sum += WhiteMergingGain(pairs);
  return std::max(0.0, sum / static_cast<double>(total));
}

}  // namespace f4s
