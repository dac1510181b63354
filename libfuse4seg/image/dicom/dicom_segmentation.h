// A label map as a DICOM Segmentation object (PS3.3, A.51) on the frames of the series that it was made from.

#pragma once

#include <filesystem>
#include <string>

#include "libfuse4seg/image/dicom/dicom_volume.h"
#include "libfuse4seg/image/region.h"

namespace f4s {

/// Who segmented: what the object says of its algorithm.
struct SegmentationMaker {
  std::string program;     ///< "f4s-segment"
  std::string version;     ///< of the suite
  std::string parameters;  ///< what decided besides: the models' digests
};

/// @throws Error(kUnavailable, "helper.missing") in a build that cannot write segmentations.
void RequireDicomSegmentations();

/// Writes `labels` as a binary Segmentation, one segment a class in the order of `classes`, its label the
/// class's name, its description "label value V".  Every class has its segment, so that what was looked for
/// and not found is told from what was not looked for.  Frames are written where a segment has voxels; a
/// segment without any has one empty frame, the first slice's (DCMTK and other readers want one of each).
///
/// Each frame lies where the source's frame lies and refers to it.  Patient and study are the source's,
/// copied by a process of its own (f4s-write-dicom-seg), which reads the first file of the series and returns
/// the object's bytes: nothing of them is in a message.  Dates are the source's, UIDs follow from the
/// content: equal work gives equal bytes.
///
/// @param labels  on the series' own grid (SameGrid()), values of `classes` or 0.
/// @throws Error as ReadDicomFacts(); Error(kBadInput): dicom.grid (another grid), dicom.label (a value
///         that is no class), dicom.reference (the source has no FrameOfReferenceUID, or a header that cannot
///         be taken over), dicom.crashed, .time, .memory; Error(kUnavailable) without the helper;
///         Error(kCannotCreate), Error(kIo).
void WriteDicomSegmentation(const std::filesystem::path& path, const std::filesystem::path& folder,
                            const SeriesChoice& choice, const LabelVolume& labels, const Classes& classes,
                            const SegmentationMaker& maker);

}  // namespace f4s
