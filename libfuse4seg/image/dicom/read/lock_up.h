// What a file that takes a helper program over could do with it: next to nothing.

#pragma once

#include <cstdint>

namespace f4s {

/// Ends with its parent, may hold only so many bytes of addresses and use only so many seconds of CPU
/// time (0: any), writes to no file, starts nothing, leaves no core, has no file open but standard input,
/// output and error.  Exits with 70 where that is not possible.
void LockUp(uint64_t memory_bytes, uint64_t cpu_seconds);

}  // namespace f4s
