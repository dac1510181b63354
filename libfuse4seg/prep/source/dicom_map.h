// --dicom-map: which series is which modality, where headers alone cannot say it.

#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "libfuse4seg/image/dicom/series_parts.h"

namespace f4s {

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
/// pattern of what sets a series' parts apart.  Blank lines and those that begin with # are passed over.
class DicomMap {
 public:
  DicomMap() = default;
  /// @throws Error(kMissingInput); Error(kBadInput, "dicom.map") naming the line.
  explicit DicomMap(const std::filesystem::path& file);

  /// The modality of a part, "-" for one to leave out, or nothing when no row fits.
  [[nodiscard]] std::optional<std::string> ModalityOf(const DicomFile& file, const SeriesPart& part) const;

 private:
  struct Row {
    std::string series, modality, part;
  };
  static Row ParseRow(const std::string& line, const std::filesystem::path& file, size_t number);

  std::vector<Row> rows_;
};

}  // namespace f4s
