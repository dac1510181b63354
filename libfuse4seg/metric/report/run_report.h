// What a run of f4s-metrics ends with: the summary, the checks, the exit code.

#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "libfuse4seg/metric/report/checks.h"
#include "libfuse4seg/metric/report/comparison.h"
#include "libfuse4seg/metric/report/summary.h"
#include "libfuse4seg/metric/report/text_table.h"
#include "libfuse4seg/metric/score_case.h"
#include "libfuse4seg/tool/run.h"

namespace f4s {

class RunReport {
 public:
  /// @param is_part  only a part of the cases is taken: --split, --ids, --shard.
  /// @throws Error as ParseCheck(), ReadBaseline() and ReadEarlierRun().
  RunReport(const MetricOptions& options, RunContext& run, bool is_part = false);

  /// Takes a scored case; from any thread, in any order.
  /// @param position  of the case in the input: the summary does not depend on the order of calls.
  void Add(int64_t position, const ScoredCase& scored);

  /// Writes `summary` and `checks` to the run record and the table to stdout, says on stderr what
  /// fell short, and sets the exit code.  No check is met when a tool upstream failed or left cases out.
  /// @throws Error(kUsage, "check.path") for a path that the summary does not have; Error(kBadInput,
  ///         "compare.unpaired") where --compare finds cases that one side alone has, unless
  ///         --keep-going, which says so and compares the others.
  void Finish();

 private:
  void Publish(const Json& summary);
  [[nodiscard]] bool ShowsCases(TableFormat format) const;
  void Compare(Json& summary);
  [[nodiscard]] bool RunChecks(const Json& summary, Json& results);
  [[nodiscard]] bool CheckBaseline(const Json& summary, Json& results);

  RunContext& run_;
  std::vector<Check> checks_;
  TableRows rows_;
  bool is_long_;
  std::vector<std::string> columns_;
  std::optional<Json> baseline_;
  double tolerance_;
  std::vector<Region> regions_;  // of --regions
  std::optional<Comparison> comparison_;
  std::mutex mutex_;
  SummaryBuilder summary_;
  std::map<std::string, SummaryBuilder> floors_;  // of --floors, by name
};

/// --table: no case is scored; the table goes to stdout, its values into the run record's summary.table.
/// @throws Error as MethodTable(), and Error(kUsage, "table.options") for options that mean nothing with it.
void TabulateMethods(const std::vector<std::string>& words, const MetricOptions& options, RunContext& run);

}  // namespace f4s
