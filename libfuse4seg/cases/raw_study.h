// Folders that hold studies as scanners and archives give them, before f4s-prep.

#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace f4s {

/// The first volume file or folder of DICOM files, in the order of names, in `folder` or at most four folders
/// below it, for messages: "ID/ID_t1.nii.gz", "DICOM files in 0001/t1".  Nothing for another folder, nor for
/// one that a tool of the suite writes.
[[nodiscard]] std::optional<std::string> RawStudyIn(const std::filesystem::path& folder);

/// The command that prepares it, for messages: "f4s-prep brats -o brats-prepared".
[[nodiscard]] std::string PrepareCommand(const std::filesystem::path& folder);

}  // namespace f4s
