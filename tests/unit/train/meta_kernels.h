// Kernels of the meta device that LibTorch registers from Python alone: they compute shapes, which is all
// that there is on it.  With them a step of training runs there, and whatever would wait for a device raises.

#pragma once

namespace f4s {

/// Registers them, once.
void RegisterMetaKernels();

}  // namespace f4s
