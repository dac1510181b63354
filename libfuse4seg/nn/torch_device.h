// Where tensors live, and how a device computes: --device as LibTorch has it.

#pragma once

#include <torch/nn/module.h>
#include <torch/types.h>

#include <string>

namespace f4s {

/// auto (CUDA where there is one), cpu, cuda, cuda:N.  LibTorch's CUDA libraries are loaded only where there
/// is a driver and a GPU is asked for, or may be used.  A GPU computes in float32 then, without TF32 and
/// without a choice of algorithms by stopwatch: the same input gives the same bytes.  So does the CPU, whose
/// vector functions are called once on this thread first: whoever computes opens the device, "cpu" too.
/// @param why_not  set where `auto` finds a driver and yet no GPU that can be used: a line for people
/// @param own      the GPU that is meant where none is named, of several processes on one machine
/// @throws Error(kUnavailable, "device.cuda") with the reason.
[[nodiscard]] torch::Device OpenTorchDevice(const std::string& name, std::string* why_not = nullptr,
                                            int64_t own = 0);

/// Which GPU that is, on whatever machine: the driver's name for it or for the part of one; empty for the
/// CPU.
[[nodiscard]] std::string GpuId(const torch::Device& device);

/// From now on a GPU rounds to TF32, 10 bits of mantissa, what convolutions and products of matrices
/// multiply.
void AllowTf32();

/// Whether this processor multiplies bfloat16 itself (AVX512-BF16, AMX, or Arm's BF16): one that does not
/// takes many times as long for it as for float32.
[[nodiscard]] bool ComputesBfloat16();
/// Whether the GPU `device` does: those of compute capability 8.0 and more.
[[nodiscard]] bool ComputesBfloat16(const torch::Device& device);

/// Moves parameters and buffers to `device`: on a GPU with the weights of convolutions in the order that
/// these want, channels last.  Also to the meta device, of tests, which Module::to() refuses.
void MoveTo(torch::nn::Module& module, const torch::Device& device);

/// The most that tensors took on a GPU since the process began.
[[nodiscard]] int64_t PeakBytesOf(const torch::Device& device);
/// Bytes that are free on a GPU for this process.
[[nodiscard]] int64_t FreeBytes(const torch::Device& device);

/// The same weights from the same seed, whatever the threads: deterministic algorithms alone, and one thread
/// within an operator (sharded_pass.h has the others).
void MakeTorchDeterministic();

}  // namespace f4s
