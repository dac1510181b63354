// How to fuse: f4s-fuse's parameters.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "libfuse4seg/base/parameters.h"

namespace f4s {

struct FuserOptions {
  std::string method;                     ///< average, maximum or laplacian
  std::vector<std::string> modalities;    ///< which, in this order; empty: all of a case
  std::vector<std::string> combinations;  ///< sizes of the combinations to fuse; empty: all at once
  int64_t levels = 4;                     ///< of the Laplacian pyramid
  std::string base = "average";           ///< rule for the pyramid's coarsest level
  std::string stretch = "none", bits = "8";

  void Declare(Parameters& p);
};

}  // namespace f4s
