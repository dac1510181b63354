// Sums over the threads of a block in a fixed order, so that they are the same bits each time.

#pragma once

#include <cuda_runtime.h>

namespace f4s {

constexpr int kBlockThreads = 256;

/// The thread's number in a block of one or two dimensions, kBlockThreads of them.
__device__ inline int ThreadOfBlock() { return static_cast<int>(threadIdx.y * blockDim.x + threadIdx.x); }

/// The sum of all threads' values, for thread 0; all threads must call it.
template <class Number>
__device__ Number BlockSum(Number value) {
  __shared__ Number parts[kBlockThreads];
  const int thread = ThreadOfBlock();
  __syncthreads();  // an earlier sum may still be read
  parts[thread] = value;
  for (int half = kBlockThreads / 2; half > 0; half /= 2) {
    __syncthreads();
    if (thread < half) parts[thread] += parts[thread + half];
  }
  __syncthreads();
  return parts[0];
}

}  // namespace f4s
