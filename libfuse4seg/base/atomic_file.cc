#include "libfuse4seg/base/atomic_file.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cctype>
#include <cerrno>
#include <fstream>
#include <utility>

#include "libfuse4seg/base/error.h"

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

/// `.NAME.f4s-tmp.PID.HOST.N.EXT`: hidden, in the target's folder, unique, with its extension.
std::filesystem::path TemporaryFor(const std::filesystem::path& path) {
  static std::atomic<unsigned> counter = 0;
  const std::string name = path.filename().string();
  const auto dot = name.find('.', 1);
  const std::string extension = dot == std::string::npos ? "" : name.substr(dot);
  return path.parent_path() / Cat(".", name.substr(0, dot), MarkOf(::getpid()), counter++, extension);
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

}  // namespace

Descriptor::Descriptor(const std::filesystem::path& path, int flags)
    : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {}

Descriptor::~Descriptor() {
  if (fd_ >= 0) ::close(fd_);
}

void Descriptor::Write(std::string_view bytes, const std::filesystem::path& name) const {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw WriteError(name, errno);
    bytes.remove_prefix(static_cast<size_t>(written));
  }
}

void Descriptor::Close(const std::filesystem::path& name) {
  const int closed = ::close(std::exchange(fd_, -1));
  if (closed != 0 && errno != EINTR) throw WriteError(name, errno);
}

void RequireRegular(const Descriptor& opened, const std::filesystem::path& path) {
  struct stat status = {};
  if (!opened.ok() || ::fstat(opened.get(), &status) != 0) throw ReadError(path, errno);
  if (S_ISREG(status.st_mode) || S_ISDIR(status.st_mode)) return;  // a folder says so itself when it is read
  throw Error(ErrorKind::kBadInput, "input.not_regular",
              Cat("is a ",
                  S_ISFIFO(status.st_mode)   ? "pipe"
                  : S_ISSOCK(status.st_mode) ? "socket"
                                             : "device",
                  ": wanted a regular file"))
      .InFile(path);
}

AtomicFile::AtomicFile(std::filesystem::path path) : path_(std::move(path)), temporary_(TemporaryFor(path_)) {
  if (path_.has_parent_path()) MakeFolders(path_.parent_path());
}

AtomicFile::~AtomicFile() {
  if (!published_) ::unlink(temporary_.c_str());
}

void AtomicFile::Write(std::string_view bytes) {
  if (!opened_) {
    ::unlink(temporary_.c_str());  // of a process that had this number before
    opened_.emplace(temporary_, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW);
    if (!opened_->ok()) throw WriteError(path_, errno);
  }
  opened_->Write(bytes, path_);
}

void AtomicFile::Publish() {
  // By the descriptor that wrote: what went wrong on the way to the disk is told to it alone.
  if (!opened_) opened_.emplace(temporary_, O_RDONLY);
  if (!opened_->ok() || ::fsync(opened_->get()) != 0) throw WriteError(path_, errno);
  opened_->Close(path_);
  Rename();
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
  if (!files_.empty()) FlushFileSystem(files_.front().path().parent_path());
  for (AtomicFile& file : files_) file.Rename();
  files_.clear();
}

void WriteFileAtomically(const std::filesystem::path& path, std::string_view bytes) {
  AtomicFile file(path);
  file.Write(bytes);
  file.Publish();
}

std::string ReadFile(const std::filesystem::path& path) {
  const Descriptor file(path, O_RDONLY | O_NONBLOCK);
  RequireRegular(file, path);
  struct stat status = {};
  if (::fstat(file.get(), &status) != 0) throw ReadError(path, errno);
  std::string bytes;
  bytes.reserve(static_cast<size_t>(status.st_size));
  char buffer[1 << 16];
  while (true) {
    const ssize_t count = ::read(file.get(), buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
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
  std::error_code ignored;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, ignored)) {
    const std::string name = entry.path().filename().string();
    if (name.find(kMark) != std::string::npos && OwnerIsGone(name)) ::unlink(entry.path().c_str());
  }
}

void MakeFolders(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error && !std::filesystem::is_directory(folder)) throw WriteError(folder, error.value());
}

}  // namespace f4s
