// A library to preload: the nth call of one kind fails, as a dying disk, a file server that is full or a
// machine without memory makes it fail.  For tests/fault/inject.sh.
//
//   F4S_FAULT_CALL   read write fsync syncfs close rename open malloc
//   F4S_FAULT_NTH    which one fails, from 1
//   F4S_FAULT_ERRNO  with what; 0: it is not failed but interrupted and cut short, each time (read, write)
//   F4S_FAULT_PATH   only files whose path holds this text

#include <dlfcn.h>
#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

struct Plan {
  const char* call = std::getenv("F4S_FAULT_CALL");
  const char* path = std::getenv("F4S_FAULT_PATH");
  long nth = Number("F4S_FAULT_NTH", -1);
  int error = static_cast<int>(Number("F4S_FAULT_ERRNO", EIO));

  static long Number(const char* name, long without) {
    const char* text = std::getenv(name);
    return text == nullptr ? without : std::strtol(text, nullptr, 10);
  }
};

// Initialised at the first call, which may come before this library's own constructors.
const Plan& ThePlan() {
  static const Plan plan;
  return plan;
}

std::atomic<long> calls{0};

bool Meant(const char* call) { return ThePlan().call != nullptr && std::strcmp(ThePlan().call, call) == 0; }

/// Whether this call, which is of the kind that is meant, is the one to fail.
bool IsIt() {
  if (calls.fetch_add(1) + 1 != ThePlan().nth) return false;
  errno = ThePlan().error;
  return true;
}

bool PathIsMeant(int fd) {
  char link[64], path[4096];
  std::snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const ssize_t length = ::readlink(link, path, sizeof path - 1);
  if (fd <= 2 || length <= 0) return false;
  path[length] = 0;
  return ThePlan().path == nullptr || std::strstr(path, ThePlan().path) != nullptr;
}

template <class Function>
Function* Next(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

/// Every third call is interrupted, the others move half of what they could.
bool CutShort(size_t* count) {
  if (calls.fetch_add(1) % 3 == 0) {
    errno = EINTR;
    return true;
  }
  if (*count > 1) *count /= 2;
  return false;
}

}  // namespace

extern "C" {

ssize_t write(int fd, const void* bytes, size_t count) {
  static auto* const next = Next<ssize_t(int, const void*, size_t)>("write");
  if (Meant("write") && PathIsMeant(fd) && (ThePlan().error == 0 ? CutShort(&count) : IsIt())) return -1;
  return next(fd, bytes, count);
}

ssize_t read(int fd, void* bytes, size_t count) {
  static auto* const next = Next<ssize_t(int, void*, size_t)>("read");
  if (Meant("read") && PathIsMeant(fd) && (ThePlan().error == 0 ? CutShort(&count) : IsIt())) return -1;
  return next(fd, bytes, count);
}

int fsync(int fd) {
  static auto* const next = Next<int(int)>("fsync");
  return Meant("fsync") && IsIt() ? -1 : next(fd);
}

int syncfs(int fd) {
  static auto* const next = Next<int(int)>("syncfs");
  return Meant("syncfs") && IsIt() ? -1 : next(fd);
}

int rename(const char* from, const char* to) {
  static auto* const next = Next<int(const char*, const char*)>("rename");
  return Meant("rename") && IsIt() ? -1 : next(from, to);
}

/// As a file server that is full says at close what it did not keep: half of the file is lost.
int close(int fd) {
  static auto* const next = Next<int(int)>("close");
  if (Meant("close") && PathIsMeant(fd) && (::fcntl(fd, F_GETFL) & O_ACCMODE) != O_RDONLY && IsIt()) {
    const off_t size = ::lseek(fd, 0, SEEK_END);
    if (size > 0 && ::ftruncate(fd, size / 2) != 0) errno = EIO;
    next(fd);
    errno = ThePlan().error;
    return -1;
  }
  return next(fd);
}

void* malloc(size_t bytes) {
  static auto* const next = Next<void*(size_t)>("malloc");
  if (bytes >= 1024 && Meant("malloc") && IsIt()) return nullptr;
  return next(bytes);
}
}
