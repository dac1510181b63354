// Frames in the order of their positions, as one grid, or the reason why they are none.

#pragma once

#include <string>
#include <vector>

#include "libfuse4seg/image/dicom/series_parts.h"

namespace f4s {

struct SliceStack {
  Grid geometry;                 ///< RAS; x along rows, y along columns, z along their normal
  std::vector<FrameRef> frames;  ///< by growing z
  std::vector<DicomFinding> findings;
};

/// A slice may lie off its regular place by this share of the distance of slices before it is a warning ...
inline constexpr double kRegularSlices = 0.01;
/// ... and by this one before there is no volume.
inline constexpr double kTolerableSlices = 0.1;

/// Orders the part's frames by their position along the normal of their plane, never by names or numbers.
/// @throws Error(kBadInput) in the folder of the part's first file:
///   what an element breaks (DicomFile::refusal): dicom.element, dicom.bits, dicom.lut, dicom.frames
///   dicom.element      no PhotometricInterpretation
///   dicom.units, dicom.patients   as CheckOfOneKind()
///   dicom.colour       samples of more than one colour
///   dicom.multiframe   a file of many frames without a place for each (secondary capture, ultrasound)
///   dicom.mosaic       slices as tiles of one picture
///   dicom.position     a frame without position, orientation or spacing
///   dicom.orientation  directions that are not of length 1 and at right angles, within 1e-3
///   dicom.repeats      several frames at one place, which no header field sets apart
///   dicom.slices       one or two slices, and nothing says how far apart they are
///   dicom.gap          slices are missing
///   dicom.spacing      distances that differ by more than kTolerableSlices
///   dicom.tilt         slices that are shifted against their normal (gantry tilt), by more than headers
///   round
[[nodiscard]] SliceStack StackOf(const std::vector<DicomFile>& files, const SeriesPart& part);

}  // namespace f4s
