#include "libfuse4seg/base/atomic_file.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cctype>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <random>
#include <utility>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/scratch_folder.h"
#include "libfuse4seg/base/signals.h"
#include "libfuse4seg/base/tar.h"

namespace f4s {
namespace {

constexpr std::string_view kMark = ".f4s-tmp.";

/// This machine's name, in characters that belong in a file name.
std::string HostName() {
  char name[256] = {};
  if (::gethostname(name, sizeof name - 1) != 0) return "unknown";
  for (char& c : name)
    if (c != 0 && std::isalnum(static_cast<unsigned char>(c)) == 0) c = '-';
  return name;
}

/// `.f4s-tmp.PID.HOST.`: whose temporary it is.  Many machines may share a folder.
std::string MarkOf(long pid) {
  static const std::string host = HostName();
  return Cat(kMark, pid, ".", host, ".");
}

/// 16 hexadecimal digits that nobody can guess: who may write to the folder could lay something else there.
std::string Unguessable() {
  uint64_t number = 0;
  if (::getrandom(&number, sizeof number, 0) != sizeof number) number = std::random_device()();
  char digits[17];
  std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(number));
  return digits;
}

/// `.NAME.f4s-tmp.PID.HOST.N-RANDOM.EXT`: hidden, in the target's folder, unique, with its extension.
std::filesystem::path TemporaryFor(const std::filesystem::path& path) {
  static std::atomic<unsigned> counter = 0;
  const std::string name = path.filename().string();
  const auto dot = name.find('.', 1);
  const std::string extension = dot == std::string::npos ? "" : name.substr(dot);
  return path.parent_path() /
         Cat(".", name.substr(0, dot), MarkOf(::getpid()), counter++, "-", Unguessable(), extension);
}

/// Whether a process of this machine left the file and is no more.
bool OwnerIsGone(const std::string& name) {
  const auto at = name.find(kMark);
  const long pid = std::strtol(name.c_str() + at + kMark.size(), nullptr, 10);
  if (pid <= 0 || pid == ::getpid() || name.compare(at, MarkOf(pid).size(), MarkOf(pid)) != 0) return false;
  if (::kill(static_cast<pid_t>(pid), 0) != 0) return errno == ESRCH;
  // A process that nobody has waited for yet still has its number, but writes no more.
  std::ifstream status(Cat("/proc/", pid, "/stat"));
  std::string text;
  std::getline(status, text);
  const auto state = text.rfind(") ");
  return state != std::string::npos && text[state + 2] == 'Z';
}

void RemoveIfStale(const std::filesystem::path& file) {
  const std::string name = file.filename().string();
  if (name.find(kMark) != std::string::npos && OwnerIsGone(name)) ::unlink(file.c_str());
}

/// A pipe, a device or a socket; "" for a file, a folder and what is not there.
const char* StreamName(mode_t mode) {
  return S_ISFIFO(mode) ? "pipe" : S_ISSOCK(mode) ? "socket" : S_ISCHR(mode) || S_ISBLK(mode) ? "device" : "";
}

std::filesystem::path FolderOf(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : ".";
}

}  // namespace

Descriptor::Descriptor(const std::filesystem::path& path, int flags) : fd_(-1) {
  if (path.native().find('\0') != std::string::npos)  // the system would see what stands before it
    errno = ENOENT;
  else
    fd_ = ::open(path.c_str(), flags | O_CLOEXEC, 0666);
}

Descriptor::~Descriptor() {
  if (fd_ >= 0) ::close(fd_);
}

void Descriptor::Write(std::string_view bytes, const std::filesystem::path& name) const {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR && !StopRequested()) continue;
    if (written < 0) throw WriteError(name, errno);
    bytes.remove_prefix(static_cast<size_t>(written));
  }
}

void Descriptor::Close(const std::filesystem::path& name) {
  const int closed = ::close(std::exchange(fd_, -1));
  if (closed != 0 && errno != EINTR) throw WriteError(name, errno);
}

void RequireFileOrNothing(const std::filesystem::path& path) {
  struct stat status = {};
  if (::lstat(path.c_str(), &status) != 0) return;
  const std::string what = S_ISDIR(status.st_mode) ? "folder" : StreamName(status.st_mode);
  if (!what.empty())
    throw Error(ErrorKind::kCannotCreate, "output.not_regular",
                Cat("is a ", what, ": wanted a file, or nothing"))
        .InFile(path);
}

void RequireRegular(const Descriptor& opened, const std::filesystem::path& path) {
  struct stat status = {};
  const int reason = opened.ok() ? 0 : errno;
  const bool is_socket = reason == ENXIO && ::stat(path.c_str(), &status) == 0;  // which cannot be opened
  if (!is_socket && reason != 0) throw ReadError(path, reason);
  if (!is_socket && ::fstat(opened.get(), &status) != 0) throw ReadError(path, errno);
  if (S_ISREG(status.st_mode)) return;
  throw Error(ErrorKind::kBadInput, "input.not_regular",
              Cat("is a ", S_ISDIR(status.st_mode) ? "folder" : StreamName(status.st_mode),
                  ": wanted a regular file"))
      .InFile(path);
}

AtomicFile::AtomicFile(std::filesystem::path path) : path_(std::move(path)), temporary_(TemporaryFor(path_)) {
  if (path_.has_parent_path()) MakeFolders(path_.parent_path());
  RequireFileOrNothing(path_);
}

AtomicFile::~AtomicFile() {
  if (!published_) ::unlink(temporary_.c_str());
}

void AtomicFile::Open() {
  opened_.emplace(temporary_, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW);
  if (!opened_->ok()) throw WriteError(path_, errno);
}

void AtomicFile::Write(std::string_view bytes) {
  if (!opened_) Open();
  opened_->Write(bytes, path_);
}

void AtomicFile::Publish() {
  // By the descriptor that wrote: what went wrong on the way to the disk is told to it alone.
  if (!opened_) opened_.emplace(temporary_, O_RDONLY | O_NOFOLLOW);
  const bool scratch = IsScratch(path_);
  if (!opened_->ok() || (!scratch && ::fsync(opened_->get()) != 0)) throw WriteError(path_, errno);
  opened_->Close(path_);
  Rename();
  if (!scratch) FlushFolder(path_.parent_path());
}

void AtomicFile::Rename() {
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) throw WriteError(path_, errno);
  published_ = true;
}

void AtomicFiles::Write(const std::filesystem::path& path, std::string_view bytes) {
  files_.emplace_back(path);
  files_.back().Write(bytes);
  files_.back().opened_->Close(path);
}

void AtomicFiles::Publish() {
  if (!files_.empty() && !IsScratch(files_.front().path())) FlushFileSystem(FolderOf(files_.front().path()));
  for (AtomicFile& file : files_) file.Rename();
  files_.clear();
}

void WriteFileAtomically(const std::filesystem::path& path, std::string_view bytes) {
  AtomicFile file(path);
  file.Write(bytes);
  file.Publish();
}

bool IsStream(const std::filesystem::path& path) {
  const std::string name = path.string();
  struct stat status = {};
  const bool is_there = ::stat(path.c_str(), &status) == 0;
  return is_there &&
         (*StreamName(status.st_mode) != 0 || name.starts_with("/dev/") || name.starts_with("/proc/"));
}

void WriteNamedFile(const std::filesystem::path& path, std::string_view bytes, Links links) {
  const bool is_stream = IsStream(path);
  if (!is_stream && (links == Links::kReplaced || !IsLink(path))) {
    RemoveStaleTemporariesOf(path);
    return WriteFileAtomically(path, bytes);
  }
  Descriptor opened(path, O_WRONLY | O_NOCTTY | (is_stream ? O_APPEND : O_TRUNC));
  if (!opened.ok()) throw WriteError(path, errno);
  opened.Write(bytes, path);
  opened.Close(path);
}

std::string ReadFile(const std::filesystem::path& path) {
  if (TarPathOf(path)) {
    const InputFile member(path);
    std::string bytes(static_cast<size_t>(member.bytes()), '\0');
    bytes.resize(member.ReadAt(0, bytes.data(), bytes.size()));
    return bytes;
  }
  const Descriptor file(path, O_RDONLY | O_NONBLOCK);
  RequireRegular(file, path);
  struct stat status = {};
  if (::fstat(file.get(), &status) != 0) throw ReadError(path, errno);
  std::string bytes;
  bytes.reserve(static_cast<size_t>(status.st_size));
  char buffer[1 << 16];
  while (true) {
    const ssize_t count = ::read(file.get(), buffer, sizeof buffer);
    if (count < 0 && errno == EINTR && !StopRequested()) continue;
    if (count < 0) throw ReadError(path, errno);
    if (count == 0) return bytes;
    bytes.append(buffer, static_cast<size_t>(count));
  }
}

void FlushFileSystem(const std::filesystem::path& folder) {
  const Descriptor opened(folder, O_RDONLY | O_DIRECTORY);
  if (!opened.ok() || ::syncfs(opened.get()) != 0) throw WriteError(folder, errno);
}

void RemoveStaleTemporaries(const std::filesystem::path& folder) {
  if (!ReadableFolder(folder)) return;
  for (const std::filesystem::path& file : FilesBelow(folder, WriteError)) RemoveIfStale(file);
}

void RemoveStaleTemporariesOf(const std::filesystem::path& path) {
  const std::string name = path.filename().string(), begin = "." + name.substr(0, name.find('.', 1));
  for (const std::filesystem::path& file : ReadableEntriesOf(FolderOf(path)))
    if (file.filename().string().starts_with(Cat(begin, kMark))) RemoveIfStale(file);
}

void FlushFolder(const std::filesystem::path& folder) {
  const Descriptor opened(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY);
  if (opened.ok() && ::fsync(opened.get()) != 0 && errno != EINVAL && errno != EROFS)
    throw WriteError(folder, errno);
}

void MakeFolders(const std::filesystem::path& folder) {
  if (folder.empty() || ReadableFolder(folder)) return;
  const std::filesystem::path above = folder.parent_path();
  if (above != folder) MakeFolders(above);
  if (folder.filename().empty() || folder.filename() == ".") return;  // "a/b/": made with "a/b"
  if (::mkdir(folder.c_str(), 0777) == 0) return FlushFolder(above);
  if (const int reason = errno; !IsFolder(folder, WriteError)) throw WriteError(folder, reason);
}

}  // namespace f4s
