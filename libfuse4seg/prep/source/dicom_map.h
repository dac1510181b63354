// --dicom-map: which series is which modality, where headers alone cannot say it.

#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "libfuse4seg/image/dicom/dicom_file.h"
#include "libfuse4seg/image/dicom/series_parts.h"

namespace f4s {

// Which modality of ours a DICOM series is, by its headers.

struct ModalityGuess {
  std::string name;    ///< "t1", "t1ce", "t2", "flair", "adc", "dwi", "highb", "ct", "pet", "spect"; or empty
  std::string reason;  ///< why it is empty: "a localizer", "said to be T1 and T2", ...
};

/// By Modality; for MR by ImageType (ADC, DIFFUSION), by what SeriesDescription and ProtocolName say in words
/// of their own (t1, mprage, t2, flair, adc, dwi, ...; with contrast, by contrast_words.h or
/// ContrastBolusAgent, t1 is t1ce), and where they are silent by ScanningSequence, EchoTime, RepetitionTime
/// and InversionTime.  Derived maps (perfusion, susceptibility, phase, tensors), localizers and what is said
/// to be two things are nothing.
/// @param b_value  DiffusionBValue of the part, s/mm2; below 0 where it is not known.
[[nodiscard]] ModalityGuess GuessModality(const DicomFile& file, double b_value);

/// The names that GuessModality() gives, in the order in which a case's modalities stand.
[[nodiscard]] const std::vector<std::string>& KnownModalities();

/// A table of rows, the first that fits a series decides:
///
///     *t1*mpr*sag*      t1
///     ep2d_diff*        dwi     DiffusionBValue=800
///     1.3.6.1.4.1...    flair
///     3f0c9a1b2c4d      -
///
/// separated by tabs, or as NDJSON: {"series":"*t1*mpr*sag*","modality":"t1","part":"..."}.  A series is
/// named by a pattern of its SeriesDescription (as a shell's, case does not count), by its SeriesInstanceUID,
/// or by the short name that messages and records have for it; "-" leaves it out.  The third column is a
/// pattern of what sets a series' parts apart.  A column may stand in quotes, as spreadsheets write it; a
/// byte order mark, blank lines and those that begin with # are passed over.
class DicomMap {
 public:
  DicomMap() = default;
  /// @throws Error(kMissingInput); Error(kBadInput, "dicom.map") naming the line.
  explicit DicomMap(const std::filesystem::path& file);

  /// The modality of a part, "-" for one to leave out, or nothing when no row fits.
  [[nodiscard]] std::optional<std::string> ModalityOf(const DicomFile& file, const SeriesPart& part);

  /// "line 3 (*t1*)" of the rows that have decided for no series so far.
  [[nodiscard]] std::vector<std::string> Unused() const;

 private:
  struct Row {
    std::string series, modality, part;
    size_t line = 0;
    bool is_used = false;
  };
  static Row ParseRow(const std::string& line, const std::filesystem::path& file, size_t number);

  std::vector<Row> rows_;
};

}  // namespace f4s
