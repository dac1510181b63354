// A folder of DICOM series, in sub-folders or mixed, as cases: one for each study.

#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "libfuse4seg/cases/case_source.h"

namespace f4s {

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
