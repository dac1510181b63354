#include "libfuse4seg/metric/report/summary.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>
#include <unordered_map>
#include <utility>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/metric/report/bootstrap.h"
#include "libfuse4seg/metric/segmentation/segmentation_metrics.h"

namespace f4s {
namespace {

/// Visits every number of `metrics` below `path` but the reasons.
template <class Visitor>
void VisitValues(const Json& json, MetricPath& path, const Visitor& visit) {
  for (const auto& [name, member] : json.items()) {
    if (path.empty() && name == "undefined") continue;
    path.push_back(name);
    if (member.is_object())
      VisitValues(member, path, visit);
    else if (member.is_number() || member.is_null())
      visit(member.is_null() ? std::numeric_limits<double>::quiet_NaN() : static_cast<double>(member));
    else
      throw Error(ErrorKind::kBadInput, "metrics.value",
                  Cat("metric ", Quoted(name), " is ", ToLine(member), ": wanted a number or null"));
    path.pop_back();
  }
}

}  // namespace

std::string KeyOf(const MetricPath& path) {
  std::string key;
  for (const std::string& name : path) key += name + '\n';
  return key;
}

bool IsDistance(const MetricPath& path) { return path.back().ends_with("_mm"); }

bool LowerIsBetter(const MetricPath& path) { return IsDistance(path) || path.back() == "MSE"; }

MetricValues MetricLayouts::Take(const Json& metrics) {
  std::vector<MetricPath> layout;
  std::string key;
  MetricValues taken;
  MetricPath path;
  VisitValues(metrics, path, [&](double value) {
    layout.push_back(path);
    key += KeyOf(path) + '\n';
    taken.values.push_back(value);
  });
  const auto [found, is_new] = positions_.try_emplace(key, static_cast<uint32_t>(layouts_.size()));
  if (is_new) layouts_.push_back(std::move(layout));
  taken.layout = found->second;
  taken.values.shrink_to_fit();
  return taken;
}

namespace {

/// Statistics are made a few at a time: all at once they would take more memory than the cases do.
constexpr size_t kStatisticsAtOnce = 8;

/// One metric over the cases that have it.
struct Statistic {
  MetricPath path;
  std::vector<double> values;  // the defined ones, in the order of the cases
  int64_t num_undefined = 0;
  double penalties = 0;  // sum over the undefined ones
  std::vector<SubjectSum> by_subject;
};

double SumOf(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

Json StandardDeviation(const std::vector<double>& values, double mean) {
  if (values.size() < 2) return nullptr;
  double sum = 0;
  for (const double value : values) sum += (value - mean) * (value - mean);
  return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

Json StatisticJson(const Statistic& statistic, const Interval& interval) {
  const auto n = static_cast<int64_t>(statistic.values.size());
  const double sum = SumOf(statistic.values);
  Json json = {{"n", n},
               {"n_undefined", statistic.num_undefined},
               {"mean", nullptr},
               {"sd", nullptr},
               {"median", nullptr},
               {"min", nullptr},
               {"max", nullptr},
               {"ci95", nullptr}};
  if (n > 0) {
    const double mean = sum / static_cast<double>(n);
    std::vector<double> sorted = statistic.values;
    json["mean"] = mean;
    json["sd"] = StandardDeviation(statistic.values, mean);
    json["median"] = Percentile(sorted, 50);
    json["min"] = *std::min_element(sorted.begin(), sorted.end());
    json["max"] = *std::max_element(sorted.begin(), sorted.end());
  }
  if (interval) json["ci95"] = {interval->first, interval->second};
  json["mean_penalised"] = (sum + statistic.penalties) / static_cast<double>(n + statistic.num_undefined);
  return json;
}

/// Adds statistics to a tree; their draws are the same as those of all others.
void AddStatistics(std::vector<Statistic>& statistics, uint64_t seed, Json& tree) {
  std::vector<std::vector<SubjectSum>> sums;
  for (Statistic& statistic : statistics) sums.push_back(std::move(statistic.by_subject));
  const std::vector<Interval> intervals = BootstrapMeans(sums, seed);
  for (size_t i = 0; i < statistics.size(); ++i) {
    Json* at = &tree;
    for (const std::string& name : statistics[i].path) at = &(*at)[name];
    *at = StatisticJson(statistics[i], intervals[i]);
  }
}

/// Takes up one case's value of a statistic; NaN is undefined.
void AddValue(double value, const CaseMetrics& about, size_t subject, Statistic& statistic) {
  if (std::isnan(value)) {
    ++statistic.num_undefined;
    statistic.penalties += IsDistance(statistic.path) ? about.worst_distance_mm : 0;
    return;
  }
  statistic.values.push_back(value);
  statistic.by_subject[subject].sum += value;
  ++statistic.by_subject[subject].count;
}

/// The statistics in the order in which the first cases have them.
struct StatisticPositions {
  std::vector<MetricPath> paths;
  std::map<uint32_t, std::vector<size_t>> of_layout;  ///< the position of each of a layout's paths

  template <class Chosen>
  StatisticPositions(const Chosen& cases, const MetricLayouts& layouts) {
    std::unordered_map<std::string, size_t> known;
    for (const auto* one : cases) {
      const auto [order, is_new_layout] = of_layout.try_emplace(one->metrics.layout);
      if (!is_new_layout) continue;
      for (const MetricPath& path : layouts.paths(one->metrics.layout)) {
        const auto [position, is_new] = known.try_emplace(KeyOf(path), paths.size());
        if (is_new) paths.push_back(path);
        order->second.push_back(position->second);
      }
    }
  }
};

}  // namespace

void SummaryBuilder::Add(const CaseMetrics& about, const Json& metrics) {
  cases_.push_back({about, layouts_.Take(metrics)});
}

Json SummaryBuilder::Tree(const Chosen& cases) const {
  const auto subjects = SubjectsOf(cases);
  const StatisticPositions positions(cases, layouts_);
  Json tree = Json::object();
  for (size_t begin = 0; begin < positions.paths.size(); begin += kStatisticsAtOnce) {
    const size_t end = std::min(positions.paths.size(), begin + kStatisticsAtOnce);
    std::vector<Statistic> statistics;
    for (size_t i = begin; i < end; ++i)
      statistics.push_back({positions.paths[i], {}, 0, 0, std::vector<SubjectSum>(subjects.size())});
    for (const Case* one : cases) {
      const std::vector<size_t>& order = positions.of_layout.at(one->metrics.layout);
      const size_t subject = subjects.at(one->about.subject);
      for (size_t i = 0; i < order.size(); ++i)
        if (order[i] >= begin && order[i] < end)
          AddValue(one->metrics.values[i], one->about, subject, statistics[order[i] - begin]);
    }
    AddStatistics(statistics, seed_, tree);
  }
  return tree;
}

Json SummaryBuilder::Summary() const {
  Chosen all;
  for (const Case& one : cases_) all.push_back(&one);
  std::sort(all.begin(), all.end(),
            [](const Case* a, const Case* b) { return a->about.index < b->about.index; });
  std::set<std::string> splits;
  for (const Case* one : all)
    if (!one->about.split.empty()) splits.insert(one->about.split);
  Json summary = Tree(all);
  for (const std::string& split : splits) {
    Chosen chosen;
    std::copy_if(all.begin(), all.end(), std::back_inserter(chosen),
                 [&](const Case* one) { return one->about.split == split; });
    summary["by_split"][split] = Tree(chosen);
  }
  return summary;
}

}  // namespace f4s
