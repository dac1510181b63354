// The classical rules by name.  A new one is a file of this folder and a row of the table in rules.cc.
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
using FuseByRule = void (*)(const SourcePlanes& sources, const RuleOptions& options, std::span<float> fused,
                            const FusionKernels& kernels);

struct FusionRule {
  std::string name;
  bool on_gpu;
  FuseByRule fuse;  ///< @throws Error as in fusion_rules.h
};

[[nodiscard]] const std::vector<FusionRule>& FusionRules();
[[nodiscard]] std::vector<std::string> FusionRuleNames();

/// @throws Error(kUsage, "fusion.rule") for a name that is none.
[[nodiscard]] const FusionRule& FusionRuleOf(const std::string& name);

// The rules that run on the CPU alone; each file names its source.  Arguments are valid already.

void FuseWavelet(const SourcePlanes& sources, float* fused);
void FuseGuidedFilter(const SourcePlanes& sources, float* fused);
void FusePrincipalComponent(const SourcePlanes& sources, float* fused);
void FuseGradientWeighted(const SourcePlanes& sources, float* fused);

/// The weights of FusePrincipalComponent(): sizes of the components of the principal eigenvector of the
/// sources' covariances, scaled to a sum of 1.  Sources that vary against each other have components of
/// both signs; their sizes count, so that none is taken away from the other.
[[nodiscard]] std::vector<double> PrincipalWeights(const SourcePlanes& sources);

}  // namespace f4s
