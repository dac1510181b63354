// What a segmentation of 3D Slicer says of its values, in the keys of an NRRD header:
//
//     Segment0_ID:=Segment_1
//     Segment0_Name:=edema
//     Segment0_LabelValue:=2
//     Segment0_Layer:=0

#pragma once

#include <string>
#include <utility>
#include <vector>

#include "libfuse4seg/image/files/header_notes.h"
#include "libfuse4seg/image/region.h"

namespace f4s {

/// "key:=value" lines, in order.
using NrrdKeys = std::vector<std::pair<std::string, std::string>>;

/// The names of values.  None where no segment says its value, as before Slicer 5; none, and the note
/// nrrd.segments (warning), where a value is no label, two segments have one, or a name is missing.
[[nodiscard]] Classes SegmentsIn(const NrrdKeys& keys, HeaderNotes& notes);

}  // namespace f4s
