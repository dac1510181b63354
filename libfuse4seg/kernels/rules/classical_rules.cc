#include "libfuse4seg/kernels/rules/classical_rules.h"

#include <algorithm>

#include "libfuse4seg/base/error.h"

namespace f4s {
namespace {

/// A rule of the CPU alone, with the checks of them all.
template <void (*kRule)(const SourcePlanes&, float*)>
void OnCpu(const SourcePlanes& sources, const RuleOptions&, std::span<float> fused, const FusionKernels&) {
  CheckPlanes(sources, fused);
  kRule(sources, fused.data());
}

std::vector<FusionRule> Table() {
  return {
      {"average", true, [](auto& sources, auto&, auto fused, auto& on) { FuseAverage(sources, fused, on); }},
      {"maximum", true, [](auto& sources, auto&, auto fused, auto& on) { FuseMaximum(sources, fused, on); }},
      {"laplacian", true,
       [](auto& sources, auto& options, auto fused, auto& on) {
         FuseLaplacian(sources, options.laplacian, fused, on);
       }},
      {"wavelet", false, OnCpu<FuseWavelet>},
      {"guided-filter", false, OnCpu<FuseGuidedFilter>},
      {"pca", false, OnCpu<FusePrincipalComponent>},
      {"gradient", false, OnCpu<FuseGradientWeighted>},
  };
}

}  // namespace

const std::vector<FusionRule>& FusionRules() {
  static const std::vector<FusionRule> rules = Table();
  return rules;
}

std::vector<std::string> FusionRuleNames() {
  std::vector<std::string> names;
  for (const FusionRule& rule : FusionRules()) names.push_back(rule.name);
  return names;
}

const FusionRule& FusionRuleOf(const std::string& name) {
  const auto& rules = FusionRules();
  const auto found =
      std::find_if(rules.begin(), rules.end(), [&](const FusionRule& rule) { return rule.name == name; });
  if (found == rules.end())
    throw Error(ErrorKind::kUsage, "fusion.rule", Cat(Quoted(name), " is no rule of fusion"));
  return *found;
}

}  // namespace f4s
