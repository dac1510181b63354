// The fusion metrics of one case: of its images, and from its files.

#pragma once

#include <string>
#include <utility>
#include <vector>

#include "libfuse4seg/cases/case_images.h"
#include "libfuse4seg/metric/fusion/fusion_evidence.h"
#include "libfuse4seg/metric/fusion/fusion_metrics.h"

namespace f4s {

struct FusionOptions {
  FusionConvention convention = FusionConvention::kCddfuse;
  bool extras = false;                     ///< CC, PSNR, MSE, VIFF, NMI too
  bool floors = false;                     ///< score FloorsOf() (fusion_evidence.h) too
  const MetricKernels* kernels = nullptr;  ///< of a GPU, or the CPU computes
};

/// A fused image and its sources of one case: levels, grey or RGB, all of one size.
struct FusedLevels {
  Image<uint8_t> fused;
  std::vector<FusionSource> sources;
};

/// What is found out about one fused image.
struct FusedCaseScores {
  FusionScores scores;
  std::vector<std::pair<std::string, FusionScores>> floors;  ///< by name, where they were asked for
  FusionEvidence evidence;
  FileNotes notes;  ///< of the files
  /// Of a volume or several images.  Where nothing is on any of a slice's images, its scores are those that
  /// two empty images have by convention, of some metrics the best: it counts in no mean, unless all are so.
  int64_t slices = 1, empty_slices = 0;

  [[nodiscard]] std::vector<std::string> sources() const;
};

/// Scores an image slice by slice, as f4s-fuse fuses it (cases/volume_planes.h), whatever the order of its
/// voxels, and combines them (CombineSlices()); a picture is an image of one slice.  Colour turns grey
/// (GreyLevels()); where the convention scores a colour fused image channel by channel, each channel is
/// compared with that channel of colour sources and with grey ones, and the scores are the channels' means,
/// but SF is that of the channels side by side.
/// @throws Error as ScoreSlices().
[[nodiscard]] FusedCaseScores ScoreFused(FusedLevels images, const FusionOptions& options);

/// Scores `fused` against the images that `fused_from` names, or all.
/// @throws Error(kBadInput) naming the file when sizes or grids differ, or a volume holds no levels.
[[nodiscard]] FusedCaseScores ScoreFusedCase(const Case& record, const FusionOptions& options);

/// Those of a volume from those of its slices: scores by MeanOverSlices(), counts added up.
[[nodiscard]] FusedCaseScores CombineSlices(const std::vector<FusedCaseScores>& slices);

}  // namespace f4s
