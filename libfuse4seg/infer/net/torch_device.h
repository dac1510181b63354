// Devices as LibTorch has them.

#pragma once

#include <string>

namespace f4s {

/// "cpu" or "cuda:N" for auto, cpu, cuda or cuda:N.  LibTorch's CUDA libraries are loaded only
/// where there is a driver and a GPU is asked for, or may be used.
/// @throws Error(kUnavailable, "device.cuda") with the reason.
[[nodiscard]] std::string TorchDeviceFor(const std::string& wanted);

}  // namespace f4s
