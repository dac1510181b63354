// The classical rules by name.  A new one is a file of this folder and a row of the table in
// classical_rules.cc; what OpenCV has filters for is a file of opencv/.
//
// Shapes:  N >= 1 sources [H,W], any size from 1 x 1; `fused` [H,W], overlaps no source.
// Where details of several sources meet a fused image may leave 0..1 a little: whoever quantizes
// it clamps.  A plane fused with itself comes back to float rounding.

#pragma once

#include <string>
#include <vector>

#include "libfuse4seg/kernels/rules/fusion_rules.h"

namespace f4s {

/// What the rules can be told.
struct RuleOptions {
  LaplacianOptions laplacian;
};

/// @param kernels  those of the device; a rule that knows no GPU does not look at them.
using FuseByRule = void (*)(const Views<const float>& sources, const RuleOptions& options,
                            std::span<float> fused, const FusionKernels& kernels);

struct FusionRule {
  std::string name;
  bool on_gpu;
  bool needs_opencv;
  FuseByRule fuse;  ///< @throws Error as in fusion_rules.h
};

[[nodiscard]] const std::vector<FusionRule>& FusionRules();
[[nodiscard]] std::vector<std::string> FusionRuleNames();

/// @throws Error(kUsage, "fusion.rule") for a name that is none; Error(kUnavailable, "object.opencv") where
///         the rule needs OpenCV and this build or machine has none.
[[nodiscard]] const FusionRule& FusionRuleOf(const std::string& name);

/// principal_component.cc names its source.  Arguments are valid already.
void FusePrincipalComponent(const Views<const float>& sources, float* fused);

/// The weights of FusePrincipalComponent(): sizes of the components of the principal eigenvector of the
/// sources' covariances, scaled to a sum of 1.  Sources that vary against each other have components of
/// both signs; their sizes count, so that none is taken away from the other.
[[nodiscard]] std::vector<double> PrincipalWeights(const Views<const float>& sources);

}  // namespace f4s
