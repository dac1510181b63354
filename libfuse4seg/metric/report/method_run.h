// What --table reads of one method.

#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "libfuse4seg/base/json.h"
#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/image/region.h"
#include "libfuse4seg/metric/report/metric_values.h"

namespace f4s {

struct MethodRun {
  std::string name;
  std::filesystem::path file;
  Json summary = Json::object();  ///< of a run
  Json config = Json::object();   ///< of a run, as far as it says
  std::vector<Region> regions;    ///< that its cases were scored by, as far as records say
  Json figures = nullptr;         ///< published ones, by short names
};

/// What an undefined distance of a record counts as: what the run said that scored it, else the diagonal of
/// its geometry; unknown: not a number.
[[nodiscard]] double DiagonalOfRecord(const Case& record);

/// @param word  NAME=RUN
/// @throws Error as MethodTable::MethodTable().
[[nodiscard]] MethodRun ReadMethod(const std::string& word, uint64_t seed);

/// The metrics of a summary, without those of its splits, floors and comparisons.
[[nodiscard]] std::vector<MetricPath> MetricsOf(const Json& summary);

}  // namespace f4s
