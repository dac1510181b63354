#include "libfuse4seg/metric/report/metric_values.h"

#include <algorithm>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

/// What is said of the numbers beside them.
bool IsRemark(const std::string& name) {
  return name == "undefined" || name == "empty" || name == "absent" || name == "worst_distance";
}

/// Visits every number of `metrics` below `path`, null too.
template <class Visitor>
void VisitValues(const Json& json, MetricPath& path, const Visitor& visit) {
  for (const auto& [name, member] : json.items()) {
    if (path.empty() && IsRemark(name)) continue;
    path.push_back(name);
    if (member.is_object())
      VisitValues(member, path, visit);
    else if (member.is_number() || member.is_null())
      visit(member);
    else
      throw Error(ErrorKind::kBadInput, "metrics.value",
                  Cat("metric ", Quoted(name), " is ", ToLine(member), ": wanted a number or null"));
    path.pop_back();
  }
}

/// Numbers that no scoring gives, for which somebody's hand made them: shares are 0 to 1, distances not below
/// 0.
/// @throws Error(kBadInput, "metrics.value")
void RequirePossible(const MetricPath& path, double value) {
  static constexpr const char* kShares[] = {"dice",        "iou",       "nsd", "sensitivity",
                                            "specificity", "precision", "ece", "brier"};
  constexpr double kRounding = 1e-9;
  if (path.front() != "segmentation") return;
  const bool is_share = std::any_of(std::begin(kShares), std::end(kShares),
                                    [&](const char* one) { return path.back() == one; });
  if ((value < -kRounding && (is_share || IsDistance(path))) || (value > 1 + kRounding && is_share))
    throw Error(ErrorKind::kBadInput, "metrics.value",
                Cat("metric ", Quoted(Joined(path, ".")), " is ", value, ": ",
                    is_share ? "must be 0 to 1" : "must be at least 0"));
}

/// Of an undefined number, by its reason.
double NoValue(const Json& metrics, const MetricPath& path) {
  const auto undefined = metrics.find("undefined");
  if (undefined == metrics.end() || !undefined->is_object()) return kUndefinedValue;
  const auto reason = undefined->find(Joined(path, "."));
  const bool asked_for =
      reason != undefined->end() && (*reason == "convention" || *reason == "no_volume" ||
                                     *reason == "identical_images" || *reason == "no_probabilities");
  return asked_for ? kNoSuchValue : kUndefinedValue;
}

/// Without a greatest value, or with a least one under 0 that depends on how many sources there are.
constexpr const char* kWithoutWorst[] = {"MSE", "SSIM", "SCD"};

constexpr const char* kErrors[] = {"MSE",         "lesion_fp", "lesion_fn", "instance_fp",
                                   "instance_fn", "ece",       "brier"};

}  // namespace

void RequirePossibleFigure(const std::string& name, const Json& value) {
  const std::string metric = LowerCase(name.substr(0, name.find('.'))),
                    last = name.substr(name.rfind('.') + 1);
  for (const char* statistic : {"n", "n_undefined", "n_reference", "sd"})  // which have other bounds
    if (last == statistic) return;
  if (value.is_number())
    RequirePossible({"segmentation", metric == "hd95" ? "hd95_mm" : metric}, value.get<double>());
}

std::string KeyOf(const MetricPath& path) {
  std::string key;
  for (const std::string& name : path) key += name + '\n';
  return key;
}

bool IsDistance(const MetricPath& path) {
  return path.back().ends_with("_mm") || path.back().ends_with("_px");
}

bool LowerIsBetter(const MetricPath& path) {
  return IsDistance(path) ||
         std::find(std::begin(kErrors), std::end(kErrors), path.back()) != std::end(kErrors);
}

std::optional<double> WorstValue(const MetricPath& path, double worst_distance) {
  const std::string& name = path.back();
  const auto is_of = [&](const auto& names) {
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
  };
  if (IsDistance(path)) return worst_distance;
  if (path.front() == "volumes" || is_of(kWithoutWorst)) return std::nullopt;
  if (name == "ece" || name == "brier") return 1;
  if (name == "CC") return -1;
  return 0;
}

MetricLine LineOf(const MetricPath& path) {
  const std::string group = path.size() < 3 ? "all" : path[path.size() - 2];
  return {path.front(), group, path.back()};
}

std::vector<std::string> ShortNames(const MetricPath& path) {
  const auto [family, group, metric] = LineOf(path);
  const std::string behind = group == "all" ? "" : "." + group;
  std::vector<std::string> names = {metric + behind};
  if (IsDistance(path)) names.push_back(metric.substr(0, metric.size() - 3) + behind);
  names.push_back(Joined(path, "."));
  return names;
}

std::string ReferenceRegionOf(const MetricPath& path) {
  return path.size() == 3 && (path.front() == "segmentation" || path.front() == "volumes") ? path[1] : "";
}

std::string RegionOf(const MetricPath& path) {
  return path.size() == 3 && path.front() == "segmentation" ? path[1] : "";
}

MetricValues MetricLayouts::Take(const Json& metrics) {
  std::vector<MetricPath> layout;
  std::vector<double> values;
  MetricPath path;
  VisitValues(metrics, path, [&](const Json& value) {
    layout.push_back(path);
    values.push_back(value.is_null() ? NoValue(metrics, path) : value.get<double>());
    if (value.is_number()) RequirePossible(path, values.back());
  });
  values.shrink_to_fit();
  return Take(std::move(layout), std::move(values));
}

MetricValues MetricLayouts::Take(std::vector<MetricPath> layout, std::vector<double> values) {
  std::string key;
  for (const MetricPath& path : layout) key += KeyOf(path) + '\n';
  const auto [found, is_new] = positions_.try_emplace(key, static_cast<uint32_t>(layouts_.size()));
  if (is_new) layouts_.push_back(std::move(layout));
  return {found->second, std::move(values)};
}

void ValueRegions::Note(const std::vector<MetricPath>& layout) {
  for (const MetricPath& path : layout)
    if (const std::string region = RegionOf(path); !region.empty()) names_.insert(region);
}

void ValueRegions::Complete(const MetricValues& absent, MetricLayouts& layouts, MetricValues& values,
                            EmptySides& empty) const {
  std::vector<MetricPath> paths;
  std::vector<double> all;
  std::map<std::string, std::vector<std::pair<MetricPath, double>>> regions;
  const auto add = [&](const MetricPath& path, double value) {
    paths.push_back(path);
    all.push_back(value);
  };
  const std::vector<MetricPath> own = layouts.paths(values.layout);
  for (size_t i = 0; i < own.size(); ++i)
    if (const std::string region = RegionOf(own[i]); region.empty())
      add(own[i], values.values[i]);
    else
      regions[region].emplace_back(own[i], values.values[i]);
  const std::vector<MetricPath> fields = layouts.paths(absent.layout);
  for (const std::string& name : names_) {
    for (const auto& [path, value] : regions[name]) add(path, value);
    if (!regions[name].empty()) continue;
    for (size_t i = 0; i < fields.size(); ++i) add({fields[i][0], name, fields[i][2]}, absent.values[i]);
    empty[name] = "both_empty";
  }
  values = layouts.Take(std::move(paths), std::move(all));
}

}  // namespace f4s
