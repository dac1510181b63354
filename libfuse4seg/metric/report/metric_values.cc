#include "libfuse4seg/metric/report/metric_values.h"

#include <limits>
#include <utility>

#include "libfuse4seg/base/error.h"

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

}  // namespace f4s
