// The DICOM files below a folder: their headers, by study.

#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/image/dicom/series_parts.h"

namespace f4s {

/// A volume that a study holds.
struct StudyPart {
  std::filesystem::path folder;  ///< right above its files
  SeriesPart part;
  DicomFile file;  ///< the first, without its frames
  double b_value = -1;
};

struct DicomStudy {
  std::string name;                 ///< anonymous; see CaseNameOf()
  std::string patient;              ///< to compare alone: never to be shown
  std::vector<StudyPart> parts;     ///< by folder, series and part
  std::optional<Error> unreadable;  ///< of the first file of its folders that cannot be read
};

/// The studies below `folder`, by name.  A file that cannot be read stands for itself where its folder holds
/// nothing else.  Symbolic links to folders are not followed.
[[nodiscard]] std::vector<DicomStudy> DicomStudiesBelow(const std::filesystem::path& folder);

}  // namespace f4s
