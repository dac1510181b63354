// The `summary` of a run: the tree of the cases' metrics, each statistic a distribution.

#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "libfuse4seg/base/json.h"

namespace f4s {

// The numbers of a record's `metrics`, each under its path, kept at 8 bytes a number.

/// Names from the top of `metrics` down to a number: {"segmentation", "WT", "dice"}.
using MetricPath = std::vector<std::string>;

/// The path as one text, to look it up by.
[[nodiscard]] std::string KeyOf(const MetricPath& path);

/// Whether the metric is a distance in mm: its name says so.
[[nodiscard]] bool IsDistance(const MetricPath& path);

/// Whether a smaller value of the metric is the better one: of a distance, and of MSE.
[[nodiscard]] bool LowerIsBetter(const MetricPath& path);

/// One case's numbers, in the order of its layout; NaN where undefined.
struct MetricValues {
  uint32_t layout = 0;
  std::vector<double> values;
};

/// Lists of paths.  Cases mostly have the same metrics, so each list is kept once.
class MetricLayouts {
 public:
  /// @param metrics  a record's `metrics` (score_case.h); its member `undefined` is not read.
  /// @throws Error(kBadInput, "metrics.value") for a value that is neither a number nor null.
  [[nodiscard]] MetricValues Take(const Json& metrics);

  [[nodiscard]] const std::vector<MetricPath>& paths(uint32_t layout) const { return layouts_[layout]; }

 private:
  std::vector<std::vector<MetricPath>> layouts_;
  std::unordered_map<std::string, uint32_t> positions_;
};

/// What one case gives to the summary.
struct CaseMetrics {
  /// Position of the case in its stream, once each.  Cases may be added in any order: they are
  /// taken up by position, so the summary is the same bytes whatever the threads.
  uint64_t index = 0;
  std::string subject;  ///< resampled as a whole; the case's id where it has none
  std::string split;    ///< "" for none
  /// What an undefined distance (a metric whose name ends in _mm) counts in `mean_penalised`:
  /// the diagonal of the volume or image in mm.
  double worst_distance_mm = 0;
};

/// Position of each subject among all, which are in the order of their names.
/// @param cases  pointers to what has CaseMetrics `about`.
template <class Chosen>
[[nodiscard]] std::map<std::string, size_t> SubjectsOf(const Chosen& cases) {
  std::map<std::string, size_t> subjects;
  for (const auto* one : cases) subjects.emplace(one->about.subject, 0);
  size_t next = 0;
  for (auto& [name, position] : subjects) position = next++;
  return subjects;
}

/// Collects cases and summarises them.  Keeps of each its numbers, 8 bytes each, since median and
/// bootstrap want them all, its subject's name, and some 130 bytes about it.  Not thread-safe.
class SummaryBuilder {
 public:
  /// @param seed  of the bootstrap.
  explicit SummaryBuilder(uint64_t seed) : seed_(seed) {}

  /// @param metrics  a record's `metrics` (score_case.h); its member `undefined` is not read.
  /// @throws Error(kBadInput, "metrics.value") for a value that is neither a number nor null.
  void Add(const CaseMetrics& about, const Json& metrics);

  /// {"fusion":{"VIF":STATISTIC, ...}, "segmentation":{...}, "by_split":{NAME:{"fusion":...}}} with
  /// STATISTIC {"n", "n_undefined", "mean", "sd", "median", "min", "max", "ci95":[lo,hi],
  /// "mean_penalised"}.  n counts values, n_undefined nulls; cases without the metric count in
  /// neither.  Without values all but the counts and mean_penalised are null; sd (n - 1) is null
  /// below two values, ci95 below two subjects with values.  mean_penalised is over both, an
  /// undefined value counting 0, or its case's worst distance.  `by_split` stands where a case
  /// has a split.  Statistics are in the order in which the first cases have them.
  [[nodiscard]] Json Summary() const;

 private:
  struct Case {
    CaseMetrics about;
    MetricValues metrics;
  };
  using Chosen = std::vector<const Case*>;

  [[nodiscard]] Json Tree(const Chosen& cases) const;

  uint64_t seed_;
  std::deque<Case> cases_;  // which never moves what it has
  MetricLayouts layouts_;
};

}  // namespace f4s
