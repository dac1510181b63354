// The sums behind the fusion metrics, and the distances of the segmentation metrics, on one GPU.

#pragma once

#include "libfuse4seg/kernels/cuda/workspace.cuh"
#include "libfuse4seg/kernels/metric_kernels.h"

namespace f4s {

class CudaMetricKernels : public MetricKernels {
 public:
  explicit CudaMetricKernels(int device) : device_(device), pool_(device) {}

  std::vector<MetricSums> Measure(const MetricWork& work,
                                  const std::vector<const uint8_t*>& images) const override;
  std::vector<std::vector<double>> NearestSquares(
      const std::vector<const NearestWork*>& works) const override;
  double PeakBytesPerSecond() const override;

 private:
  int device_;
  mutable WorkspacePool pool_;
};

}  // namespace f4s
