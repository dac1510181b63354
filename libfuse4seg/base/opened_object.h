// Heavy libraries (ITK, LibTorch, CUDA) are opened when they are first needed, never at
// start-up: `--help` must not pay 0.3 s for them, and a machine without them still runs
// what does without.  This is the one place that opens them.
//
// An object is a shared library beside the modules.  It exports one C function that
// returns a table, a class of virtual functions declared in a light header:
//
//     class AlignBackend { public: virtual RigidFit FitRigid(...) const = 0; ... };   // light header
//     F4S_OPENED_OBJECT(f4s::AlignBackend, f4s::ItkBackend)                         // in the object
//     const auto& itk = OpenedObject<AlignBackend>("itk", "registration");

#pragma once

#include <filesystem>
#include <string>

namespace f4s {

/// Opens libfuse4seg_NAME.so once in a process and returns its table.
/// @param purpose  what the user wanted it for, for the message.
/// @throws Error(kUnavailable) with the loader's reason when it is absent, cannot be
///         loaded, or belongs to another build.
[[nodiscard]] void* OpenObject(const std::string& name, const std::string& purpose);

template <class Table>
[[nodiscard]] Table& OpenedObject(const std::string& name, const std::string& purpose) {
  return *static_cast<Table*>(OpenObject(name, purpose));
}

/// The folder of the suite's shared libraries, wherever it was put; what they open stands there too.
[[nodiscard]] std::filesystem::path ModuleFolder();

/// The build that this code belongs to; an object of another build is refused.
[[nodiscard]] const char* BuildStamp();

}  // namespace f4s

/// Exports `Implementation` (default-constructible, derived from its table) from an object.
#define F4S_OPENED_OBJECT(Table, Implementation)                               \
  extern "C" __attribute__((visibility("default"))) void* f4s_object_table() { \
    static Implementation implementation;                                      \
    return static_cast<Table*>(&implementation);                               \
  }                                                                            \
  extern "C" __attribute__((visibility("default"))) const char* f4s_object_stamp() { return F4S_BUILD_STAMP; }
