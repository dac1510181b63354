// Where tensors live: --device as torch has it.

#pragma once

#include <torch/types.h>

#include <string>

namespace f4s {

/// auto (CUDA where there is one), cpu, cuda, cuda:N.  CUDA's libraries are loaded only now.
/// @throws Error(kUnavailable, "device.cuda") saying why there is none.
[[nodiscard]] torch::Device OpenTorchDevice(const std::string& name);

/// The same weights from the same seed, whatever the threads: deterministic algorithms alone, and one thread
/// within an operator (sharded_pass.h has the others).
void MakeTorchDeterministic();

}  // namespace f4s
