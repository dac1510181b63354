// A library to preload: writes down, in their order, what a job asks of the disk and what it asks to be made
// to last, so that power.py can tell what a power cut leaves.  For tests/fault/power.sh.
//
//   F4S_RECORD_ROOT   only files below this folder
//   F4S_RECORD_LOG    a line for each call:
//       create PATH | rename FROM TO N | unlink PATH | mkdir PATH | sync PATH N | truncate PATH | folder PATH
//       | all
//                     separated by tabs.  N: what the file held then is kept as LOG.N; `all`: syncfs, after a
//                     `sync` of each file that was written

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <set>
#include <string>

namespace {

template <class Function>
Function* Next(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

/// The path that a descriptor has.
std::string PathOf(int fd) {
  char link[64], path[4096];
  std::snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const ssize_t length = ::readlink(link, path, sizeof path);
  return length <= 0 ? "" : std::string(path, static_cast<size_t>(length));
}

/// A name as the kernel finds it: its folder with all links followed.
std::string PathOf(int folder, const char* name) {
  std::string path = name[0] == '/' ? name : (folder == AT_FDCWD ? "." : PathOf(folder)) + "/" + name;
  const size_t slash = path.find_last_of('/');
  char* const above = ::realpath(path.substr(0, slash + 1).c_str(), nullptr);
  if (above == nullptr) return "";
  path = std::string(above) + "/" + path.substr(slash + 1);
  std::free(above);
  return path;
}

class Log {
 public:
  static Log& Of() {
    static Log* const log = new Log;  // outlives all that may still call
    return *log;
  }

  [[nodiscard]] bool Means(const std::string& path) const { return on_ && path.rfind(root_, 0) == 0; }

  void Line(const std::string& text) { std::fprintf(file_, "%s\n", text.c_str()), std::fflush(file_); }

  void Written(const std::string& path) { written_.insert(path); }
  void Gone(const std::string& path) { written_.erase(path); }
  void Renamed(const std::string& from, const std::string& to) {
    if (written_.erase(from) > 0) written_.insert(to);
  }
  [[nodiscard]] const std::set<std::string>& written() const { return written_; }

  /// Keeps what a file holds.  @return N.
  std::string Keep(const std::string& path) {
    const std::string number = std::to_string(next_++);
    std::FILE* const from = std::fopen(path.c_str(), "rb");
    if (from == nullptr) return "-";
    std::FILE* const to = std::fopen((log_ + "." + number).c_str(), "wb");
    char bytes[1 << 14];
    while (const size_t count = std::fread(bytes, 1, sizeof bytes, from)) std::fwrite(bytes, 1, count, to);
    std::fclose(from);
    std::fclose(to);
    return number;
  }

  std::recursive_mutex mutex;

 private:
  Log() {
    const char* const root = std::getenv("F4S_RECORD_ROOT");
    const char* const log = std::getenv("F4S_RECORD_LOG");
    if (root == nullptr || log == nullptr) return;
    root_ = root;
    log_ = log;
    file_ = std::fopen(log, "ae");
    on_ = file_ != nullptr;
  }

  bool on_ = false;
  std::string root_, log_;
  std::FILE* file_ = nullptr;
  int next_ = 0;
  std::set<std::string> written_;
};

/// One call of the system and its line are one thing to the other threads.
struct Turn {
  std::lock_guard<std::recursive_mutex> lock{Log::Of().mutex};
};

int Opened(int fd, int flags, bool was_there) {
  if (fd < 0 || (flags & O_ACCMODE) == O_RDONLY) return fd;
  const std::string path = PathOf(fd);
  Log& log = Log::Of();
  if (!log.Means(path)) return fd;
  if (!was_there) log.Line("create\t" + path);
  if (was_there && (flags & O_TRUNC) != 0) log.Line("truncate\t" + path);
  log.Written(path);
  return fd;
}

int OpenAt(int folder, const char* name, int flags, mode_t mode) {
  static auto* const next = Next<int(int, const char*, int, ...)>("openat");
  const Turn turn;
  const bool was_there = ::faccessat(folder, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
  return Opened(next(folder, name, flags, mode), flags, was_there);
}

mode_t ModeOf(int flags, va_list words) {
  return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(words, mode_t) : 0;
}

int Synced(int fd, int (*next)(int)) {
  const Turn turn;
  const int result = next(fd);
  const std::string path = PathOf(fd);
  struct stat status = {};
  Log& log = Log::Of();
  if (result != 0 || !log.Means(path) || ::fstat(fd, &status) != 0) return result;
  log.Line(S_ISDIR(status.st_mode) ? "folder\t" + path : "sync\t" + path + "\t" + log.Keep(path));
  return result;
}

int Unlinked(const std::string& path, int result) {
  Log& log = Log::Of();
  if (result == 0 && log.Means(path)) log.Line("unlink\t" + path), log.Gone(path);
  return result;
}

}  // namespace

extern "C" {

int open(const char* name, int flags, ...) {
  va_list words;
  va_start(words, flags);
  const mode_t mode = ModeOf(flags, words);
  va_end(words);
  return OpenAt(AT_FDCWD, name, flags, mode);
}
int open64(const char* name, int flags, ...) {
  va_list words;
  va_start(words, flags);
  const mode_t mode = ModeOf(flags, words);
  va_end(words);
  return OpenAt(AT_FDCWD, name, flags, mode);
}
int openat(int folder, const char* name, int flags, ...) {
  va_list words;
  va_start(words, flags);
  const mode_t mode = ModeOf(flags, words);
  va_end(words);
  return OpenAt(folder, name, flags, mode);
}

/// std::ofstream's way, which opens within the C library.
FILE* fopen64(const char* name, const char* mode) {
  static auto* const next = Next<FILE*(const char*, const char*)>("fopen64");
  const Turn turn;
  const bool was_there = ::access(name, F_OK) == 0;
  FILE* const file = next(name, mode);
  if (file != nullptr && mode[0] != 'r')
    Opened(::fileno(file), O_WRONLY | (mode[0] == 'w' ? O_TRUNC : 0), was_there);
  return file;
}

int fsync(int fd) { return Synced(fd, Next<int(int)>("fsync")); }
int fdatasync(int fd) { return Synced(fd, Next<int(int)>("fdatasync")); }

int syncfs(int fd) {
  static auto* const next = Next<int(int)>("syncfs");
  const Turn turn;
  const int result = next(fd);
  Log& log = Log::Of();
  if (result != 0 || !log.Means(PathOf(fd))) return result;
  for (const std::string& path : log.written()) log.Line("sync\t" + path + "\t" + log.Keep(path));
  log.Line("all");
  return result;
}

int rename(const char* from, const char* to) {
  static auto* const next = Next<int(const char*, const char*)>("rename");
  const Turn turn;
  const std::string old_path = PathOf(AT_FDCWD, from), new_path = PathOf(AT_FDCWD, to);
  const int result = next(from, to);
  Log& log = Log::Of();
  if (result != 0 || !log.Means(new_path)) return result;
  log.Line("rename\t" + old_path + "\t" + new_path + "\t" + log.Keep(new_path));
  log.Renamed(old_path, new_path);
  return result;
}

int unlink(const char* name) {
  static auto* const next = Next<int(const char*)>("unlink");
  const Turn turn;
  const std::string path = PathOf(AT_FDCWD, name);
  return Unlinked(path, next(name));
}
int unlinkat(int folder, const char* name, int flags) {
  static auto* const next = Next<int(int, const char*, int)>("unlinkat");
  const Turn turn;
  const std::string path = PathOf(folder, name);
  return Unlinked(path, next(folder, name, flags));
}
int remove(const char* name) {
  static auto* const next = Next<int(const char*)>("remove");
  const Turn turn;
  const std::string path = PathOf(AT_FDCWD, name);
  return Unlinked(path, next(name));
}
int rmdir(const char* name) {
  static auto* const next = Next<int(const char*)>("rmdir");
  const Turn turn;
  const std::string path = PathOf(AT_FDCWD, name);
  return Unlinked(path, next(name));
}

int mkdir(const char* name, mode_t mode) {
  static auto* const next = Next<int(const char*, mode_t)>("mkdir");
  const Turn turn;
  const int result = next(name, mode);
  const std::string path = PathOf(AT_FDCWD, name);
  if (result == 0 && Log::Of().Means(path)) Log::Of().Line("mkdir\t" + path);
  return result;
}

int ftruncate(int fd, off_t bytes) {
  static auto* const next = Next<int(int, off_t)>("ftruncate");
  const Turn turn;
  const int result = next(fd, bytes);
  if (const std::string path = PathOf(fd); result == 0 && Log::Of().Means(path))
    Log::Of().Line("truncate\t" + path);
  return result;
}
}
