// The label map of a case as a DICOM Segmentation on the series that the case came from.

#pragma once

#include <filesystem>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/image/dicom/dicom_segmentation.h"

namespace f4s {

/// @throws Error(kBadInput): dicom.slice for a slice of a volume (an object is the whole volume's),
///         dicom.source for a case none of whose images is a DICOM series or came from one.
void RequireDicomSource(const Case& record);

/// Writes `labels`, of the record's classes, on the first of its modalities' series that has their grid, and
/// notes the file as `prediction_dicom`.
/// @throws Error as RequireDicomSource() and WriteDicomSegmentation(), dicom.grid where no series has their
///         grid; Error(kMissingInput, "dicom.source") where the series' folder is gone.
void WriteDicomPrediction(Case& record, const LabelVolume& labels, const SegmentationMaker& maker,
                          const std::filesystem::path& path);

}  // namespace f4s
