// Means over the steps of an epoch, by kind and name, that can be saved and gone on with.

#pragma once

#include <map>
#include <string>
#include <utility>

#include "libfuse4seg/base/json.h"

namespace f4s {

class RunningMeans {
 public:
  void Add(const std::string& kind, const std::string& name, double value) {
    auto& [sum, count] = sums_[kind + "/" + name];
    sum += value;
    ++count;
  }
  /// {"NAME":mean,...} of one kind, each over the steps that had it.
  [[nodiscard]] Json Of(const std::string& kind) const {
    Json means = Json::object();
    const std::string prefix = kind + "/";
    for (const auto& [name, sum] : sums_)
      if (name.starts_with(prefix))
        means[name.substr(prefix.size())] = sum.first / static_cast<double>(sum.second);
    return means;
  }
  void Clear() { sums_.clear(); }

  [[nodiscard]] Json ToJson() const { return sums_; }
  [[nodiscard]] static RunningMeans FromJson(const Json& json) {
    RunningMeans means;
    means.sums_ = json.get<std::map<std::string, std::pair<double, int64_t>>>();
    return means;
  }

 private:
  std::map<std::string, std::pair<double, int64_t>> sums_;
};

}  // namespace f4s
