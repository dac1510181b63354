// How much memory a piece of work takes on a device.

#pragma once

#include <torch/types.h>

#include <cstdint>
#include <functional>

namespace f4s {

/// The most that tensors take on `device` while `work` runs, in bytes, above what they took before.  On the
/// CPU those of this thread are counted, and of threads to which it hands c10's thread-local debug info.
[[nodiscard]] int64_t PeakBytes(const torch::Device& device, const std::function<void()>& work);

}  // namespace f4s
