// Whether the frames of a volume are of one kind: of one patient, with numbers of one meaning.

#pragma once

#include <vector>

#include "libfuse4seg/image/dicom/series_parts.h"

namespace f4s {

/// What differs between the part's frames and is no reason to refuse them: contrast agents, descriptions,
/// echo times, b-values, scales, names of one patient.
/// @throws Error(kBadInput) in the folder of the part's first file:
///   dicom.units     slices of different Units, DecayCorrection, RescaleType, PhotometricInterpretation or
///                   modality, or of several parts of complex numbers
///   dicom.patients  slices of different PatientID, PatientName or StudyInstanceUID
[[nodiscard]] std::vector<DicomFinding> CheckOfOneKind(const std::vector<DicomFile>& files,
                                                       const SeriesPart& part);

}  // namespace f4s
