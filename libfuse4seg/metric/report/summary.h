// The `summary` of a run: the tree of the cases' metrics, each statistic a distribution.

#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <vector>

#include "libfuse4seg/base/interned.h"
#include "libfuse4seg/base/json.h"
#include "libfuse4seg/metric/report/metric_values.h"

namespace f4s {

/// What one case gives to the summary.
struct CaseMetrics {
  /// Position of the case in its stream; where several have one, their ids differ.  Cases may be added in any
  /// order: they are taken up by position, so the summary is the same bytes whatever the threads.
  uint64_t index = 0;
  std::string subject;  ///< resampled as a whole; the case's id where it has none
  Interned split;       ///< "" for none
  /// What an undefined distance counts in `mean_penalised`: the diagonal of the volume or image, in its unit.
  double worst_distance = 0;
  std::string id = {};
  Interned folder = {};  ///< of a DICOM case whose id is a hash
};

/// The subjects of some cases, numbered from 0 in the order of their names.
struct SubjectNumbers {
  std::vector<uint32_t> of_case;  ///< in the order of the cases
  size_t count = 0;
};

/// @param cases  pointers to what has CaseMetrics `about`.
template <class Chosen>
[[nodiscard]] SubjectNumbers SubjectsOf(const Chosen& cases) {
  const auto name_of = [&](uint32_t at) -> const std::string& { return cases[at]->about.subject; };
  std::vector<uint32_t> by_name(cases.size());
  std::iota(by_name.begin(), by_name.end(), 0U);
  std::sort(by_name.begin(), by_name.end(), [&](uint32_t a, uint32_t b) { return name_of(a) < name_of(b); });
  SubjectNumbers subjects{std::vector<uint32_t>(cases.size())};
  for (size_t i = 0; i < by_name.size(); ++i) {
    if (i == 0 || name_of(by_name[i]) != name_of(by_name[i - 1])) ++subjects.count;
    subjects.of_case[by_name[i]] = static_cast<uint32_t>(subjects.count - 1);
  }
  return subjects;
}

/// Collects cases and summarises them.  Keeps of each its numbers, 8 bytes each, since median and
/// bootstrap want them all, its names, and some 170 bytes about it.  Not thread-safe.
/// Whether `summary` is of the records of which `made` was made: it has their counts and means.  One that is
/// not was parted from some of its records, or they were changed.
[[nodiscard]] bool IsSummaryOf(const Json& summary, const Json& made);

class SummaryBuilder {
 public:
  /// @param seed  of the bootstrap.
  explicit SummaryBuilder(uint64_t seed) : seed_(seed) {}

  /// @param metrics  a record's `metrics` (score_case.h).
  /// @throws Error(kBadInput, "metrics.value") for a value that is neither a number nor null.
  void Add(const CaseMetrics& about, const Json& metrics);

  /// {"fusion":{"VIF":STATISTIC, ...}, "segmentation":{...}, "by_split":{NAME:{"fusion":...}}} with
  /// STATISTIC {"n", "n_undefined", "mean", "sd", "median", "min", "max", "ci95":[lo,hi],
  /// "mean_penalised", "n_reference", "mean_reference"}.  n counts values, n_undefined nulls; cases without
  /// the metric count in neither.  Without values all but the counts and mean_penalised are null; sd (n - 1)
  /// is null below two values, ci95 below two subjects with values.  mean_penalised is over both, an
  /// undefined value counting 0, or its case's worst distance; mean_reference likewise over the cases whose
  /// reference has the region, of which n_reference no prediction can change.  Neither has what the
  /// convention does not define.  Beside the metrics of a region stands
  /// "cases":{"reference_empty","prediction_empty", "both_empty"}, how many were empty on which side.  A
  /// region that is a value (ValueRegions) counts in all cases that have such regions.  `by_split` stands
  /// where a case has a split.  Beside `volumes`, the cases' volumes in ml, stands "agreement":{REGION:{"n",
  /// "bias_ml","sd_ml","limits_ml"}} (volume_agreement.h).  Statistics are in the order in which the first
  /// cases have them.
  [[nodiscard]] Json Summary();

  /// Visits the cases in order: visit(about, paths, values), after Summary().
  template <class Visitor>
  void ForEach(const Visitor& visit) const {
    for (const Case* one : Ordered())
      visit(one->about, layouts_.paths(one->metrics.layout), one->metrics.values);
  }

 private:
  struct Case {
    CaseMetrics about;
    MetricValues metrics;
    const EmptySides* empty = nullptr;     ///< in empties_
    const MetricValues* absent = nullptr;  ///< in absents_
  };
  using Chosen = std::vector<const Case*>;

  [[nodiscard]] Chosen Ordered() const;
  void CompleteRegions();
  class Positions;
  [[nodiscard]] Json Tree(const Chosen& cases) const;
  void AddStatistics(const Chosen& cases, const SubjectNumbers& subjects, const Positions& positions,
                     size_t begin, Json& tree) const;
  static bool HasReference(const Case& one, const MetricPath& path);
  [[nodiscard]] Json AgreementOfVolumes(const Chosen& cases) const;
  void CountEmptySides(const Chosen& cases, Json& segmentation) const;

  uint64_t seed_;
  std::deque<Case> cases_;  // which never moves what it has
  MetricLayouts layouts_;
  std::set<EmptySides> empties_;                 // the different ones
  std::map<std::string, MetricValues> absents_;  // likewise, by their JSON
};

}  // namespace f4s
