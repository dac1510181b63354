// One case, or all slices of a volume, segmented: writes the label maps, and says so in the records.

#pragma once

#include <vector>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/cases/dataset_writer.h"
#include "libfuse4seg/infer/segmenter.h"

namespace f4s {

/// Writes labels/ID.png, of a volume labels/ID.nii.gz, and one file a class,
/// probabilities/ID_VALUE.EXT, in 16 bits with 65535 for 1, where probabilities are asked for.
/// Where --uncertainty is asked for, uncertainty/ID.EXT, likewise in 16 bits.
/// Where --fused is asked for, fused/ID.EXT as f4s-fuse writes it, with `fused`, `fused_from` and `fused_by`.
/// Where --dicom-seg is asked for, labels/ID.dcm too; where --overlay is, overlay/ID.png
/// (drawing/case_pages.h): the outlines on the fused image, else on the first modality, with those of the
/// reference where the case has a label.
/// @return the record with `prediction`, `prediction_dicom`, `overlay`, `uncertainty`, `probabilities`
/// ({"VALUE": FILE}), and the
///         model's classes and regions; a finding when the record had other classes.
/// @throws Error as Segmenter::Segment(); with --dicom-seg as RequireDicomSource(), before any work, and
///         WriteDicomPrediction().
[[nodiscard]] Case SegmentCase(const Case& record, const Segmenter& segmenter, DatasetWriter& out);

/// The slices of one volume, segmented and put together on the source's own grid: each voxel takes
/// the label (and the probabilities) of the nearest pixel of the nearest slice, see
/// cases/assemble.h; voxels that no slice covers are 0.  A case that is no slice goes as above.
/// @return the volume's record, with the source's label map as its `label` where there is one;
///         several for slices that f4s-fuse made several combinations of.
[[nodiscard]] std::vector<Case> SegmentVolume(const std::vector<Case>& slices, const Segmenter& segmenter,
                                              DatasetWriter& out);

}  // namespace f4s
