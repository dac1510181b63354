// What a file that takes a helper program over could do with it: next to nothing.

#pragma once

#include <cstdint>
#include <string>

#include "libfuse4seg/base/error.h"

namespace f4s {

inline constexpr int kBadRequest = 64;  ///< exit code: what was asked for is not understood

/// The main() of a helper program, NAME MEMORY_BYTES CPU_SECONDS: locks itself up, then serves.  Locked up it
/// ends with its parent, may hold only so many bytes of addresses and use only so many seconds of CPU
/// time (0: any), writes to no file, starts nothing, leaves no core, has no file open but standard input,
/// output and error.
/// @return serve()'s exit code, or kBadRequest.  Exits with 71 where memory runs out, with 70 for all else.
int ServeLockedUp(int argc, char** argv, int (*serve)());

/// The answer that refuses a file: {"error": CODE, "message": TEXT}.
[[nodiscard]] std::string RefusalLine(const Error& error);

}  // namespace f4s
