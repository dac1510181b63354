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

#include "libfuse4seg/metric/report/earlier_run.h"
#include "libfuse4seg/metric/report/summary.h"

namespace f4s {

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
  void Add(const CaseMetrics& about, const std::string& id, const std::vector<Region>& regions,
           const Json& metrics);

  [[nodiscard]] Pairing Pairs() const;
  [[nodiscard]] const std::filesystem::path& file() const { return there_.file; }

  /// {"file", "cases":{"pairs","only_here","only_there"}, "fusion":{"VIF":STATISTIC, ...},
  /// "segmentation":{...}, "by_split":{NAME:{"fusion":...}}} with the metrics that both runs have.
  /// STATISTIC is over the pairs: n counts those where both values are defined, n_undefined the others,
  /// undefined_here and undefined_there whose value is missing.  mean and other_mean are over the n,
  /// so are mean_difference with its bootstrap interval ci95 (over subjects, as in the summary),
  /// median_difference, and p of Wilcoxon's signed-rank test (wilcoxon.h); p_subjects is that of the
  /// subjects' mean differences, for cases of one subject are not independent.  wins, ties and losses
  /// are this run's: a distance is better when it is smaller, all else when it is greater.
  /// mean_difference_penalised is over both, an undefined value counting as the worst one.
  /// @throws Error(kBadInput, "compare.nothing") when the runs have no metric in common.
  [[nodiscard]] Json Summary(uint64_t seed) const;

 private:
  struct Pair {
    CaseMetrics about;
    MetricValues here;
    const MetricValues* there;
  };
  using Chosen = std::vector<const Pair*>;
  using Positions = std::vector<std::pair<size_t, size_t>>;  // of the same path in two layouts

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
