// A label map as a DICOM Segmentation object (PS3.3, A.51) on the frames of the series that it was made from.

#pragma once

#include <filesystem>
#include <string>

#include "libfuse4seg/image/dicom/dicom_volume.h"
#include "libfuse4seg/image/dicom/dicom_writer.h"
#include "libfuse4seg/image/region.h"

namespace f4s {

// What a class is, in codes that other programs know.

/// A coded concept (PS3.3, 8.8): value, designator of the scheme that it is from, meaning.
struct DicomCode {
  std::string value, scheme, meaning;
};

/// Segmented Property Category and Type (CID 7150, 7151) of a segment.
struct SegmentCodes {
  DicomCode category, type;
};

/// The codes of a class by its name, SNOMED CT's and the NCI Thesaurus's where it is one of those that are
/// known (necrosis, oedema, enhancing, brain, liver ...; case does not count).  Any other name is itself the
/// meaning of a code of the scheme 99FUSE4SEG, whose value is the beginning of the name's SHA-256, in the
/// category of tissues: a reader sees the name, and no concept is claimed that may be wrong.
[[nodiscard]] SegmentCodes CodesOfClass(const std::string& name);

/// Writes `labels` as a binary Segmentation, one segment a class in the order of `classes`, its label the
/// class's name, its description "label value V".  Every class has its segment, so that what was looked for
/// and not found is told from what was not looked for; its recommended colour is LabelColour().  Frames are
/// written where a segment has voxels; a segment without any has one empty frame, the first slice's (DCMTK
/// and other readers want one of each).
///
/// Each frame lies where the source's frame lies and refers to it.  Patient and study are the source's,
/// copied by a process of its own (f4s-write-dicom-seg), which reads the first file of the series and returns
/// the object's bytes: nothing of them is in a message.  Dates are the source's, UIDs follow from the
/// content: equal work gives equal bytes.
///
/// @param labels  on the series' own grid (SameGrid()), values of `classes` or 0.
/// @param measurements  where a measurement report of the segments' volumes goes (TID 1500 of PS3.16), in the
///         same study, referring to the segments; none is written where it is empty
/// @throws Error as ReadDicomFacts(); Error(kBadInput): dicom.grid (another grid), dicom.label (a value
///         that is no class), dicom.reference (the source has no FrameOfReferenceUID, or a header that cannot
///         be taken over), dicom.crashed, .time, .memory; Error(kUnavailable) without the helper;
///         Error(kCannotCreate), Error(kIo).
void WriteDicomSegmentation(const std::filesystem::path& path, const std::filesystem::path& folder,
                            const SeriesChoice& choice, const Image<uint16_t>& labels, const Classes& classes,
                            const DicomMaker& maker, const std::filesystem::path& measurements = {});

}  // namespace f4s
