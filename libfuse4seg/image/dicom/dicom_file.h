// What DICOM files say of themselves, as a helper process read it, checked.

#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "libfuse4seg/base/json.h"
#include "libfuse4seg/image/geometry.h"

namespace f4s {

/// Something worth telling that stands in the way of nothing.
struct DicomFinding {
  std::string code, severity, text;  ///< severity: "info" or "warning"
  auto operator<=>(const DicomFinding&) const = default;
};

/// Why a file's image is no part of a volume.
struct DicomRefusal {
  std::string code, message;
};

/// One 2-D image of a file.  Positions are DICOM's own: LPS millimetres.
struct DicomFrame {
  std::optional<Vector3> position;                   ///< centre of the first pixel
  std::optional<std::array<double, 6>> orientation;  ///< directions of growing column, of growing row
  std::optional<std::array<double, 2>> spacing;      ///< mm between rows, between columns
  double thickness = 0, between = 0;  ///< mm; 0 where the file says nothing (or nothing of use)
  std::string rescale_type;           ///< the unit of its values (HU, US, ...); empty where it is not said
  /// What may set apart frames at one place, by keyword: EchoTime, DiffusionBValue, ...
  std::map<std::string, std::string> facts;
};

/// A file with an image.  Its texts may hold a patient's name and go to no message and no record.
struct DicomFile {
  std::filesystem::path path;
  std::string sop_class, instance_uid, study_uid, series_uid, modality, description, protocol, contrast,
      scanning_sequence, sequence_name, image_type, photometric, patient_name, patient_id, frame_of_reference,
      units, decay_correction, suv_type, complex_component;
  /// 0 where the file says nothing.
  double series_number = 0, echo_time = 0, repetition_time = 0, inversion_time = 0, images_in_acquisition = 0,
         number_of_slices = 0, concatenation_parts = 0;
  int64_t samples = 1, rows = 0, columns = 0, bits_allocated = 0, bits_stored = 0;
  int64_t num_frames = 1;
  bool is_signed = false, scaled = false;
  bool enhanced = false;  ///< its frames have places of their own (or are slices of nuclear medicine)
  std::optional<DicomRefusal> refusal;  ///< an element breaks a rule: what else is told may be wrong
  std::vector<DicomFinding> findings;
  std::vector<DicomFrame> frames;  ///< num_frames of them, one alone of a classic file
};

/// A patient's name in one case, without the empty components at its end, which mean nothing (PS3.5, 6.2.1).
[[nodiscard]] std::string PlainPersonName(const std::string& name);

/// A coded word as a message may show it, quoted; any other text may name a person, and is "another word".
[[nodiscard]] std::string ShownWord(const std::string& word);

/// Reads a helper's answer; nothing for a DICOM file without an image.
/// @throws Error(kBadInput): the helper's own code and message, or "dicom.header" naming the field that
///         cannot be (no UID, no pixel, a position that is not finite).
[[nodiscard]] std::optional<DicomFile> DicomFileFromJson(const Json& answer,
                                                         const std::filesystem::path& path);

}  // namespace f4s
