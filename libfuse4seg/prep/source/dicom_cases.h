// A folder of DICOM series, in sub-folders or mixed, as cases: one for each study.

#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/cases/case_source.h"
#include "libfuse4seg/image/dicom/series_parts.h"

namespace f4s {

// The DICOM files below a folder: their headers, by study.

/// A volume that a study holds.
struct StudyPart {
  std::filesystem::path folder;   ///< right above its files
  std::vector<std::string> also;  ///< other folders with files of its series, relative to this one
  SeriesPart part;
  DicomFile file;  ///< the first, without its frames
  double b_value = -1;
};

struct DicomStudy {
  std::string name;                      ///< anonymous; see CaseNameOf()
  std::string patient_id, patient_name;  ///< to compare alone: never to be shown
  std::vector<StudyPart> parts;          ///< by folder, series and part
  std::optional<Error> unreadable;       ///< of the first file of its folders that cannot be read
};

/// The studies below `folder`, by name.  A file that cannot be read stands for itself where its folder holds
/// nothing else.  Links to folders are followed, each folder once.
[[nodiscard]] std::vector<DicomStudy> DicomStudiesBelow(const std::filesystem::path& folder);

/// Whether `folder` or a folder below it holds DICOM files.
[[nodiscard]] bool IsDicomTree(const std::filesystem::path& folder);

/// Reads the headers of all files below `folder` and makes a case of each study (StudyInstanceUID), in the
/// order of their names.  Its images are folders, and `dicom` says which series of it each modality is.
///
/// A case's name is that of the folder that holds all its files, where that is anonymous and its alone
/// (CaseNameOf()), else "study-" and a hash; its subject is the name of the first study of the same patient.
/// Series that are no modality are listed under `findings` (dicom.unrecognised).
///
/// A case carries an error (Error(kBadInput)) when a file of its folders cannot be read, when two series are
/// the same modality (dicom.ambiguous), or when none is one (dicom.unrecognised); Error(kMissingInput,
/// "case.modality") when one of `modalities` is wanted and absent.
/// @param map  a file as DicomMap reads it, or nothing.
[[nodiscard]] std::vector<SourcedCase> DicomCases(const std::filesystem::path& folder,
                                                  const std::vector<std::string>& modalities,
                                                  const std::filesystem::path& map);

}  // namespace f4s
