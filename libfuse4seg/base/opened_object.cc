#include "libfuse4seg/base/opened_object.h"

#include <dlfcn.h>

#include <cstring>
#include <filesystem>
#include <map>
#include <mutex>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/files.h"

namespace f4s {
namespace {

/// Beside the shared library that holds this function, wherever the suite was put.
std::filesystem::path ModuleFolder() {
  Dl_info info;
  if (dladdr(reinterpret_cast<void*>(&OpenObject), &info) == 0 || info.dli_fname == nullptr) return ".";
  return std::filesystem::path(info.dli_fname).parent_path();
}

Error Unavailable(const std::string& name, const std::string& purpose, const std::string& reason) {
  return {ErrorKind::kUnavailable, "object." + name, Cat(purpose, " not available: ", reason)};
}

/// The loader's reason; of a library that it did not find, where this build has it, too.
std::string LoaderReason() {
  std::string reason = dlerror();
#ifdef F4S_TORCH_FOLDER
  const bool torch =
      reason.find("libtorch") != std::string::npos || reason.find("libc10") != std::string::npos;
  if (torch && reason.find("cannot open shared object file") != std::string::npos) {
    std::error_code failed;
    const bool there = std::filesystem::exists(F4S_TORCH_FOLDER "/libtorch_cpu.so", failed);
    reason += Cat(
        "; looked for in " F4S_TORCH_FOLDER ", ",
        failed ? "which this user may not read: run cmake/setup.sh as root, which puts LibTorch where all may"
        : there ? "which has it, but not all that it needs"
                : "which has none: run cmake/setup.sh, and build again");
  }
#endif
  return reason;
}

template <class Function>
Function Symbol(void* handle, const char* symbol) {
  return reinterpret_cast<Function>(dlsym(handle, symbol));
}

void* Open(const std::string& name, const std::string& purpose) {
  const std::filesystem::path file = ModuleFolder() / ("libfuse4seg_" + name + ".so");
  if (!ReadableFile(file))
    throw Unavailable(name, purpose, Cat("this build has no ", file.filename().string()));
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
