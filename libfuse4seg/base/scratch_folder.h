// Folders whose files are of use to the process that writes them alone: a power cut may take them.

#pragma once

#include <filesystem>

namespace f4s {

/// From now on AtomicFile and AtomicFiles do not wait for the disk in `folder` and below.  Thread-safe.
void DeclareScratch(const std::filesystem::path& folder);

/// Whether a file is below such a folder.
[[nodiscard]] bool IsScratch(const std::filesystem::path& file);

}  // namespace f4s
