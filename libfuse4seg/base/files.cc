#include "libfuse4seg/base/files.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <optional>

#include "libfuse4seg/base/tar.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

/// Whether it is a member of an archive that can be read.
std::optional<TarMember> InTar(const fs::path& path) {
  const auto in_tar = TarPathOf(path);
  std::error_code failed;
  if (!in_tar || !fs::is_regular_file(in_tar->archive, failed)) return std::nullopt;
  return FindTarMember(*in_tar);
}

fs::file_status StatusOf(const fs::path& path, PathError error) {
  std::error_code failed;
  fs::file_status status = fs::status(path, failed);
  if (status.type() == fs::file_type::none) throw error(path, failed.value());
  if (status.type() == fs::file_type::not_found && InTar(path)) status.type(fs::file_type::regular);
  return status;
}

/// Goes through a folder by one of the two iterators; `failed` says why it ended early.
template <class Iterator, class Take>
void ForEachIn(const fs::path& folder, std::error_code& failed, const Take& take) {
  for (Iterator entry(folder, failed), end; !failed && entry != end; entry.increment(failed)) take(*entry);
}

/// In order of their names; those that were read where `failed` says that others were not.
std::vector<fs::path> EntriesUntil(const fs::path& folder, std::error_code& failed) {
  std::vector<fs::path> entries;
  ForEachIn<fs::directory_iterator>(folder, failed,
                                    [&](const auto& entry) { entries.push_back(entry.path()); });
  std::sort(entries.begin(), entries.end());
  return entries;
}

}  // namespace

bool Exists(const fs::path& path, PathError error) { return fs::exists(StatusOf(path, error)); }
bool IsFolder(const fs::path& path, PathError error) { return fs::is_directory(StatusOf(path, error)); }
bool IsFile(const fs::path& path, PathError error) { return fs::is_regular_file(StatusOf(path, error)); }

bool ReadableFolder(const fs::path& path) {
  std::error_code failed;
  return fs::is_directory(path, failed);
}

bool ReadableFile(const fs::path& path) {
  std::error_code failed;
  return fs::is_regular_file(path, failed) || InTar(path);
}

FolderIdentity IdentityOf(const fs::path& folder) {
  struct stat status {};
  if (::stat(folder.c_str(), &status) != 0) return {0, 0};
  return {status.st_dev, status.st_ino};
}

bool IsLink(const fs::path& path) {
  std::error_code failed;
  return fs::is_symlink(fs::symlink_status(path, failed));
}

int64_t FileBytes(const fs::path& path) {
  std::error_code failed;
  if (const auto member = InTar(path)) return member->bytes;
  const bool is_file = fs::is_regular_file(path, failed);
  const auto bytes = is_file ? fs::file_size(path, failed) : 0;
  return failed ? 0 : static_cast<int64_t>(bytes);
}

fs::path Absolute(const fs::path& path) {
  std::error_code failed;
  const fs::path whole = fs::absolute(path, failed);
  if (failed) throw ReadError(path, failed.value());
  return whole.lexically_normal();
}

std::vector<fs::path> EntriesOf(const fs::path& folder, PathError error) {
  std::error_code failed;
  std::vector<fs::path> entries = EntriesUntil(folder, failed);
  if (failed) throw error(folder, failed.value());
  return entries;
}

std::vector<fs::path> ReadableEntriesOf(const fs::path& folder) {
  std::error_code ignored;
  return EntriesUntil(folder, ignored);
}

std::vector<fs::path> FilesBelow(const fs::path& folder, PathError error) {
  std::vector<fs::path> files;
  std::error_code failed;
  ForEachIn<fs::recursive_directory_iterator>(folder, failed, [&](const auto& entry) {
    std::error_code unknown;
    if (entry.is_symlink(unknown) || !entry.is_directory(unknown)) files.push_back(entry.path());
  });
  if (failed) throw error(folder, failed.value());
  std::sort(files.begin(), files.end());
  return files;
}

void Remove(const fs::path& path) {
  std::error_code failed;
  fs::remove(path, failed);
  if (failed) throw WriteError(path, failed.value());
}

void RemoveTree(const fs::path& path) {
  std::error_code failed;
  fs::remove_all(path, failed);
  if (failed) throw WriteError(path, failed.value());
}

}  // namespace f4s
