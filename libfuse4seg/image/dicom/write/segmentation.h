// A DICOM Segmentation, built by DCMTK's dcmseg.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "libfuse4seg/base/json.h"

namespace f4s {

/// The bytes of a binary Segmentation as a file (explicit little endian).
/// @param request  rows, columns; source_series; orientation (6 texts), spacing (2), between, thickness;
///                 slices: class, instance, frame (from 1; 0 for a file of one frame), position (3 texts);
///                 segments: label, description, colour (red, green, blue), category and type (value, scheme,
///                 meaning);
///                 program, version, parameters; uids: series, instance, dimensions.
/// @param source   a file of the series: its patient, study, equipment-independent dates and frame of
///                 reference are taken over.
/// @param voxels   [slices, rows, columns], the number of a segment from 1, or 0.
/// @throws Error(kBadInput): dicom.reference, dicom.segmentation.  No text of the header is in a message.
[[nodiscard]] std::string SegmentationObject(const Json& request, const std::string& source,
                                             const std::vector<uint16_t>& voxels);

}  // namespace f4s
