// Tar archives: many small files as one, for file systems that count files.  A member stands wherever an
// input file may, as ARCHIVE.tar#MEMBER.
//
// Written is ustar (POSIX.1-1988) with the same header for the same name and length, whoever writes it and
// when: mode 0644, owner 0, time 0.  Read are regular files and folders of ustar, of POSIX.1-2001 ("pax",
// which Python writes) and of GNU tar, long names included; what else there may be in an archive (links,
// devices, sparse files) is refused.

#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "libfuse4seg/base/atomic_file.h"

namespace f4s {

inline constexpr int64_t kTarBlock = 512;          ///< bytes; members begin at multiples of it
inline constexpr int64_t kTarEnd = 2 * kTarBlock;  ///< of zeros, at an archive's end

/// The block before a member's bytes.
/// @throws Error(kBadInput, "tar.name") for a name that is longer than a header holds: 255 bytes, of which
/// the
///         part behind the last '/' in at most 100.
[[nodiscard]] std::string TarHeader(const std::string& name, int64_t bytes);
/// What a member of so many bytes takes, header and padding included.
[[nodiscard]] int64_t TarBytesOf(int64_t bytes);

struct TarMember {
  std::string name;
  int64_t offset = 0, bytes = 0;  ///< of its contents in the archive
};

/// Whether an archive may end within a member or behind one, as one that is being written does.
enum class TarEnd { kMayGrow, kRequired };

/// Goes through the regular files of an archive in order, from `offset` on; a "./" before a name is left out.
/// One that may grow ends before a member that is not whole.
/// @return where the next member would begin.
/// @throws Error(kBadInput): "tar.header" naming the offset; where its end is required "tar.cut_off" (it
/// has
///         none) and "tar.trailing" (more than zeros behind it); ReadError().
int64_t ForEachTarMember(const std::filesystem::path& archive, int64_t offset,
                         const std::function<void(const TarMember&)>& use, TarEnd end = TarEnd::kMayGrow);

/// ARCHIVE and MEMBER of "ARCHIVE.tar#MEMBER", unless a file of that very name is there.
struct TarPath {
  std::filesystem::path archive;
  std::string member;
};
[[nodiscard]] std::optional<TarPath> TarPathOf(const std::filesystem::path& path);

/// Where a member lies, the last of its name; nothing where there is none.  An archive is gone through once,
/// and again where 64 others were asked for since: what is kept does not grow with their number. Thread-safe.
[[nodiscard]] std::optional<TarMember> FindTarMember(const TarPath& path);

/// The bytes of an input: a regular file, or a member of an archive.
class InputFile {
 public:
  /// @throws Error(kMissingInput) or Error(kIo) naming `path`; RequireRegular().
  explicit InputFile(const std::filesystem::path& path);
  [[nodiscard]] int64_t bytes() const { return bytes_; }
  [[nodiscard]] int64_t begin() const { return begin_; }  ///< in the file that is open
  [[nodiscard]] int descriptor() const { return file_->get(); }
  /// Up to `count` bytes from `offset` on; fewer at the end alone.  @throws ReadError().
  [[nodiscard]] size_t ReadAt(int64_t offset, void* to, size_t count) const;

 private:
  std::filesystem::path path_;
  std::optional<Descriptor> file_;
  int64_t begin_ = 0, bytes_ = 0;
};

}  // namespace f4s
