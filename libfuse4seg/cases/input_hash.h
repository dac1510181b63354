// The digest of an input, be it a file or a DICOM series' folder.

#pragma once

#include <filesystem>
#include <string>

namespace f4s {

/// Sha256OfFile(); of a folder, the digest of the names and contents of its own files, in the order of names.
/// @throws Error(kMissingInput) or Error(kIo).
[[nodiscard]] std::string InputHash(const std::filesystem::path& input);

}  // namespace f4s
