// 3x3 convolutions of few channels in double precision, on one core of a CPU: what a network that is inverted
// exactly is made of.  The best version that the CPU runs is taken, as in net_kernels.h.

#pragma once

#include <cstdint>
#include <span>

#include "libfuse4seg/kernels/net/aligned.h"

namespace f4s {

/// With zeros around: x [H,W,in] -> y [H,W,out], any in and out.
class DoubleConv {
 public:
  DoubleConv() = default;

  /// @param weight  [out,in,3,3]
  /// @param bias    [out]
  DoubleConv(std::span<const float> weight, std::span<const float> bias, int64_t in, int64_t out);

  /// @param relu  of y
  void Run(const double* x, int64_t rows, int64_t columns, bool relu, double* y) const;

 private:
  int64_t in_ = 0, out_ = 0, wide_ = 0;
  AlignedVector<double> weights_, start_;
};

}  // namespace f4s
