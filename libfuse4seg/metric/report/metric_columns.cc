#include "libfuse4seg/metric/report/metric_columns.h"

#include <algorithm>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/tool/did_you_mean.h"

namespace f4s {
namespace {

constexpr const char* kMean = "mean";
const std::vector<std::string> kStatistics = {"n",           "n_undefined",   "mean", "sd",
                                              "median",      "min",           "max",  "mean_penalised",
                                              "n_reference", "mean_reference"};

/// The first metric of that name.
const MetricPath* PathOf(const std::string& name, const std::vector<MetricPath>& paths) {
  const MetricPath* found = nullptr;
  for (const MetricPath& path : paths) {
    const std::vector<std::string> names = ShortNames(path);
    if (std::find(names.begin(), names.end(), name) == names.end()) continue;
    if (found == nullptr) {
      found = &path;
    } else if (IsDistance(path) && path.front() == found->front()) {
      throw Error(ErrorKind::kUsage, "columns.unit",
                  Cat(Quoted(name), " is ", ShortNames(*found).front(), " or ", ShortNames(path).front(),
                      ": mm and pixels do not go into one column, name one of them"));
    }
  }
  return found;
}

MetricColumn FindColumn(const std::string& name, const std::vector<MetricPath>& paths) {
  if (const MetricPath* path = PathOf(name, paths)) return {ShortNames(*path).front(), *path, kMean};
  const size_t dot = name.rfind('.');
  const std::string statistic = dot == std::string::npos ? "" : name.substr(dot + 1);
  if (std::find(kStatistics.begin(), kStatistics.end(), statistic) != kStatistics.end())
    if (const MetricPath* path = PathOf(name.substr(0, dot), paths))
      return {ShortNames(*path).front() + (statistic == kMean ? "" : "." + statistic), *path, statistic};
  std::vector<std::string> known;
  for (const MetricPath& path : paths)
    for (const std::string& one : ShortNames(path)) known.push_back(one);
  throw Error(ErrorKind::kUsage, "columns.unknown",
              Cat("--columns: there is no metric ", Quoted(name), DidYouMean(name, known)));
}

}  // namespace

std::vector<MetricColumn> FindColumns(const std::vector<std::string>& names,
                                      const std::vector<MetricPath>& paths) {
  std::vector<MetricColumn> columns;
  for (const std::string& name : names) columns.push_back(FindColumn(name, paths));
  return columns;
}

std::vector<MetricColumn> ColumnsOf(const std::vector<MetricPath>& paths) {
  std::vector<MetricColumn> columns;
  for (const MetricPath& path : paths) columns.push_back({ShortNames(path).front(), path, kMean});
  return columns;
}

}  // namespace f4s
