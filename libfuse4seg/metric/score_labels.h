// The label maps of a case: read, put together where they are those of a volume or a subject, and scored.

#pragma once

#include <optional>
#include <vector>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/metric/score_volumes.h"
#include "libfuse4seg/metric/segmentation/segmentation_metrics.h"

namespace f4s {

struct LabelScores {
  std::vector<RegionScores> regions;
  /// Of the volume or image, in the unit of its distances: what counts for a missed region.
  double diagonal = 0;
  /// Where the regions are the values that occur: what one counts that neither map has.
  std::optional<RegionScores> absent;
  std::vector<RegionVolume> volumes = {};  ///< none of pictures
};

/// What a case is scored by: `given` (--regions), else the record's regions, else its classes, each by its
/// name (by its number where it has none of its own).  Nothing: each value that occurs, by its number.
[[nodiscard]] std::vector<Region> ScoredRegions(const Case& record, const std::vector<Region>& given);

/// Scores `prediction` against `label`.  Findings go to the record: values outside its classes, and an HD95
/// that depends on the convention.
/// @throws Error naming the file where sizes or grids differ.
///
/// Voxels whose reference is one of `options.ignore`, else of the record's own ignored values, count nowhere:
/// they are taken out of both maps, so that they are in no region, no surface of either runs through them,
/// and specificity lacks them.
///
/// Where the record has probabilities, and regions or classes, each region has `ece` and `brier` too:
/// score_probabilities.h; of slices and subjects over the pixels of all.
[[nodiscard]] LabelScores ScoreLabels(Case& record, const std::vector<Region>& given,
                                      const SegmentationOptions& options);

/// The same of slices, stacked on their source's grid.  @param volume  takes the findings.
[[nodiscard]] LabelScores ScoreStackedLabels(Case& volume, const std::vector<Case>& slices,
                                             const std::vector<Region>& given,
                                             const SegmentationOptions& options);

/// Whether the cases are the slices of one volume.
[[nodiscard]] bool AreOneVolume(const std::vector<Case>& cases);

/// The same of all images of a subject together: overlap over the pixels of all of them, as f4s-train
/// validates. Distances and lesions are those of the stacked volume where the images are the slices of one,
/// else undefined (kNoVolume).  @param subject  takes the findings.
[[nodiscard]] LabelScores ScorePooledLabels(Case& subject, const std::vector<Case>& cases,
                                            const std::vector<Region>& given,
                                            const SegmentationOptions& options);

}  // namespace f4s
