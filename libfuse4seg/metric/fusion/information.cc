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

const std::array<double, kTabled> kLogs = [] {
  std::array<double, kTabled> logs{};
  for (size_t i = 1; i < logs.size(); ++i) logs[i] = std::log(static_cast<double>(i));
  return logs;
}();

/// ln of a count, from a table where it is small.
double LogOfCount(int64_t count) {
  return count < kTabled ? kLogs[static_cast<size_t>(count)] : std::log(static_cast<double>(count));
}

/// A joint histogram, 256 x 256, the level of the first image the row; and which of its cells are
/// not 0, in the order in which the images have them.  Kept by each thread from image to image, since
/// clearing what was used is less work than taking new memory and looking through all of it.
struct PairCounts {
  std::vector<uint32_t> counts = std::vector<uint32_t>(256 * 256);
  std::vector<uint32_t> cells;

  void Clear() {
    for (const uint32_t cell : cells) counts[cell] = 0;
    cells.clear();
  }
};

/// Pairs (a, b) at the same pixel.
const PairCounts& CountPairs(const LevelView& a, const LevelView& b) {
  constexpr size_t kRun = 8;  // bytes that are looked at together
  static thread_local PairCounts pairs;
  pairs.Clear();
  const auto n = static_cast<size_t>(a.num_pixels());
  pairs.cells.resize(std::min(n, pairs.counts.size()) + 1);  // one to write to in vain
  uint32_t *counts = pairs.counts.data(), *cells = pairs.cells.data();
  size_t found = 0;
  const auto add = [&](uint32_t cell, uint32_t count) {
    cells[found] = cell;
    found += counts[cell] == 0 ? 1 : 0;
    counts[cell] += count;
  };
  size_t i = 0;
  // Medical images are black around the body.  Counting the same pair again and again waits each
  // time for the count before, so black runs are counted at once.
  for (; i + kRun <= n; i += kRun) {
    uint64_t run_a, run_b;
    std::memcpy(&run_a, a.data + i, kRun);
    std::memcpy(&run_b, b.data + i, kRun);
    if ((run_a | run_b) == 0) {
      add(0, kRun);
      continue;
    }
    for (size_t k = i; k < i + kRun; ++k) add(256U * a.data[k] + b.data[k], 1);
  }
  for (; i < n; ++i) add(256U * a.data[i] + b.data[i], 1);
  pairs.cells.resize(found);
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

LevelCounts CountLevels(const LevelView& image) {
  // Four counters a level: neighbours are often equal, and an addition that waits for the one
  // before it is slow.  Black runs are counted at once.
  constexpr size_t kRun = 8;
  std::array<LevelCounts, 4> parts{};
  const auto n = static_cast<size_t>(image.num_pixels());
  size_t i = 0;
  for (; i + kRun <= n; i += kRun) {
    uint64_t run;
    std::memcpy(&run, image.data + i, kRun);
    if (run == 0)
      parts[0][0] += kRun;
    else
      for (size_t k = 0; k < kRun; ++k) ++parts[k % 4][image.data[i + k]];
  }
  for (; i < n; ++i) ++parts[0][image.data[i]];
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

namespace {

/// @param a_counts, b_counts  of the images.
double InformationOf(const LevelView& a, const LevelView& b, const LevelCounts& a_counts,
                     const LevelCounts& b_counts, bool merges_white) {
  const PairCounts& pairs = CountPairs(a, b);
  const int64_t total = a.num_pixels();
  const double total_log = LogOfCount(total);
  std::array<double, 256> a_logs, b_logs;
  std::transform(a_counts.begin(), a_counts.end(), a_logs.begin(),
                 [=](int64_t count) { return total_log - LogOfCount(count); });
  std::transform(b_counts.begin(), b_counts.end(), b_logs.begin(), LogOfCount);
  double sum = 0;
  for (const uint32_t cell : pairs.cells) {
    const uint32_t count = pairs.counts[cell];
    // Grouped so that a constant image gives 0 and not a rounding error.
    sum += count * ((LogOfCount(count) - b_logs[cell % 256]) + a_logs[cell / 256]);
  }
  if (merges_white) sum += WhiteMergingGain(pairs.counts);
  return std::max(0.0, sum / static_cast<double>(total));
}

/// Of an image and itself.
double OwnInformation(const LevelCounts& counts, int64_t total) {
  double sum = 0;
  for (const int64_t count : counts)
    if (count > 0) sum += static_cast<double>(count) * (LogOfCount(total) - LogOfCount(count));
  return sum / static_cast<double>(total);
}

}  // namespace

double MutualInformation(const LevelView& a, const LevelView& b, bool merges_white) {
  return InformationOf(a, b, CountLevels(a), CountLevels(b), merges_white);
}

ByPair<double> MutualInformation(const ComparedImages& compared, const std::vector<LevelCounts>& counts,
                                 bool merges_white) {
  const std::vector<LevelView>& images = compared.images;
  ByPair<double> found = ForEachPair(compared, 0.0);
  for (const auto& [a, b, from_a, from_b] : compared.pairs) {
    const double information = a == b && !merges_white
                                   ? OwnInformation(counts[a], images[a].num_pixels())
                                   : InformationOf(images[a], images[b], counts[a], counts[b], merges_white);
    if (from_a) found[a][b] = information;
    if (from_b) found[b][a] = information;
  }
  return found;
}

}  // namespace f4s
