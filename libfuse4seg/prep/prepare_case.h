// A case to slices or normalized volumes.

#pragma once

#include <string>
#include <vector>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/cases/case_images.h"
#include "libfuse4seg/cases/dataset_writer.h"
#include "libfuse4seg/prep/prepare_options.h"

namespace f4s {

/// A study on its final grid in the standard order of voxels, with its intensities in 0..1.
struct PreparedStudy {
  Study study;
  std::vector<uint8_t> brain;      ///< 1 within
  Grid source_geometry;            ///< of the reference, as its file has it
  AxisOrder standard_from_source;  ///< the order into which its voxels were put
  Affine source_from_voxel;        ///< voxel index of the final grid -> of the source
  LabelScheme scheme;              ///< empty without a label
};

/// Reads `record`'s volumes; aligns, masks, resamples, corrects and normalizes them.  Findings, and what
/// was done (`registration`, `bias`, `intensity`), go to the record.
[[nodiscard]] PreparedStudy ReadPreparedStudy(Case& record, const std::vector<std::string>& modalities,
                                              const PrepareRules& rules);

/// All of it: reads, prepares, writes.  @return the records of the slices, or of the volume.
[[nodiscard]] std::vector<Case> PrepareVolume(Case record, const std::vector<std::string>& modalities,
                                              const PrepareRules& rules, DatasetWriter& out);

/// The slices of a prepared study.
[[nodiscard]] std::vector<Case> WriteSlices(const Case& record, const PreparedStudy& prepared,
                                            const PrepareRules& rules, DatasetWriter& out);

/// Where a case of 2-D images has a brain: its mask, else where any of its images differs from 0.
/// @throws Error(kBadInput): "prep.empty", "brain.picture".
[[nodiscard]] std::vector<uint8_t> BrainOfPicture(const Case& record, const CaseImages& read,
                                                  const PrepareRules& rules);

/// A case of 2-D images to a dataset's slice.  Grey images are normalized within the brain; colour ones keep
/// their levels (a colour map is no intensity) and are 0 outside it.
[[nodiscard]] std::vector<Case> PreparePicture(Case record, const std::vector<std::string>& modalities,
                                               const PrepareRules& rules, DatasetWriter& out);

}  // namespace f4s
