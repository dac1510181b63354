// The fusion metrics of one case, from its files.

#pragma once

#include <string>
#include <utility>
#include <vector>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/metric/fusion/fusion_evidence.h"
#include "libfuse4seg/metric/fusion/fusion_metrics.h"

namespace f4s {

struct FusionOptions {
  FusionConvention convention = FusionConvention::kCddfuse;
  bool extras = false;                     ///< CC, PSNR, MSE, VIFF, NMI too
  bool floors = false;                     ///< score fusion_floors.h too
  const MetricKernels* kernels = nullptr;  ///< of a GPU, or the CPU computes
};

/// What is found out about one fused image or volume.
struct FusedCaseScores {
  FusionScores scores;
  std::vector<std::pair<std::string, FusionScores>> floors;  ///< by name, where they were asked for
  FusionEvidence evidence;

  [[nodiscard]] std::vector<std::string> sources() const;
};

/// Scores `fused` against the images that `fused_from` names, or all.  A volume's scores are the
/// mean over its slices along the third axis.
/// @throws Error(kBadInput) naming the file when sizes or grids differ, or a volume holds no levels.
[[nodiscard]] FusedCaseScores ScoreFusedCase(const Case& record, const FusionOptions& options);

/// Those of a volume from those of its slices: scores by MeanOverSlices(), counts added up.
[[nodiscard]] FusedCaseScores CombineSlices(const std::vector<FusedCaseScores>& slices);

}  // namespace f4s
