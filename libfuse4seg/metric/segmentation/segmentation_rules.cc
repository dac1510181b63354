#include "libfuse4seg/metric/segmentation/segmentation_rules.h"

#include <algorithm>
#include <cmath>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

using Surface = SegmentationRules::Surface;
using Average = SegmentationRules::Average;

constexpr EmptyValues kUndefined = {};
constexpr EmptyValues kNoneIsPerfect = {1, 0, 0}, kNoneIsUndefined = {std::nullopt, 0, 0};
/// The worst that a 240x240x155 volume of 1 mm has room for.
const double kBrats2021Distance = std::sqrt(240.0 * 240 + 240 * 240 + 155 * 155);

constexpr EmptyRule kMedpyEmpty = {.overlap = kNoneIsPerfect,
                                   .distance = kUndefined,
                                   .nsd = kUndefined,
                                   .sensitivity = 0,
                                   .precision = 0,
                                   .specificity = 0,
                                   .sensitivity_of_both = 0};
constexpr EmptyRule kFormula = {.overlap = kNoneIsUndefined,
                                .distance = kUndefined,
                                .nsd = kUndefined,
                                .sensitivity = {},
                                .precision = {},
                                .specificity = {},
                                .sensitivity_of_both = {}};
constexpr EmptyValues kBrats2023Distances = {0, kBrats2023Distance, kBrats2023Distance};
constexpr EmptyValues kTransunetOverlap = {0, 0, 1}, kTransunetDistances = {0, 0, 0};

EmptyRule OwnRule(SegmentationConvention convention) {
  EmptyRule rule = kFormula;
  switch (convention) {
    case SegmentationConvention::kMedpy: return kMedpyEmpty;
    case SegmentationConvention::kMonai:
      rule.overlap = {std::nullopt, 0, std::nullopt};
      rule.nsd = kNoneIsUndefined;
      return rule;
    case SegmentationConvention::kDeepmind: rule.nsd = kNoneIsUndefined; return rule;
    case SegmentationConvention::kBrats2023:
      rule = {kNoneIsPerfect, kBrats2023Distances, kNoneIsUndefined, 0, {}, 0, 1};
      return rule;
    case SegmentationConvention::kTransunet:
      rule = kMedpyEmpty;
      rule.overlap = kTransunetOverlap;
      rule.distance = kTransunetDistances;
      return rule;
    case SegmentationConvention::kPanoptica:
    case SegmentationConvention::kNnunet: return rule;
  }
  throw Error(ErrorKind::kInternal, "internal.convention",
              Cat("no segmentation convention ", static_cast<int>(convention)));
}

EmptyRule Chosen(EmptyRule own, EmptyChoice choice) {
  switch (choice) {
    case EmptyChoice::kConvention: return own;
    case EmptyChoice::kNull: return kFormula;
    case EmptyChoice::kBrats2021:
      own.overlap = kNoneIsPerfect;
      own.distance = {0, kBrats2021Distance, kBrats2021Distance};
      return own;
    case EmptyChoice::kBrats2023:
      own.overlap = kNoneIsPerfect;
      own.distance = kBrats2023Distances;
      return own;
    case EmptyChoice::kTransunet:
      own.overlap = kTransunetOverlap;
      own.distance = kTransunetDistances;
      return own;
  }
  throw Error(ErrorKind::kInternal, "internal.empty", Cat("no rule ", static_cast<int>(choice)));
}

}  // namespace

const std::vector<std::string>& EmptyChoiceNames() {
  static const std::vector<std::string> names = {"convention", "null", "brats2021", "brats2023", "transunet"};
  return names;
}

EmptyChoice ParseEmptyChoice(const std::string& name) {
  const auto& names = EmptyChoiceNames();
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<EmptyChoice>(found - names.begin());
  throw Error(ErrorKind::kUsage, "empty.unknown",
              Cat(Quoted(name), " is no rule for empty masks; available: ", Joined(names, ", ")));
}

SegmentationRules RulesOf(SegmentationConvention convention, EmptyChoice empty) {
  SegmentationRules rules;
  rules.empty = Chosen(OwnRule(convention), empty);
  switch (convention) {
    case SegmentationConvention::kMedpy: break;
    case SegmentationConvention::kMonai:
      rules.hd95 = Average::kByDirection;
      rules.is_single_precision = true;
      break;
    case SegmentationConvention::kDeepmind:
    case SegmentationConvention::kBrats2023:
      rules.surface = Surface::kCells;
      rules.hd95 = rules.assd = Average::kByDirection;
      break;
    case SegmentationConvention::kPanoptica: rules.assd = rules.nsd = Average::kByDirection; break;
    case SegmentationConvention::kTransunet: rules.uses_spacing = false; break;
    case SegmentationConvention::kNnunet: rules.surface = Surface::kNone; break;
  }
  return rules;
}

}  // namespace f4s
