// What stands on the disk, asked without std::filesystem's exceptions: where it cannot be told, an Error
// names the path and the reason.  Nothing else in the suite calls what throws (tests/checks/files.sh).

#pragma once

#include <cstdint>
#include <filesystem>
#include <utility>
#include <vector>

#include "libfuse4seg/base/error.h"

namespace f4s {

/// How a failed call is told: ReadError() of an input, WriteError() of an output.
using PathError = Error (*)(const std::filesystem::path&, int);

/// Whether anything, a folder, a regular file stands at `path`, links followed.  A path whose way is not
/// there is not there.
/// @throws error() where that cannot be told: a loop of links, a name too long, no permission.
[[nodiscard]] bool Exists(const std::filesystem::path& path, PathError error = ReadError);
[[nodiscard]] bool IsFolder(const std::filesystem::path& path, PathError error = ReadError);
[[nodiscard]] bool IsFile(const std::filesystem::path& path, PathError error = ReadError);
/// Likewise, but what cannot be told is not there: for places that are looked into by the way.
[[nodiscard]] bool ReadableFolder(const std::filesystem::path& path);
[[nodiscard]] bool ReadableFile(const std::filesystem::path& path);
/// Device and inode, which two ways to one folder have alike; zeros where it cannot be looked at.
using FolderIdentity = std::pair<uint64_t, uint64_t>;
[[nodiscard]] FolderIdentity IdentityOf(const std::filesystem::path& folder);
/// Whether a link stands there, whatever it leads to.
[[nodiscard]] bool IsLink(const std::filesystem::path& path);

/// Bytes of a regular file; 0 of all else.
[[nodiscard]] int64_t FileBytes(const std::filesystem::path& path);

/// From the root, without "." and "..": as text, links not followed.  @throws ReadError().
[[nodiscard]] std::filesystem::path Absolute(const std::filesystem::path& path);

/// All that a folder holds, in the order of the names.  @throws error().
[[nodiscard]] std::vector<std::filesystem::path> EntriesOf(const std::filesystem::path& folder,
                                                           PathError error = ReadError);
/// Likewise; nothing where it cannot be read, or is none.
[[nodiscard]] std::vector<std::filesystem::path> ReadableEntriesOf(const std::filesystem::path& folder);
/// All but folders that it and the folders below it hold, in the order of the paths; links to folders are not
/// entered.  @throws error().
[[nodiscard]] std::vector<std::filesystem::path> FilesBelow(const std::filesystem::path& folder,
                                                            PathError error = ReadError);

/// Removes a file or an empty folder, or a folder with all in it; nothing there is fine.
/// @throws WriteError().
void Remove(const std::filesystem::path& path);
void RemoveTree(const std::filesystem::path& path);

}  // namespace f4s
