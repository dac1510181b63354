// Two methods on the same cases, case by case: --compare.
//
// "here" is the run that is going on, "there" the earlier one.  Differences are here - there.

#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "libfuse4seg/base/json.h"
#include "libfuse4seg/metric/report/bootstrap.h"
#include "libfuse4seg/metric/report/earlier_run.h"
#include "libfuse4seg/metric/report/summary.h"

namespace f4s {

// One metric of two methods on the same cases.

/// here - there; 0 where they differ by no more than rounding, 1e-12 of the larger one.
[[nodiscard]] double PairedDifference(double here, double there);

class PairedStatistic {
 public:
  PairedStatistic(MetricPath path, size_t num_subjects) : path_(std::move(path)), by_subject_(num_subjects) {}

  /// Takes up a case.
  /// @param here,there      kUndefinedValue or kNoSuchValue where undefined.
  /// @param subject         its position among the subjects.
  /// @param worst_distance  what an undefined distance counts in `mean_difference_penalised`.
  void Add(double here, double there, size_t subject, double worst_distance);

  [[nodiscard]] const MetricPath& path() const { return path_; }
  [[nodiscard]] const std::vector<SubjectSum>& by_subject() const { return by_subject_; }

  /// {"n","n_subjects","n_undefined","undefined_here","undefined_there","mean","other_mean",
  /// "mean_difference","ci95","median_difference","mean_difference_penalised","p","p_subjects",
  /// "wins","ties","losses"}; see comparison.h.
  [[nodiscard]] Json Summary(const Interval& interval) const;

 private:
  MetricPath path_;
  std::vector<double> differences_;  // of the pairs where both are defined, in the order of the cases
  double sum_here_ = 0, sum_there_ = 0, penalised_ = 0;
  int64_t undefined_here_ = 0, undefined_there_ = 0, num_undefined_ = 0, num_penalised_ = 0;
  std::vector<SubjectSum> by_subject_;  // of the differences
};

/// How many cases both runs have, and what only one has.
struct Pairing {
  int64_t pairs = 0, only_here = 0, only_there = 0;
  std::string first_here, first_there;  ///< of those that only one has; by the input, by the name

  [[nodiscard]] bool complete() const { return only_here == 0 && only_there == 0; }
  /// "3 cases of this run are not in it, first 'a'; 2 of its cases are not in this run, first 'b'".
  [[nodiscard]] std::string Text() const;
};

/// Not thread-safe.
class Comparison {
 public:
  /// @param here_config  this run's effective configuration.
  /// @param is_part      this run takes a part of the cases only (--split, --ids, --shard): what the
  ///                     other has beyond them is not looked for.
  /// @throws Error as ReadEarlierRun().
  Comparison(const std::filesystem::path& file, Json here_config, bool is_part);

  /// Takes a case of this run, in any order.
  /// @param regions  what it was scored with.
  /// @throws Error(kBadInput, "compare.settings") where the two were not scored in the same way: other
  ///         conventions, tolerance, regions or sources; "compare.twice" for an id that came before.
  void Add(const CaseMetrics& about, const std::vector<Region>& regions, const Json& metrics);

  [[nodiscard]] Pairing Pairs() const;
  [[nodiscard]] const std::filesystem::path& file() const { return there_.file; }

  /// {"file", "cases":{"pairs","only_here","only_there"}, "fusion":{"VIF":STATISTIC, ...},
  /// "segmentation":{...}, "by_split":{NAME:{"fusion":...}}} with the metrics that both runs have.
  /// STATISTIC is over the pairs: n counts those where both values are defined, n_undefined the others,
  /// undefined_here and undefined_there whose value is missing.  mean and other_mean are over the n,
  /// so are mean_difference with its bootstrap interval ci95 (over subjects, as in the summary),
  /// median_difference, and p of Wilcoxon's signed-rank test (bootstrap.h); p_subjects is that of the
  /// subjects' mean differences, for cases of one subject are not independent.  wins, ties and losses
  /// are this run's: a distance is better when it is smaller, all else when it is greater.
  /// mean_difference_penalised is over both, an undefined value counting as the worst one.
  /// @throws Error(kBadInput, "compare.nothing") when the runs have no metric in common.
  [[nodiscard]] Json Summary(uint64_t seed);

 private:
  struct Pair {
    CaseMetrics about;
    MetricValues here;
    MetricValues* there;
    std::optional<MetricValues> absent = {};
  };
  using Chosen = std::vector<const Pair*>;
  using Positions = std::vector<std::pair<size_t, size_t>>;  // of the same path in two layouts

  /// A value that either run has anywhere counts in all pairs: ValueRegions.
  void CompleteRegions();
  [[nodiscard]] const Positions& CommonPositions(uint32_t here, uint32_t there) const;
  void RequireSameSettings(const MetricValues& here, const EarlierCase& there,
                           const std::vector<Region>& regions) const;
  [[nodiscard]] Json Tree(const Chosen& pairs, uint64_t seed) const;

  MetricLayouts layouts_;
  EarlierRun there_;
  Json here_config_;
  bool is_part_;
  std::vector<Pair> pairs_;
  std::set<std::string> seen_;                                  // ids of this run
  std::optional<std::pair<uint64_t, std::string>> first_here_;  // position and id of what is only here
  int64_t only_here_ = 0;
  mutable std::map<std::pair<uint32_t, uint32_t>, Positions> common_positions_;
};

}  // namespace f4s
