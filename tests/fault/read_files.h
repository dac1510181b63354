// What read_files reads that has a file of its own.

#pragma once

#include <string>

#include "libfuse4seg/base/json.h"

namespace f4s {

/// RUN/checkpoint: state.json and the latest sound checkpoint, by what training goes on with.
[[nodiscard]] Json ReadCheckpoint(const std::string& run, const std::string& values);

}  // namespace f4s
