#include "libfuse4seg/metric/report/method_table.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/metric/report/earlier_run.h"
#include "libfuse4seg/metric/report/method_run.h"
#include "libfuse4seg/metric/report/metric_columns.h"
#include "libfuse4seg/tool/did_you_mean.h"

namespace f4s {
namespace {

constexpr double kShownAsEqual = 0.5e-4;  ///< four places are shown

std::vector<MethodRun> ReadMethods(const std::vector<std::string>& words, uint64_t seed) {
  std::vector<MethodRun> methods;
  std::set<std::string> names;
  for (const std::string& word : words) {
    methods.push_back(ReadMethod(word, seed));
    if (!names.insert(methods.back().name).second)
      throw Error(ErrorKind::kUsage, "table.word",
                  Cat("--table: two methods are called ", Quoted(methods.back().name)));
  }
  return methods;
}

/// Metrics of all runs.
std::vector<MetricPath> MetricsOfRuns(const std::vector<MethodRun>& methods) {
  std::vector<MetricPath> paths;
  std::set<MetricPath> known;
  for (const MethodRun& method : methods)
    for (const MetricPath& path : MetricsOf(method.summary))
      if (known.insert(path).second) paths.push_back(path);
  return paths;
}

/// And those that figures alone have.
std::vector<MetricPath> WithFigures(std::vector<MetricPath> paths, const std::vector<MethodRun>& methods) {
  std::set<std::string> names;
  for (const MetricPath& path : paths)
    for (const std::string& name : ShortNames(path)) names.insert(name);
  for (const MethodRun& method : methods) {
    if (!method.figures.is_object()) continue;
    for (const auto& [name, value] : method.figures.items()) {
      if (!names.insert(name).second) continue;
      const size_t dot = name.find('.');
      paths.push_back(dot == std::string::npos
                          ? MetricPath{"fusion", name}
                          : MetricPath{"segmentation", name.substr(dot + 1), name.substr(0, dot)});
    }
  }
  return paths;
}

/// What a table shows that was not asked for certain columns.
std::vector<MetricColumn> UsualColumns(const std::vector<MetricPath>& of_runs) {
  std::vector<MetricPath> usual;
  for (const MetricPath& path : of_runs) {
    const auto [family, group, metric] = LineOf(path);
    if (family == "segmentation" ? metric == "dice" || metric.starts_with("hd95") : group == "all")
      usual.push_back(path);
  }
  return ColumnsOf(usual);
}

/// 1: higher is better, -1: lower, 0: neither.
int DirectionOf(const MetricColumn& column) {
  for (const char* count : {"n", "n_undefined", "n_reference", "sd"})
    if (column.statistic == count) return 0;
  const std::string& metric = column.path.back();
  const bool is_distance =
      metric == "hd" || metric == "hd95" || metric == "assd";  // of figures without a unit
  return is_distance || LowerIsBetter(column.path) ? -1 : 1;
}

const Json* LeafOf(const Json& summary, const MetricPath& path) {
  const Json* at = &summary;
  for (const std::string& name : path) {
    const auto member = at->find(name);
    if (member == at->end() || !member->is_object()) return nullptr;
    at = &*member;
  }
  return at;
}

Json ValueOf(const MethodRun& method, const MetricColumn& column) {
  if (method.figures.is_object()) {
    std::vector<std::string> names = ShortNames(column.path);
    names.push_back(column.label);
    for (const std::string& name : names)
      if (method.figures.contains(name) && (column.statistic == "mean" || name == column.label))
        return method.figures[name];
    return nullptr;
  }
  const Json* leaf = LeafOf(method.summary, column.path);
  return leaf != nullptr && leaf->contains(column.statistic) ? (*leaf)[column.statistic] : Json();
}

void RequireOneSetting(const std::vector<MethodRun>& methods, const std::vector<MetricColumn>& columns) {
  const auto has = [&](const char* family) {
    return std::any_of(columns.begin(), columns.end(),
                       [&](const MetricColumn& column) { return column.path.front() == family; });
  };
  const MethodRun* first = nullptr;
  for (const MethodRun& method : methods) {
    if (method.config.empty()) continue;
    if (first == nullptr) first = &method;
    std::string different =
        DifferentSettings(first->config, method.config, has("fusion"), has("segmentation"));
    if (different.empty() && has("segmentation")) different = DifferentRegion(first->regions, method.regions);
    if (!different.empty())
      throw Error(ErrorKind::kBadInput, "table.settings",
                  Cat("metrics of ", Quoted(first->name), " (there) and ", Quoted(method.name),
                      " (here) do not go into one table: ", different))
          .InFile(method.file);
  }
}

/// Cases that another method has not: means do not go over the same ones.
void WarnOfNumbers(const std::vector<MethodRun>& methods, const std::vector<MetricColumn>& columns,
                   const std::function<void(const std::string&)>& warn) {
  for (const MetricColumn& column : columns) {
    const MethodRun* first = nullptr;
    int64_t n = 0;
    for (const MethodRun& method : methods) {
      const Json* leaf = LeafOf(method.summary, column.path);
      if (leaf == nullptr || !leaf->contains("n_undefined")) continue;
      const int64_t count = (*leaf)["n"].get<int64_t>() + (*leaf)["n_undefined"].get<int64_t>();
      if (first == nullptr) {
        first = &method;
        n = count;
      } else if (count != n) {
        return warn(Cat(column.label, " goes over ", n, " cases of ", Quoted(first->name), " and ", count,
                        " of ", Quoted(method.name), ": the methods were not scored on the same cases"));
      }
    }
  }
}

/// Means that leave out what is undefined of one method and not of another: who misses a lesion has no
/// distance there.
void WarnOfUndefined(const std::vector<MethodRun>& methods, const std::vector<MetricColumn>& columns,
                     const std::function<void(const std::string&)>& warn) {
  for (const MetricColumn& column : columns) {
    const MethodRun* first = nullptr;
    int64_t undefined = 0;
    for (const MethodRun& method : methods) {
      const Json* leaf = LeafOf(method.summary, column.path);
      if (column.statistic != "mean" || leaf == nullptr || !leaf->contains("n_undefined")) continue;
      const auto count = (*leaf)["n_undefined"].get<int64_t>();
      if (first == nullptr) first = &method, undefined = count;
      if (count != undefined)
        return warn(Cat(column.label, " is undefined for ", undefined, " cases of ", Quoted(first->name),
                        " and ", count, " of ", Quoted(method.name),
                        ", which the means leave out: --columns ", column.label,
                        ".mean_penalised counts them"));
    }
  }
}

/// A figure that stands in no column may be misspelt.
void WarnOfFigures(const std::vector<MethodRun>& methods, const std::vector<MetricColumn>& columns,
                   const std::function<void(const std::string&)>& warn) {
  std::vector<std::string> known;
  for (const MetricColumn& column : columns) {
    known.push_back(column.label);
    for (const std::string& name : ShortNames(column.path)) known.push_back(name);
  }
  for (const MethodRun& method : methods)
    if (method.figures.is_object())
      for (const auto& [name, value] : method.figures.items())
        if (std::find(known.begin(), known.end(), name) == known.end())
          warn(Cat(method.file.string(), ": ", Quoted(name), " is in no column", DidYouMean(name, known)));
}

}  // namespace

MethodTable::MethodTable(const std::vector<std::string>& words, const std::vector<std::string>& names,
                         uint64_t seed, const std::function<void(const std::string&)>& warn) {
  const std::vector<MethodRun> methods = ReadMethods(words, seed);
  const std::vector<MetricPath> of_runs = MetricsOfRuns(methods), all = WithFigures(of_runs, methods);
  const std::vector<MetricColumn> columns = !names.empty()    ? FindColumns(names, all)
                                            : of_runs.empty() ? ColumnsOf(all)
                                                              : UsualColumns(of_runs);
  RequireOneSetting(methods, columns);
  WarnOfNumbers(methods, columns, warn);
  WarnOfUndefined(methods, columns, warn);
  WarnOfFigures(methods, columns, warn);
  for (const MetricColumn& column : columns) columns_.push_back({column.label, DirectionOf(column)});
  for (const MethodRun& method : methods) {
    rows_.push_back({method.name, method.figures.is_object(), {}});
    for (const MetricColumn& column : columns) rows_.back().values.push_back(ValueOf(method, column));
  }
}

bool MethodTable::IsBest(size_t row, size_t column) const {
  const int direction = columns_[column].direction;
  const Json& value = rows_[row].values[column];
  if (direction == 0 || !value.is_number()) return false;
  return std::all_of(rows_.begin(), rows_.end(), [&](const Row& other) {
    const Json& rival = other.values[column];
    return !rival.is_number() || direction * (value.get<double>() - rival.get<double>()) > -kShownAsEqual;
  });
}

Json MethodTable::Values() const {
  Json values = Json::object();
  for (const Row& row : rows_) {
    Json& of_row = values[row.name] = Json::object();
    for (size_t x = 0; x < columns_.size(); ++x) of_row[columns_[x].label] = row.values[x];
  }
  return values;
}

TextTable MethodTable::Table(TableFormat format) const {
  const bool for_programs = format == TableFormat::kTsv || format == TableFormat::kCsv;
  TextTable table{"methods, mean over the cases, the best of each column set off", {"method"}, {}, 1};
  for (const Column& column : columns_)
    table.header.push_back(column.label + (for_programs || column.direction == 0 ? ""
                                           : column.direction > 0                ? " \u2191"
                                                                                 : " \u2193"));
  for (size_t y = 0; y < rows_.size(); ++y) {
    const Row& row = rows_[y];
    table.rows.push_back({row.name});
    for (size_t x = 0; x < columns_.size(); ++x) {
      const Json& value = row.values[x];
      const bool in_full = for_programs || (row.is_published && value.is_number());
      const bool is_count = columns_[x].direction == 0;
      table.rows.back().push_back(in_full                          ? ExactCell(value)
                                  : is_count || !value.is_number() ? Rounded(value)
                                                                   : Rounded(value.get<double>()));
      if (!for_programs && IsBest(y, x)) table.best.insert({y, x + 1});
    }
  }
  return table;
}

}  // namespace f4s
