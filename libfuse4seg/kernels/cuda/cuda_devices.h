// What the opened object `cuda` gives: the fusion and metric kernels of each GPU.  No CUDA in it.

#pragma once

#include "libfuse4seg/kernels/fusion_kernels.h"
#include "libfuse4seg/kernels/metric_kernels.h"

namespace f4s {

class CudaDevices {
 public:
  virtual ~CudaDevices() = default;
  /// The kernels of GPU `index` >= 0, ready to run; the same object at each call.
  /// @throws Error(kUnavailable)  with CUDA's own reason when there is no usable GPU, and with
  ///                              their number when `index` is not below it.
  [[nodiscard]] virtual const FusionKernels& Kernels(int index) = 0;
  [[nodiscard]] virtual const MetricKernels& Metrics(int index) = 0;
};

}  // namespace f4s
