#include "libfuse4seg/metric/report/summary.h"

#include <algorithm>
#include <cmath>
#include <limits>
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
  int64_t num_defined = 0;
  double sum = 0;
  int64_t num_undefined = 0;
  int64_t num_penalised = 0;
  double penalties = 0;  // sum over the undefined ones that count as the worst value; NaN: there is no worst
  int64_t num_reference = 0;
  double sum_reference = 0;  // over the cases whose reference has the region, undefined ones as the worst
};

Json StandardDeviation(const std::vector<double>& values, double mean) {
  if (values.size() < 2) return nullptr;
  double sum = 0;
  for (const double value : values) sum += (value - mean) * (value - mean);
  return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

/// @param values  the defined ones, in the order of the cases
Json StatisticJson(const Statistic& statistic, std::vector<double> values, const Interval& interval) {
  const int64_t n = statistic.num_defined;
  Json json = {{"n", n},
               {"n_undefined", statistic.num_undefined},
               {"mean", nullptr},
               {"sd", nullptr},
               {"median", nullptr},
               {"min", nullptr},
               {"max", nullptr},
               {"ci95", nullptr}};
  if (n > 0) {
    const double mean = statistic.sum / static_cast<double>(n);
    json["mean"] = mean;
    json["sd"] = StandardDeviation(values, mean);
    json["median"] = Percentile(values, 50);
    json["min"] = *std::min_element(values.begin(), values.end());
    json["max"] = *std::max_element(values.begin(), values.end());
  }
  if (interval) json["ci95"] = {interval->first, interval->second};
  const auto mean_of = [](double total, int64_t count) {
    return count > 0 && std::isfinite(total) ? Json(total / static_cast<double>(count)) : Json(nullptr);
  };
  json["mean_penalised"] = mean_of(statistic.sum + statistic.penalties, n + statistic.num_penalised);
  json["n_reference"] = statistic.num_reference;
  json["mean_reference"] = mean_of(statistic.sum_reference, statistic.num_reference);
  return json;
}

/// Takes up one case's value of a statistic.
void AddValue(double value, const CaseMetrics& about, bool has_reference, Statistic& statistic,
              SubjectSum& subject) {
  const bool is_defined = std::isfinite(value);
  if (!is_defined) ++statistic.num_undefined;
  if (value == kNoSuchValue) return;
  const double counted =
      is_defined ? value : WorstValue(statistic.path, about.worst_distance).value_or(kUndefinedValue);
  if (has_reference) ++statistic.num_reference, statistic.sum_reference += counted;
  if (!is_defined) {
    ++statistic.num_penalised;
    statistic.penalties += counted;
    return;
  }
  ++statistic.num_defined;
  statistic.sum += value;
  subject.sum += value;
  ++subject.count;
}

/// Of regions, and of classes whose volumes alone are measured.
EmptySides EmptySidesOf(const Json& metrics) {
  EmptySides empty;
  if (const Json* sides = FindPath(metrics, "empty"); sides != nullptr && sides->is_object())
    for (const auto& [region, side] : sides->items())
      if (side.is_string()) empty[region] = side.get<std::string>();
  if (const Json* volumes = FindPath(metrics, "volumes"); volumes != nullptr && volumes->is_object())
    for (const auto& [name, volume] : volumes->items())
      if (const Json* relative = FindPath(volume, "difference_relative");
          relative != nullptr && relative->is_null())
        empty.try_emplace(name, "reference_empty");
  return empty;
}

/// Which mask of the region is empty, or "".
std::string EmptySideOf(const std::string& region, const EmptySides& empty) {
  const auto found = empty.find(region);
  return found == empty.end() ? "" : found->second;
}

}  // namespace

bool IsSummaryOf(const Json& summary, const Json& made) {
  if (!made.contains("n") || !made.contains("mean"))
    return std::all_of(made.items().begin(), made.items().end(), [&](const auto& member) {
      const Json& here = member.value();
      return !here.is_object() || member.key() == "agreement" ||
             (summary.contains(member.key()) && summary[member.key()].is_object() &&
              IsSummaryOf(summary[member.key()], here));
    });
  const auto number = [](const Json& json, const char* name) {
    return json.contains(name) && json[name].is_number() ? json[name].get<double>() : kNoSuchValue;
  };
  const double a = number(summary, "mean"), b = number(made, "mean");
  return number(summary, "n") == number(made, "n") &&
         (a == b || std::abs(a - b) <= 1e-9 * std::max(std::abs(a), std::abs(b)));
}

void SummaryBuilder::Add(const CaseMetrics& about, const Json& metrics) {
  Case one = {about, layouts_.Take(metrics)};
  EmptySides empty = EmptySidesOf(metrics);
  one.empty = &*empties_.insert(std::move(empty)).first;
  if (const Json* absent = FindPath(metrics, "absent"); absent != nullptr && absent->is_object()) {
    const auto [found, is_new] = absents_.try_emplace(ToLine(*absent));
    if (is_new) found->second = layouts_.Take(*absent);
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

/// The statistics in the order in which the first cases have them, and where each case has its number.
class SummaryBuilder::Positions {
 public:
  Positions(const Chosen& cases, const MetricLayouts& layouts) {
    std::unordered_map<std::string, size_t> known;
    for (const Case* one : cases) {
      const uint32_t layout = one->metrics.layout;
      if (layout >= of_layout_.size()) of_layout_.resize(layout + 1);
      if (!of_layout_[layout].empty()) continue;
      const std::vector<MetricPath>& own = layouts.paths(layout);
      for (size_t i = 0; i < own.size(); ++i) {
        const auto [position, is_new] = known.try_emplace(KeyOf(own[i]), paths_.size());
        if (is_new) paths_.push_back(own[i]);
        of_layout_[layout].resize(paths_.size(), kNowhere);
        of_layout_[layout][position->second] = i;
      }
    }
  }

  [[nodiscard]] const std::vector<MetricPath>& paths() const { return paths_; }

  /// The number of a case, or null where it has none.
  [[nodiscard]] const double* Find(const Case& one, size_t statistic) const {
    const std::vector<size_t>& places = of_layout_[one.metrics.layout];
    if (statistic >= places.size() || places[statistic] == kNowhere) return nullptr;
    return &one.metrics.values[places[statistic]];
  }

  /// Those that are defined.
  [[nodiscard]] std::vector<double> Defined(const Chosen& cases, size_t statistic, int64_t count) const {
    std::vector<double> values;
    values.reserve(static_cast<size_t>(count));
    for (const Case* one : cases)
      if (const double* value = Find(*one, statistic); value != nullptr && std::isfinite(*value))
        values.push_back(*value);
    return values;
  }

 private:
  static constexpr size_t kNowhere = std::numeric_limits<size_t>::max();
  std::vector<MetricPath> paths_;
  std::vector<std::vector<size_t>> of_layout_;
};

/// Adds the statistics from `begin` on to a tree; their draws are the same as those of all others.
void SummaryBuilder::AddStatistics(const Chosen& cases, const SubjectNumbers& subjects,
                                   const Positions& positions, size_t begin, Json& tree) const {
  const size_t end = std::min(positions.paths().size(), begin + kStatisticsAtOnce);
  std::vector<Statistic> statistics;
  std::vector<std::vector<SubjectSum>> sums(end - begin, std::vector<SubjectSum>(subjects.count));
  for (size_t i = begin; i < end; ++i) {
    Statistic& statistic = statistics.emplace_back(Statistic{.path = positions.paths()[i]});
    for (size_t at = 0; at < cases.size(); ++at)
      if (const double* value = positions.Find(*cases[at], i))
        AddValue(*value, cases[at]->about, HasReference(*cases[at], statistic.path), statistic,
                 sums[i - begin][subjects.of_case[at]]);
  }
  const std::vector<Interval> intervals = BootstrapMeans(sums, seed_);
  for (size_t i = begin; i < end; ++i) {
    const Statistic& statistic = statistics[i - begin];
    Json* at = &tree;
    for (const std::string& name : statistic.path) at = &(*at)[name];
    *at = StatisticJson(statistic, positions.Defined(cases, i, statistic.num_defined), intervals[i - begin]);
  }
}

Json SummaryBuilder::Tree(const Chosen& cases) const {
  const SubjectNumbers subjects = SubjectsOf(cases);
  const Positions positions(cases, layouts_);
  Json tree = Json::object();
  for (size_t begin = 0; begin < positions.paths().size(); begin += kStatisticsAtOnce)
    AddStatistics(cases, subjects, positions, begin, tree);
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
  const std::string region = ReferenceRegionOf(path);
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
