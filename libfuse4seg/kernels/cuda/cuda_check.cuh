// Each CUDA call is checked, and what it reports becomes an Error.

#pragma once

#include <cuda_runtime.h>

#include "libfuse4seg/base/error.h"

namespace f4s {

/// @param doing  what was tried, for the message: "allocating 12 MB".
/// @throws Error(kOutOfMemory) for a lack of GPU memory, Error(kInternal) for all else.
inline void CheckCuda(cudaError_t status, const std::string& doing) {
  if (status == cudaSuccess) return;
  cudaGetLastError();  // or the next call would report this one's error again
  if (status == cudaErrorMemoryAllocation)
    throw Error(ErrorKind::kOutOfMemory, "cuda.out_of_memory",
                Cat(doing, ": the GPU's memory does not suffice"));
  throw Error(ErrorKind::kInternal, "cuda.failed",
              Cat(doing, ": ", cudaGetErrorString(status), " (", cudaGetErrorName(status), ")"));
}

}  // namespace f4s
