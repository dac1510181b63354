// Names for cases that say nothing of the patient.

#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "libfuse4seg/image/dicom/dicom_file.h"

namespace f4s {

/// Whether `name` neither holds nor is part of the PatientName, the PatientID or a word of them, whatever the
/// case and the characters between letters and digits.
[[nodiscard]] bool IsAnonymous(const std::string& name, const DicomFile& file);

/// "study-" and 12 hexadecimal digits of the SHA-256 of a StudyInstanceUID (of the series' where it has
/// none): UIDs do not identify the patient, and the same study gets the same name each time.
[[nodiscard]] std::string StudyName(const DicomFile& file);

/// The name of a folder where that is anonymous for all files, else StudyName() of the first.
/// @param files  at least one.
[[nodiscard]] std::string CaseNameOf(const std::filesystem::path& folder,
                                     const std::vector<const DicomFile*>& files);

/// The same for the DICOM files in `folder`, of which the first image's header is read.
[[nodiscard]] std::string CaseNameOf(const std::filesystem::path& folder);

}  // namespace f4s
