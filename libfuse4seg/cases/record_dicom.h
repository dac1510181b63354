// DICOM series as images of case records: which volume of a folder is meant, what the record keeps, and label
// maps on them.
//
//     "dicom":{"t1":{"series":"3f0c9a1b2c4d","part":"EchoTime=30","modality":"MR","slices":19,
//                    "spacing_mm":[0.5,0.5,3]}}

#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/image/dicom/dicom_capture.h"
#include "libfuse4seg/image/dicom/dicom_segmentation.h"
#include "libfuse4seg/image/dicom/dicom_volume.h"
#include "libfuse4seg/image/files/header_notes.h"
#include "libfuse4seg/image/image.h"

namespace f4s {

/// Says which volume of its folder a modality's image is.
void ChooseSeries(Case& record, const std::string& modality, const SeriesChoice& choice);

/// The other folders in which files of the images' series lie.
[[nodiscard]] std::vector<std::filesystem::path> OtherFoldersOfSeries(const Case& record);

/// A modality's image.  Where it is a DICOM series, the one that `dicom.MODALITY` names, its facts go to
/// `series`, and its findings to `notes`, too.  @param type, notes  as of ReadImage().  @throws Error as
/// ReadImage().
[[nodiscard]] Image<float> ReadModality(const Case& record, const std::string& modality,
                                        std::map<std::string, SeriesFacts>& series, VoxelType* type = nullptr,
                                        HeaderNotes* notes = nullptr);

/// Puts what is needed to find each series again under `dicom`.
/// Series of different patients are the finding dicom.patients, in different frames of reference dicom.frame.
void KeepSeries(const std::map<std::string, SeriesFacts>& series, Case& record);

/// Whether a label map can be a DICOM Segmentation on the series that the case came from.
/// @throws Error(kBadInput): dicom.slice for a slice of a volume (an object is the whole volume's),
///         dicom.source for a case none of whose images is a DICOM series or came from one; dicom.reference
///         where none of these series has a FrameOfReferenceUID.
void RequireDicomSource(const Case& record);

/// Writes `labels`, of the record's classes, on the first of its modalities' series that has their grid, and
/// notes the file as `prediction_dicom`, and the report of their volumes as `measurements_dicom`.
/// @throws Error as RequireDicomSource() and WriteDicomSegmentation(), dicom.grid where no series has their
///         grid; Error(kMissingInput, "dicom.source") where the series' folder is gone.
void WriteDicomPrediction(Case& record, const Image<uint16_t>& labels, const DicomMaker& maker,
                          const std::filesystem::path& path, const std::filesystem::path& measurements);

/// Writes frames as secondary captures on the first of the record's series that has their grid, and notes
/// their folder as `capture_dicom`.  @throws Error as WriteDicomPrediction().
void WriteDicomCaptures(Case& record, const Grid& grid, const FramesInOrder& frames, const DicomMaker& maker,
                        const std::filesystem::path& folder);

}  // namespace f4s
