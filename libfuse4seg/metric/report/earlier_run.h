// The records of an earlier f4s-metrics run, for --compare.

#pragma once

#include <filesystem>
#include <string>
#include <unordered_map>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/json.h"
#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/metric/report/summary.h"

namespace f4s {

struct EarlierCase {
  MetricValues metrics;
  uint32_t regions = 0;     ///< position in EarlierRun::regions
  bool has_failed = false;  ///< passed on with an error: there are no metrics
};

struct EarlierRun {
  std::filesystem::path file;
  Json config;                                         ///< of its run record
  std::unordered_map<std::string, EarlierCase> cases;  ///< by id
  std::vector<std::vector<Region>> regions;            ///< as the records define them, once each

  /// What a case was scored with: --regions of that run, else the record's.
  [[nodiscard]] std::vector<Region> RegionsOf(const EarlierCase& one) const;
};

/// Error(kBadInput, "compare.CODE"): why two runs are not compared.
[[nodiscard]] Error NoComparison(const std::string& code, const std::string& message);

/// Whether the record is that of a floor, which no method made.
[[nodiscard]] bool IsFloor(const Case& record);

/// Those of --regions, of a run's configuration; none: the records' own.
[[nodiscard]] std::vector<Region> GivenRegions(const Json& config);

/// Reads a file that holds the output of f4s-metrics, or of several shards of one run.
/// @param layouts  takes the paths of its metrics.
/// @throws Error naming file and case: kMissingInput; kBadInput, "compare.record" when it has no
///         run record of f4s-metrics, or one of another tool, "compare.incomplete" when the run
///         failed or was interrupted, "compare.no_metrics" for a case that has neither metrics nor
///         an error, "compare.twice" for one that it has twice, "compare.settings" for shards
///         that were scored in different ways, and those of RecordReader.
[[nodiscard]] EarlierRun ReadEarlierRun(const std::filesystem::path& file, MetricLayouts& layouts);

/// What would make the numbers of two runs mean different things, as "convention 'film' there and
/// 'cddfuse' here", or nothing.
/// @param there,here      `config` of the run records; a setting that one of them lacks is no difference.
/// @param fusion,segmentation  whether such metrics are looked at.
[[nodiscard]] std::string DifferentSettings(const Json& there, const Json& here, bool fusion,
                                            bool segmentation);

/// A region that has other labels there than here, as "region 'WT' is 1,2,4 there and 1,2 here", or nothing.
[[nodiscard]] std::string DifferentRegion(const std::vector<Region>& there, const std::vector<Region>& here);

}  // namespace f4s
