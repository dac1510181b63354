#include "libfuse4seg/metric/report/comparison.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <tuple>
#include <unordered_map>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/metric/report/bootstrap.h"
#include "libfuse4seg/metric/segmentation/segmentation_metrics.h"

namespace f4s {
namespace {

constexpr double kRounding = 1e-12;

/// The mean difference of each subject that has any.
std::vector<double> SubjectMeans(const std::vector<SubjectSum>& by_subject) {
  std::vector<double> means;
  for (const SubjectSum& subject : by_subject)
    if (subject.count > 0) means.push_back(subject.sum / subject.count);
  return means;
}

}  // namespace

double PairedDifference(double here, double there) {
  const double difference = here - there;
  return std::abs(difference) <= kRounding * std::max(std::abs(here), std::abs(there)) ? 0 : difference;
}

void PairedStatistic::Add(double here, double there, size_t subject, double worst_distance) {
  const double worst = WorstValue(path_, worst_distance).value_or(kUndefinedValue);
  const bool has_here = std::isfinite(here), has_there = std::isfinite(there);
  undefined_here_ += !has_here;
  undefined_there_ += !has_there;
  if (!has_here || !has_there) {
    ++num_undefined_;
    if (here == kNoSuchValue || there == kNoSuchValue) return;
    ++num_penalised_;
    penalised_ += PairedDifference(has_here ? here : worst, has_there ? there : worst);
    return;
  }
  const double difference = PairedDifference(here, there);
  differences_.push_back(difference);
  sum_here_ += here;
  sum_there_ += there;
  penalised_ += difference;
  by_subject_[subject].sum += difference;
  ++by_subject_[subject].count;
}

Json PairedStatistic::Summary(const Interval& interval) const {
  const auto n = static_cast<int64_t>(differences_.size());
  const std::vector<double> subjects = SubjectMeans(by_subject_);
  const auto count = [&](auto holds) {
    return std::count_if(differences_.begin(), differences_.end(), holds);
  };
  const int64_t above = count([](double d) { return d > 0; }), below = count([](double d) { return d < 0; });
  const bool lower = LowerIsBetter(path_);
  Json json = {{"n", n},
               {"n_subjects", subjects.size()},
               {"n_undefined", num_undefined_},
               {"undefined_here", undefined_here_},
               {"undefined_there", undefined_there_}};
  for (const char* name : {"mean", "other_mean", "mean_difference", "ci95", "median_difference"})
    json[name] = nullptr;
  json["mean_difference_penalised"] = nullptr;
  if (n + num_penalised_ > 0 && std::isfinite(penalised_))
    json["mean_difference_penalised"] = penalised_ / static_cast<double>(n + num_penalised_);
  json["p"] = nullptr;
  json["p_subjects"] = nullptr;
  json["wins"] = lower ? below : above;
  json["ties"] = n - above - below;
  json["losses"] = lower ? above : below;
  if (interval) json["ci95"] = {interval->first, interval->second};
  if (n == 0) return json;
  std::vector<double> sorted = differences_;
  json["mean"] = sum_here_ / static_cast<double>(n);
  json["other_mean"] = sum_there_ / static_cast<double>(n);
  json["mean_difference"] =
      std::accumulate(differences_.begin(), differences_.end(), 0.0) / static_cast<double>(n);
  json["median_difference"] = Percentile(sorted, 50);
  json["p"] = SignedRankP(differences_);
  json["p_subjects"] = SignedRankP(subjects);
  return json;
}

namespace {

bool HasFamily(const std::vector<MetricPath>& paths, const char* family) {
  return std::any_of(paths.begin(), paths.end(),
                     [&](const MetricPath& path) { return path.front() == family; });
}

/// Names of the sources that fusion metrics were taken against: "flair, t1ce".
std::string SourcesOf(const std::vector<MetricPath>& paths) {
  std::set<std::string> names;
  for (const MetricPath& path : paths)
    if (path.size() > 2 && path[0] == "fusion" && path[1] == "per_source") names.insert(path[2]);
  return Joined(names, ", ");
}

Json TreeOf(const std::vector<PairedStatistic>& statistics, uint64_t seed) {
  std::vector<std::vector<SubjectSum>> sums;
  for (const PairedStatistic& statistic : statistics) sums.push_back(statistic.by_subject());
  const std::vector<Interval> intervals = BootstrapMeans(sums, seed);
  Json tree = Json::object();
  for (size_t i = 0; i < statistics.size(); ++i) {
    Json* at = &tree;
    for (const std::string& name : statistics[i].path()) at = &(*at)[name];
    *at = statistics[i].Summary(intervals[i]);
  }
  return tree;
}

std::string Cases(int64_t n) { return Cat(n, n == 1 ? " case" : " cases"); }

}  // namespace

std::string Pairing::Text() const {
  std::string text;
  if (only_here > 0)
    text = Cat(Cases(only_here), " of this run ", only_here == 1 ? "is" : "are",
               " not in it or failed there, first ", Quoted(first_here));
  if (only_there > 0)
    text += Cat(text.empty() ? "" : "; ", only_there, " of its cases ", only_there == 1 ? "is" : "are",
                " not in this run, first ", Quoted(first_there));
  return text;
}

Comparison::Comparison(const std::filesystem::path& file, Json here_config, bool is_part)
    : there_(ReadEarlierRun(file, layouts_)), here_config_(std::move(here_config)), is_part_(is_part) {}

void Comparison::Add(const CaseMetrics& about, const std::vector<Region>& regions, const Json& metrics) {
  const std::string& id = about.id;
  if (!seen_.insert(id).second) throw NoComparison("twice", "came before: cases are paired by id").InCase(id);
  const auto found = there_.cases.find(id);
  if (found == there_.cases.end() || found->second.has_failed) {
    ++only_here_;
    if (!first_here_ || about.index < first_here_->first) first_here_ = {about.index, id};
    return;
  }
  Pair pair = {about, layouts_.Take(metrics), &found->second.metrics};
  RequireSameSettings(pair.here, found->second, regions);
  if (metrics.contains("absent") && there_.RegionsOf(found->second).empty())
    pair.absent = layouts_.Take(metrics["absent"]);
  pairs_.push_back(std::move(pair));
}

void Comparison::RequireSameSettings(const MetricValues& here, const EarlierCase& there,
                                     const std::vector<Region>& regions) const {
  const auto& paths_here = layouts_.paths(here.layout);
  const auto& paths_there = layouts_.paths(there.metrics.layout);
  const auto both = [&](const char* family) {
    return HasFamily(paths_here, family) && HasFamily(paths_there, family);
  };
  const bool fusion = both("fusion"), segmentation = both("segmentation");
  std::string different = DifferentSettings(there_.config, here_config_, fusion, segmentation);
  if (different.empty() && segmentation) different = DifferentRegion(there_.RegionsOf(there), regions);
  const std::string sources_here = SourcesOf(paths_here), sources_there = SourcesOf(paths_there);
  if (different.empty() && fusion && sources_here != sources_there)
    different = Cat("fusion is measured against ", sources_there, " there and ", sources_here, " here");
  if (!different.empty())
    throw NoComparison("settings", Cat("its metrics cannot be compared: ", different)).InFile(there_.file);
}

Pairing Comparison::Pairs() const {
  Pairing pairing;
  pairing.pairs = static_cast<int64_t>(pairs_.size());
  pairing.only_here = only_here_;
  if (first_here_) pairing.first_here = first_here_->second;
  if (is_part_) return pairing;
  for (const auto& [id, one] : there_.cases) {
    if (one.has_failed || seen_.count(id) > 0) continue;
    if (pairing.only_there++ == 0 || id < pairing.first_there) pairing.first_there = id;
  }
  return pairing;
}

const Comparison::Positions& Comparison::CommonPositions(uint32_t here, uint32_t there) const {
  const auto [found, is_new] = common_positions_.try_emplace({here, there});
  if (!is_new) return found->second;
  std::unordered_map<std::string, size_t> positions;
  const auto &paths_here = layouts_.paths(here), &paths_there = layouts_.paths(there);
  for (size_t i = 0; i < paths_there.size(); ++i) positions.emplace(KeyOf(paths_there[i]), i);
  for (size_t i = 0; i < paths_here.size(); ++i) {
    if (paths_here[i].front() == "volumes") continue;  // neither method wins by a larger volume
    const auto match = positions.find(KeyOf(paths_here[i]));
    if (match != positions.end()) found->second.emplace_back(i, match->second);
  }
  return found->second;
}

Json Comparison::Tree(const Chosen& pairs, uint64_t seed) const {
  const SubjectNumbers subjects = SubjectsOf(pairs);
  std::vector<PairedStatistic> statistics;
  std::unordered_map<std::string, size_t> positions;
  for (size_t at = 0; at < pairs.size(); ++at) {
    const Pair* pair = pairs[at];
    for (const auto& [here, there] : CommonPositions(pair->here.layout, pair->there->layout)) {
      const MetricPath& path = layouts_.paths(pair->here.layout)[here];
      const auto [found, is_new] = positions.try_emplace(KeyOf(path), statistics.size());
      if (is_new) statistics.emplace_back(path, subjects.count);
      statistics[found->second].Add(pair->here.values[here], pair->there->values[there], subjects.of_case[at],
                                    pair->about.worst_distance);
    }
  }
  return TreeOf(statistics, seed);
}

void Comparison::CompleteRegions() {
  ValueRegions regions;
  for (const Pair& pair : pairs_)
    for (const MetricValues* values : {&pair.here, static_cast<const MetricValues*>(pair.there)})
      if (pair.absent) regions.Note(layouts_.paths(values->layout));
  EmptySides empty;  // which nobody asks for here
  for (Pair& pair : pairs_)
    for (MetricValues* values : {&pair.here, pair.there})
      if (pair.absent) regions.Complete(*pair.absent, layouts_, *values, empty);
}

Json Comparison::Summary(uint64_t seed) {
  CompleteRegions();
  Chosen all;
  for (const Pair& pair : pairs_) all.push_back(&pair);
  std::sort(all.begin(), all.end(), [](const Pair* a, const Pair* b) {
    return std::tie(a->about.index, a->about.id) < std::tie(b->about.index, b->about.id);
  });
  const Pairing pairing = Pairs();
  Json summary = {
      {"file", there_.file.string()},
      {"cases",
       {{"pairs", pairing.pairs}, {"only_here", pairing.only_here}, {"only_there", pairing.only_there}}}};
  const Json tree = Tree(all, seed);
  if (tree.empty())
    throw NoComparison("nothing", "has no metric of a case in common with this run").InFile(there_.file);
  summary.update(tree);
  std::map<std::string, Chosen> splits;
  for (const Pair* pair : all)
    if (!pair->about.split.empty()) splits[pair->about.split.text()].push_back(pair);
  for (const auto& [split, chosen] : splits) summary["by_split"][split] = Tree(chosen, seed);
  return summary;
}

}  // namespace f4s
