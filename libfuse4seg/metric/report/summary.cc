#include "libfuse4seg/metric/report/summary.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/metric/report/bootstrap.h"
#include "libfuse4seg/metric/report/volume_agreement.h"
#include "libfuse4seg/metric/segmentation/segmentation_metrics.h"

namespace f4s {
namespace {

/// Statistics are made a few at a time: all at once they would take more memory than the cases do.
constexpr size_t kStatisticsAtOnce = 8;

/// One metric over the cases that have it.
struct Statistic {
  MetricPath path;
  std::vector<double> values = {};  // the defined ones, in the order of the cases
  int64_t num_undefined = 0;
  int64_t num_penalised = 0;
  double penalties = 0;  // sum over the undefined ones that count as the worst value
  int64_t num_reference = 0;
  double sum_reference = 0;  // over the cases whose reference has the region, undefined ones as the worst
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
  const auto mean_of = [](double total, int64_t count) {
    return count > 0 && std::isfinite(total) ? Json(total / static_cast<double>(count)) : Json(nullptr);
  };
  json["mean_penalised"] = mean_of(sum + statistic.penalties, n + statistic.num_penalised);
  json["n_reference"] = statistic.num_reference;
  json["mean_reference"] = mean_of(statistic.sum_reference, statistic.num_reference);
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

/// Takes up one case's value of a statistic.
void AddValue(double value, const CaseMetrics& about, size_t subject, bool has_reference,
              Statistic& statistic) {
  const bool is_defined = std::isfinite(value);
  if (!is_defined) ++statistic.num_undefined;
  if (value == kNoSuchValue) return;
  const double counted = is_defined ? value : IsDistance(statistic.path) ? about.worst_distance : 0;
  if (has_reference) ++statistic.num_reference, statistic.sum_reference += counted;
  if (!is_defined) {
    ++statistic.num_penalised;
    statistic.penalties += counted;
    return;
  }
  statistic.values.push_back(value);
  statistic.by_subject[subject].sum += value;
  ++statistic.by_subject[subject].count;
}

/// Which mask of the region is empty, or "".
std::string EmptySideOf(const std::string& region, const EmptySides& empty) {
  const auto found = empty.find(region);
  return found == empty.end() ? "" : found->second;
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

void SummaryBuilder::Add(const CaseMetrics& about, const Json& metrics, const Json& absent) {
  Case one = {about, layouts_.Take(metrics)};
  EmptySides empty;
  if (metrics.contains("empty"))
    for (const auto& [region, side] : metrics["empty"].items())
      if (side.is_string()) empty[region] = side.get<std::string>();
  one.empty = &*empties_.insert(std::move(empty)).first;
  if (absent.is_object()) {
    const auto [found, is_new] = absents_.try_emplace(ToLine(absent));
    if (is_new) found->second = layouts_.Take(absent);
    one.absent = &found->second;
  }
  cases_.push_back(std::move(one));
}

void SummaryBuilder::CompleteRegions() {
  ValueRegions regions;
  for (const Case& one : cases_)
    if (one.absent != nullptr) regions.Note(layouts_.paths(one.metrics.layout));
  for (Case& one : cases_) {
    if (one.absent == nullptr) continue;
    EmptySides empty = *one.empty;
    regions.Complete(*one.absent, layouts_, one.metrics, empty);
    one.empty = &*empties_.insert(std::move(empty)).first;
  }
}

Json SummaryBuilder::Tree(const Chosen& cases) const {
  const auto subjects = SubjectsOf(cases);
  const StatisticPositions positions(cases, layouts_);
  Json tree = Json::object();
  for (size_t begin = 0; begin < positions.paths.size(); begin += kStatisticsAtOnce) {
    const size_t end = std::min(positions.paths.size(), begin + kStatisticsAtOnce);
    std::vector<Statistic> statistics;
    for (size_t i = begin; i < end; ++i)
      statistics.push_back(
          {.path = positions.paths[i], .by_subject = std::vector<SubjectSum>(subjects.size())});
    for (const Case* one : cases) {
      const std::vector<size_t>& order = positions.of_layout.at(one->metrics.layout);
      const size_t subject = subjects.at(one->about.subject);
      for (size_t i = 0; i < order.size(); ++i)
        if (order[i] >= begin && order[i] < end)
          AddValue(one->metrics.values[i], one->about, subject, HasReference(*one, positions.paths[order[i]]),
                   statistics[order[i] - begin]);
    }
    AddStatistics(statistics, seed_, tree);
  }
  if (tree.contains("segmentation")) CountEmptySides(cases, tree["segmentation"]);
  if (tree.contains("volumes")) tree["agreement"] = AgreementOfVolumes(cases);
  return tree;
}

Json SummaryBuilder::AgreementOfVolumes(const Chosen& cases) const {
  std::vector<std::string> order;
  std::map<std::string, std::vector<VolumePair>> pairs;
  for (const Case* one : cases)
    ForEachVolumePair(layouts_.paths(one->metrics.layout), one->metrics.values,
                      [&](const std::string& region, const VolumePair& pair) {
                        if (pairs[region].empty()) order.push_back(region);
                        pairs[region].push_back(pair);
                      });
  Json agreement = Json::object();
  for (const std::string& region : order) agreement[region] = AgreementOf(pairs[region]).ToJson();
  return agreement;
}

bool SummaryBuilder::HasReference(const Case& one, const MetricPath& path) {
  const std::string region = RegionOf(path);
  const std::string side = region.empty() ? "" : EmptySideOf(region, *one.empty);
  return side != "reference_empty" && side != "both_empty";
}

void SummaryBuilder::CountEmptySides(const Chosen& cases, Json& segmentation) const {
  std::map<std::string, std::map<std::string, int64_t>> counts;  // by region, by side
  for (const Case* one : cases)
    for (const auto& [region, side] : *one->empty) ++counts[region][side];
  for (auto& [region, fields] : segmentation.items())
    for (const char* side : {"reference_empty", "prediction_empty", "both_empty"})
      fields["cases"][side] = counts[region][side];
}

SummaryBuilder::Chosen SummaryBuilder::Ordered() const {
  Chosen all;
  for (const Case& one : cases_) all.push_back(&one);
  std::sort(all.begin(), all.end(), [](const Case* a, const Case* b) {
    return std::tie(a->about.index, a->about.id) < std::tie(b->about.index, b->about.id);
  });
  return all;
}

Json SummaryBuilder::Summary() {
  CompleteRegions();
  const Chosen all = Ordered();
  std::set<std::string> splits;
  for (const Case* one : all)
    if (!one->about.split.empty()) splits.insert(one->about.split.text());
  Json summary = Tree(all);
  for (const std::string& split : splits) {
    Chosen chosen;
    std::copy_if(all.begin(), all.end(), std::back_inserter(chosen),
                 [&](const Case* one) { return one->about.split.text() == split; });
    summary["by_split"][split] = Tree(chosen);
  }
  return summary;
}

}  // namespace f4s
