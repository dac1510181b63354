// Which modality of ours a DICOM series is, by its headers.

#pragma once

#include <string>

#include "libfuse4seg/image/dicom/dicom_file.h"

namespace f4s {

struct ModalityGuess {
  std::string name;    ///< "t1", "t1ce", "t2", "flair", "adc", "dwi", "highb", "ct", "pet", "spect"; or empty
  std::string reason;  ///< why it is empty: "a localizer", "said to be T1 and T2", ...
};

/// By Modality; for MR by ImageType (ADC, DIFFUSION), by what SeriesDescription and ProtocolName say in words
/// of their own (t1, mprage, t2, flair, adc, dwi, ...; with ContrastBolusAgent t1 is t1ce), and where they
/// are silent by ScanningSequence, EchoTime, RepetitionTime and InversionTime.  Derived maps (perfusion,
/// susceptibility, phase, tensors), localizers and what is said to be two things are nothing.
/// @param b_value  DiffusionBValue of the part, s/mm2; below 0 where it is not known.
[[nodiscard]] ModalityGuess GuessModality(const DicomFile& file, double b_value);

/// The names that GuessModality() gives, in the order in which a case's modalities stand.
[[nodiscard]] const std::vector<std::string>& KnownModalities();

}  // namespace f4s
