#include "libfuse4seg/kernels/rules/classical_rules.h"

#include <algorithm>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/opened_object.h"
#include "libfuse4seg/kernels/opencv/filter_rules.h"

namespace f4s {
namespace {

const FilterRules& TheFilterRules(const std::string& purpose) {
  return OpenedObject<FilterRules>("opencv", purpose);
}

/// What needs OpenCV, with the checks of all rules.
template <void (FilterRules::*kRule)(const Views<const float>&, float*) const>
void ByFilters(const Views<const float>& sources, const RuleOptions&, std::span<float> fused,
               const FusionKernels&) {
  CheckPlanes(sources, fused);
  (TheFilterRules("a rule of filters").*kRule)(sources, fused.data());
}

void ByPrincipalComponent(const Views<const float>& sources, const RuleOptions&, std::span<float> fused,
                          const FusionKernels&) {
  CheckPlanes(sources, fused);
  FusePrincipalComponent(sources, fused.data());
}

std::vector<FusionRule> Table() {
  return {
      {"average", true, false,
       [](auto& sources, auto&, auto fused, auto& on) { FuseAverage(sources, fused, on); }},
      {"maximum", true, false,
       [](auto& sources, auto&, auto fused, auto& on) { FuseMaximum(sources, fused, on); }},
      {"laplacian", true, false,
       [](auto& sources, auto& options, auto fused, auto& on) {
         FuseLaplacian(sources, options.laplacian, fused, on);
       }},
      {"wavelet", false, true, ByFilters<&FilterRules::Wavelet>},
      {"guided-filter", false, true, ByFilters<&FilterRules::GuidedFilter>},
      {"pca", false, false, ByPrincipalComponent},
      {"gradient", false, true, ByFilters<&FilterRules::GradientWeighted>},
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
  if (found->needs_opencv) static_cast<void>(TheFilterRules(Cat("the fusion rule ", name, ", by OpenCV,")));
  return *found;
}

}  // namespace f4s
