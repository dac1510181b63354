#include "libfuse4seg/metric/report/summary.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <unordered_map>

#include "libfuse4seg/metric/report/bootstrap.h"
#include "libfuse4seg/metric/segmentation/segmentation_metrics.h"

namespace f4s {
namespace {

/// Leaves are made a few at a time: all at once they would take more memory than the cases do.
constexpr size_t kLeavesAtOnce = 8;

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

/// Adds leaves to a tree; their draws are the same as those of all others.
void AddLeaves(std::vector<Leaf>& leaves, uint64_t seed, Json& tree) {
  std::vector<std::vector<SubjectSum>> statistics;
  for (Leaf& leaf : leaves) statistics.push_back(std::move(leaf.by_subject));
  const std::vector<Interval> intervals = BootstrapMeans(statistics, seed);
  for (size_t i = 0; i < leaves.size(); ++i) {
    Json* at = &tree;
    for (const std::string& name : leaves[i].path) at = &(*at)[name];
    *at = LeafJson(leaves[i], intervals[i]);
  }
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

/// The leaves in the order in which the first cases have them.
struct LeafPlaces {
  std::vector<MetricPath> paths;
  std::map<uint32_t, std::vector<size_t>> of_layout;  ///< the place of each of a layout's paths

  template <class Chosen>
  LeafPlaces(const Chosen& cases, const MetricLayouts& layouts) {
    std::unordered_map<std::string, size_t> known;
    for (const auto* one : cases) {
      const auto [order, is_new_layout] = of_layout.try_emplace(one->metrics.layout);
      if (!is_new_layout) continue;
      for (const MetricPath& path : layouts.paths(one->metrics.layout)) {
        const auto [place, is_new] = known.try_emplace(KeyOf(path), paths.size());
        if (is_new) paths.push_back(path);
        order->second.push_back(place->second);
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
  const LeafPlaces places(cases, layouts_);
  Json tree = Json::object();
  for (size_t begin = 0; begin < places.paths.size(); begin += kLeavesAtOnce) {
    const size_t end = std::min(places.paths.size(), begin + kLeavesAtOnce);
    std::vector<Leaf> leaves;
    for (size_t i = begin; i < end; ++i)
      leaves.push_back({places.paths[i], {}, 0, 0, std::vector<SubjectSum>(subjects.size())});
    for (const Case* one : cases) {
      const std::vector<size_t>& order = places.of_layout.at(one->metrics.layout);
      const size_t subject = subjects.at(one->about.subject);
      for (size_t i = 0; i < order.size(); ++i)
        if (order[i] >= begin && order[i] < end)
          AddValue(one->metrics.values[i], one->about, subject, leaves[order[i] - begin]);
    }
    AddLeaves(leaves, seed_, tree);
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
