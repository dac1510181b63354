#include "libfuse4seg/base/opened_object.h"

#include <dlfcn.h>
#include <sys/mman.h>

#include <cstring>
#include <map>
#include <mutex>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/base/torch_place.h"

namespace f4s {
namespace {

Error Unavailable(const std::string& name, const std::string& purpose, const std::string& reason) {
  return {ErrorKind::kUnavailable, "object." + name, Cat(purpose, " not available: ", reason)};
}

/// What is linked with LibTorch, which must be there in the version that it was compiled with.
bool NeedsTorch(const std::string& name) {
  return name == "networks" || name == "learning" || name == "nccl";
}

/// A text for where LibTorch was looked for, where that is why an object does not open.
std::string TorchReason() {
  std::error_code failed;
  for (const std::filesystem::path& folder : TorchFolders()) {
    const bool there = std::filesystem::exists(folder / "libtorch_cpu.so", failed);
    if (failed)
      return Cat("; this user may not read ", folder.string(), ": LibTorch must be where all may read it");
    if (there) return Cat("; ", folder.string(), " has LibTorch, but not all that it needs");
  }
  return Cat("; no LibTorch in ",
             Joined(TorchFolders(), ", ", [](const auto& folder) { return folder.string(); }),
             " (f4s doctor says what brings it)");
}

std::string LoaderReason() {
  const std::string reason = dlerror();
  const bool torch =
      reason.find("libtorch") != std::string::npos || reason.find("libc10") != std::string::npos;
  const bool missing = reason.find("cannot open shared object file") != std::string::npos;
  return torch && missing ? reason + TorchReason() : reason;
}

/// A LibTorch of another version would fail at some symbol, or later and worse.
void RequireTorch(const std::string& name, const std::string& purpose) {
  const auto torch = FindTorch();
  if (const std::string why = torch ? WhyNot(*torch) : ""; !why.empty())
    throw Unavailable(name, purpose, why);
}

/// LibTorch's libraries take that many addresses.  Where there are a few more than none left as they begin,
/// glibc ends the process in words of its own.
void RequireRoomForTorch() {
  if (dlopen("libtorch_cpu.so", RTLD_LAZY | RTLD_NOLOAD) != nullptr) return;  // it is open
  constexpr size_t kRoom = size_t{400} << 20;
  void* const probe = ::mmap(nullptr, kRoom, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (probe == MAP_FAILED)
    throw Error(ErrorKind::kOutOfMemory, "memory",
                "out of memory: LibTorch takes 400 MiB of addresses, and there are fewer left (ulimit -v)");
  ::munmap(probe, kRoom);
}

template <class Function>
Function Symbol(void* handle, const char* symbol) {
  return reinterpret_cast<Function>(dlsym(handle, symbol));
}

void* Open(const std::string& name, const std::string& purpose) {
  const std::filesystem::path file = ModuleFolder() / ("libfuse4seg_" + name + ".so");
  if (!ReadableFile(file))
    throw Unavailable(
        name, purpose,
        Cat("this installation has no ", file.filename().string(), " (f4s doctor says what brings it)"));
  if (NeedsTorch(name)) {
    RequireTorch(name, purpose);
    RequireRoomForTorch();
  }
  void* handle = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) {
    const std::string reason = LoaderReason();
    const bool memory = reason.find("Cannot allocate memory") != std::string::npos ||
                        reason.find("failed to map segment") != std::string::npos;
    if (memory) throw Error(ErrorKind::kOutOfMemory, "memory", Cat("out of memory: ", reason));
    throw Unavailable(name, purpose, reason);
  }
  const auto stamp = Symbol<const char* (*)()>(handle, "f4s_object_stamp");
  const auto table = Symbol<void* (*)()>(handle, "f4s_object_table");
  if (stamp == nullptr || table == nullptr || std::strcmp(stamp(), BuildStamp()) != 0)
    throw Unavailable(name, purpose, Cat(file.string(), " belongs to another build"));
  return table();
}

}  // namespace

std::filesystem::path ModuleFolder() {
  Dl_info info;
  if (dladdr(reinterpret_cast<void*>(&OpenObject), &info) == 0 || info.dli_fname == nullptr) return ".";
  return std::filesystem::path(info.dli_fname).parent_path();
}

const char* BuildStamp() { return F4S_BUILD_STAMP; }

void* OpenObject(const std::string& name, const std::string& purpose) {
  static std::mutex mutex;
  static std::map<std::string, void*> opened;
  const std::lock_guard lock(mutex);
  void*& table = opened[name];
  if (table == nullptr) table = Open(name, purpose);
  return table;
}

}  // namespace f4s
