#include "libfuse4seg/metric/summary.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <unordered_map>

#include "libfuse4seg/metric/bootstrap.h"
#include "libfuse4seg/metric/segmentation_metrics.h"

namespace f4s {
namespace {

/// One metric over the cases that have it.
struct Leaf {
  MetricPath path;
  std::vector<double> values;  // the defined ones, in the order of the cases
  int64_t num_undefined = 0;
  double penalties = 0;  // sum over the undefined ones
  std::vector<SubjectSum> by_subject;
};

double Sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

Json StandardDeviation(const std::vector<double>& values, double mean) {
  if (values.size() < 2) return nullptr;
  double sum = 0;
  for (const double value : values) sum += (value - mean) * (value - mean);
  return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

Json LeafJson(const Leaf& leaf, const Interval& interval) {
  const auto n = static_cast<int64_t>(leaf.values.size());
  const double sum = Sum(leaf.values);
  Json json = {{"n", n},
               {"n_undefined", leaf.num_undefined},
               {"mean", nullptr},
               {"sd", nullptr},
               {"median", nullptr},
               {"min", nullptr},
               {"max", nullptr},
               {"ci95", nullptr}};
  if (n > 0) {
    const double mean = sum / static_cast<double>(n);
    std::vector<double> sorted = leaf.values;
    json["mean"] = mean;
    json["sd"] = StandardDeviation(leaf.values, mean);
    json["median"] = Percentile(sorted, 50);
    json["min"] = *std::min_element(sorted.begin(), sorted.end());
    json["max"] = *std::max_element(sorted.begin(), sorted.end());
  }
  if (interval) json["ci95"] = {interval->first, interval->second};
  json["mean_penalised"] = (sum + leaf.penalties) / static_cast<double>(n + leaf.num_undefined);
  return json;
}

/// Position of each subject among all, which are in the order of their names.
template <class Chosen>
std::map<std::string, size_t> SubjectsOf(const Chosen& cases) {
  std::map<std::string, size_t> subjects;
  for (const auto* one : cases) subjects.emplace(one->about.subject, 0);
  size_t position = 0;
  for (auto& [name, place] : subjects) place = position++;
  return subjects;
}

/// Takes up one case's value of a leaf; NaN is undefined.
void AddValue(double value, const CaseMetrics& about, size_t subject, Leaf& leaf) {
  if (std::isnan(value)) {
    ++leaf.num_undefined;
    leaf.penalties += IsDistance(leaf.path) ? about.worst_distance_mm : 0;
    return;
  }
  leaf.values.push_back(value);
  leaf.by_subject[subject].sum += value;
  ++leaf.by_subject[subject].count;
}

}  // namespace

void SummaryBuilder::Add(const CaseMetrics& about, const Json& metrics) {
  cases_.push_back({about, layouts_.Take(metrics)});
}

Json SummaryBuilder::Tree(const Chosen& cases) const {
  const auto subjects = SubjectsOf(cases);
  std::vector<Leaf> leaves;
  std::unordered_map<std::string, size_t> places;
  for (const Case* one : cases) {
    const auto& layout = layouts_.paths(one->metrics.layout);
    for (size_t i = 0; i < layout.size(); ++i) {
      const auto [found, is_new] = places.try_emplace(KeyOf(layout[i]), leaves.size());
      if (is_new) leaves.push_back({layout[i], {}, 0, 0, std::vector<SubjectSum>(subjects.size())});
      AddValue(one->metrics.values[i], one->about, subjects.at(one->about.subject), leaves[found->second]);
    }
  }
  std::vector<std::vector<SubjectSum>> statistics;
  for (Leaf& leaf : leaves) statistics.push_back(std::move(leaf.by_subject));
  const std::vector<Interval> intervals = BootstrapMeans(statistics, seed_);
  Json tree = Json::object();
  for (size_t i = 0; i < leaves.size(); ++i) {
    Json* at = &tree;
    for (const std::string& name : leaves[i].path) at = &(*at)[name];
    *at = LeafJson(leaves[i], intervals[i]);
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
