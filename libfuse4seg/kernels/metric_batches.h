// Metric kernels that many threads ask, and that are asked for all of them at once.

#pragma once

#include "libfuse4seg/base/calls_together.h"
#include "libfuse4seg/kernels/metric_kernels.h"

namespace f4s {

/// What other kernels compute, of the cases of several threads together: the same numbers, since a case does
/// not depend on what it is computed with.
class MetricBatches : public MetricKernels {
 public:
  /// @param kernels  outlive this
  explicit MetricBatches(const MetricKernels& kernels) : kernels_(kernels) {}

  [[nodiscard]] std::vector<MetricSums> Measure(const MetricWork& work,
                                                const std::vector<const uint8_t*>& images) const override;
  [[nodiscard]] std::vector<std::vector<double>> NearestSquares(
      const std::vector<const NearestWork*>& works) const override;
  [[nodiscard]] double PeakBytesPerSecond() const override { return kernels_.PeakBytesPerSecond(); }

 private:
  using Images = std::vector<const uint8_t*>;  ///< of a case

  const MetricKernels& kernels_;
  mutable CallsTogether<Images, MetricSums> measured_;
  mutable CallsTogether<const NearestWork*, std::vector<double>> nearest_;
};

}  // namespace f4s
