#include "libfuse4seg/infer/plan/plan_weights.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

constexpr size_t kMostListed = 4;  // names of a kind, in a message

std::string CountedNames(const char* what, const std::set<std::string>& names) {
  const std::vector<std::string> all(names.begin(), names.end());
  return all.empty() ? "" : Cat("; ", all.size(), " ", what, ": ", Listed(all, kMostListed, ", "));
}

}  // namespace

const TensorView* PlanWeights::Find(const std::string& name, const char* dtype,
                                    const std::vector<int64_t>& shape) {
  const auto found = file_.tensors().find(name);
  if (found == file_.tensors().end()) {
    missing_.insert(name);
    return nullptr;
  }
  taken_.insert(name);
  if (found->second.dtype == dtype && found->second.shape == shape) return &found->second;
  mismatched_.insert(name);
  return nullptr;
}

std::vector<float> PlanWeights::Take(const std::string& name, const std::vector<int64_t>& shape) {
  const TensorView* const tensor = Find(name, "F32", shape);
  if (tensor == nullptr) return {};
  std::vector<float> numbers(tensor->bytes.size() / sizeof(float));
  std::memcpy(numbers.data(), tensor->bytes.data(), tensor->bytes.size());
  if (!std::all_of(numbers.begin(), numbers.end(), [](float x) { return std::isfinite(x); }))
    not_finite_ = name;
  return numbers;
}

std::vector<int64_t> PlanWeights::TakeWhole(const std::string& name, int64_t count) {
  const TensorView* const tensor = Find(name, "I64", {count});
  if (tensor == nullptr) return {};
  std::vector<int64_t> numbers(static_cast<size_t>(count));
  std::memcpy(numbers.data(), tensor->bytes.data(), tensor->bytes.size());
  return numbers;
}

bool PlanWeights::HasInt8() const {
  const auto first = file_.tensors().lower_bound(kInt8Prefix);
  return first != file_.tensors().end() && first->first.starts_with(kInt8Prefix);
}

ChannelRanges PlanWeights::TakeRanges(const std::string& layer, int64_t channels) {
  ChannelRanges ranges = {Take(kInt8Prefix + layer + ".least", {channels}),
                          Take(kInt8Prefix + layer + ".greatest", {channels})};
  for (size_t c = 0; c < std::min(ranges.least.size(), ranges.greatest.size()); ++c)
    if (ranges.least[c] > 0 || ranges.greatest[c] < 0) mismatched_.insert(kInt8Prefix + layer);
  return ranges;
}

void PlanWeights::RequireAllTaken(const std::string& prefix) const {
  const auto is_of_any = [](const std::string& name) {
    return name.starts_with("fusion.") || name.starts_with("segmentation.") || name.starts_with(kInt8Prefix);
  };
  std::set<std::string> unexpected;
  for (const auto& [name, tensor] : file_.tensors())
    if (!is_of_any(name) || (name.starts_with(prefix) && !taken_.contains(name))) unexpected.insert(name);
  if (!missing_.empty() || !unexpected.empty() || !mismatched_.empty())
    throw Error(
        ErrorKind::kBadInput, "model.weights",
        Cat("weights are not those of the network", CountedNames("missing", missing_),
            CountedNames("unexpected", unexpected), CountedNames("of another shape or type", mismatched_)));
  if (!not_finite_.empty())
    throw Error(ErrorKind::kBadInput, "model.not_finite",
                Cat("tensor ", Quoted(not_finite_), " holds a value that is not finite"));
}

}  // namespace f4s
