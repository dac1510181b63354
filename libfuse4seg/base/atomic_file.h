// Files that are whole or absent: written beside their place, flushed to disk, renamed; and what reads them.

#pragma once

#include <deque>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace f4s {

/// A file descriptor that closes itself.
class Descriptor {
 public:
  /// @param flags  open(2)'s; the file is closed at exec, and new ones have mode 0666 less the umask.
  Descriptor(const std::filesystem::path& path, int flags);
  ~Descriptor();
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool ok() const { return fd_ >= 0; }  ///< else errno says why

  /// All of `bytes`.  @param name  the path that messages name.  @throws WriteError().
  void Write(std::string_view bytes, const std::filesystem::path& name) const;
  /// Closes, and believes nothing before that: a network's file system tells of a full disk here.
  /// @throws WriteError().
  void Close(const std::filesystem::path& name);

 private:
  int fd_;
};

/// Refuses an input that is a pipe, a device or a socket, which would be waited for or read for ever.  Open
/// it with O_NONBLOCK, so that opening does not wait either.
/// @throws Error(kBadInput, "input.not_regular").
void RequireRegular(const Descriptor& opened, const std::filesystem::path& path);

/// Refuses to write to, or to replace, what is neither a file nor a link: a pipe would be waited for, and
/// root could replace a device.  @throws Error(kCannotCreate, "output.not_regular").
void RequireFileOrNothing(const std::filesystem::path& path);

/// A file under construction at `temporary()`, in the folder of `path()`.
/// Publish() flushes it to disk, renames it into place and flushes its folder; a writer that goes away
/// without Publish() leaves nothing behind.  Missing folders above it are made.
class AtomicFile {
 public:
  /// The temporary name ends in `path`'s own extension, for libraries that look at it.
  /// @throws Error(kCannotCreate, "output.not_regular") where a folder, device or pipe has the name.
  explicit AtomicFile(std::filesystem::path path);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] const std::filesystem::path& temporary() const { return temporary_; }

  /// Appends.  @throws Error(kCannotCreate) or Error(kIo), naming `path()`.
  void Write(std::string_view bytes);

  /// @throws Error(kIo) when the data do not reach the disk, Error(kCannotCreate) when the
  ///         rename is refused; what stood at `path()` is then as it was.
  void Publish();

 private:
  friend class AtomicFiles;
  void Open();
  void Rename();

  std::filesystem::path path_, temporary_;
  std::optional<Descriptor> opened_;  ///< what Write() writes to; none where somebody else made the file
  bool published_ = false;
};

/// Many small files that are published together: one flush of the file system instead of one
/// a file, which is most of the time that hundreds of slices take.
class AtomicFiles {
 public:
  /// Writes `bytes` beside `path`.  @throws Error(kCannotCreate) or Error(kIo).
  void Write(const std::filesystem::path& path, std::string_view bytes);
  /// Flushes all, then renames all.  Without it nothing is left behind.
  void Publish();

 private:
  std::deque<AtomicFile> files_;
};

/// Writes `bytes` to `path` through an AtomicFile.
/// @throws Error(kCannotCreate) or Error(kIo), naming `path`.
void WriteFileAtomically(const std::filesystem::path& path, std::string_view bytes);

/// What becomes of a link where a file is to be written: it is followed, or makes way.
enum class Links { kFollowed, kReplaced };

/// What others write to as well: a device or a pipe, also behind a link (/dev/stderr, >(...)), and whatever
/// lies in /dev and /proc.
[[nodiscard]] bool IsStream(const std::filesystem::path& path);

/// Writes a file that somebody named: a stream is written to, a file is replaced whole.
/// @throws Error(kCannotCreate) or Error(kIo), naming `path`.
void WriteNamedFile(const std::filesystem::path& path, std::string_view bytes, Links links);

/// The whole file.  @throws Error(kMissingInput) or Error(kIo), naming it; RequireRegular().
[[nodiscard]] std::string ReadFile(const std::filesystem::path& path);

/// Brings all that was renamed below `folder` to the disk.  A file's bytes are there once it is
/// published; that its name is, too, costs as much again, and is done once for many files.
/// @throws Error(kIo).
void FlushFileSystem(const std::filesystem::path& folder);

/// Removes temporary files that a killed process left in `folder` or below it.
void RemoveStaleTemporaries(const std::filesystem::path& folder);

/// Removes those of one file alone, in its folder.
void RemoveStaleTemporariesOf(const std::filesystem::path& path);

/// Brings a folder's names to the disk: what was made, renamed or removed in it.  A file system that cannot
/// is passed by.  @throws Error(kIo).
void FlushFolder(const std::filesystem::path& folder);

/// Makes `folder` and the folders above it.  @throws Error(kCannotCreate).
void MakeFolders(const std::filesystem::path& folder);

}  // namespace f4s
