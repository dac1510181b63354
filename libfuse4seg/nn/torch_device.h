// Where tensors live, and how a device computes: --device as LibTorch has it.

#pragma once

#include <torch/types.h>

#include <string>

namespace f4s {

/// auto (CUDA where there is one), cpu, cuda, cuda:N.  LibTorch's CUDA libraries are loaded only where there
/// is a driver and a GPU is asked for, or may be used.  A GPU computes in float32 then, without TF32 and
/// without a choice of algorithms by stopwatch: the same input gives the same bytes.
/// @param own  the GPU that is meant where none is named, of several processes on one machine
/// @throws Error(kUnavailable, "device.cuda") with the reason.
[[nodiscard]] torch::Device OpenTorchDevice(const std::string& name, int64_t own = 0);

/// From now on a GPU rounds to TF32, 10 bits of mantissa, what convolutions and products of matrices
/// multiply.
void AllowTf32();

/// Whether this processor multiplies bfloat16 itself (AVX512-BF16, AMX, or Arm's BF16): one that does not
/// takes many times as long for it as for float32.
[[nodiscard]] bool ComputesBfloat16();

/// The same weights from the same seed, whatever the threads: deterministic algorithms alone, and one thread
/// within an operator (sharded_pass.h has the others).
void MakeTorchDeterministic();

}  // namespace f4s
