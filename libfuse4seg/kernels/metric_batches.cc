#include "libfuse4seg/kernels/metric_batches.h"

#include <string>
#include <type_traits>

namespace f4s {
namespace {

constexpr size_t kMostCases = 4096, kMostMasks = 1024;  // of a call; the kernels part them by memory

template <class Value>
void Append(std::string& text, const Value& value) {
  static_assert(std::is_arithmetic_v<Value> || std::is_enum_v<Value>);  // without gaps between members
  text.append(reinterpret_cast<const char*>(&value), sizeof value);
}

void Append(std::string& text, const WindowWeights& window) {
  Append(text, window.taps);
  for (const double weight : window.weights) Append(text, weight);
}

/// All that is asked for, as bytes.
std::string KindOf(const MetricWork& work) {
  std::string kind;
  for (const int number : {work.width, work.height, work.num_sources}) Append(kind, number);
  for (const bool flag : {work.has_vif, work.has_frame, work.merges_white}) Append(kind, flag);
  for (const WindowWeights& window : work.vif.windows) Append(kind, window);
  Append(kind, work.ssim.window);
  Append(kind, work.vif.border);
  Append(kind, work.ssim.border);
  for (const double number : {work.vif.greatest_product, work.vif.noise_variance, work.ssim.count,
                              work.ssim.spread, work.ssim.c1, work.ssim.c2, work.equal_gain})
    Append(kind, number);
  return kind;
}

}  // namespace

std::vector<MetricSums> MetricBatches::Measure(const MetricWork& work,
                                               const std::vector<const uint8_t*>& images) const {
  std::vector<Images> cases;
  const auto of_case = static_cast<std::ptrdiff_t>(work.num_images());
  for (auto first = images.begin(); first != images.end(); first += of_case)
    cases.emplace_back(first, first + of_case);
  return measured_.Call(
      KindOf(work), cases, [] { return kMostCases; },
      [&](const std::vector<const Images*>& together) {
        Images all;
        for (const Images* one : together) all.insert(all.end(), one->begin(), one->end());
        return kernels_.Measure(work, all);
      });
}

std::vector<std::vector<double>> MetricBatches::NearestSquares(
    const std::vector<const NearestWork*>& works) const {
  return nearest_.Call(
      "nearest", works, [] { return kMostMasks; },
      [&](const std::vector<const NearestWork* const*>& together) {
        std::vector<const NearestWork*> all;
        for (const auto* one : together) all.push_back(*one);
        return kernels_.NearestSquares(all);
      });
}

}  // namespace f4s
