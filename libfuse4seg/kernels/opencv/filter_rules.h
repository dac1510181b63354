// What the opened object `opencv` gives: the fusion rules that are made of filters.  No OpenCV in it.
//
// They are called through classical_rules.h, which checks their arguments first and says what shapes they
// take.  The bits depend neither on threads nor on instructions that only some CPUs of an architecture have.

#pragma once

#include "libfuse4seg/kernels/fusion_kernels.h"

namespace f4s {

/// May be called from several threads.  Arguments are valid already.
class FilterRules {
 public:
  virtual ~FilterRules() = default;
  virtual void Wavelet(const Views<const float>& sources, float* fused) const = 0;
  virtual void GuidedFilter(const Views<const float>& sources, float* fused) const = 0;
  virtual void GradientWeighted(const Views<const float>& sources, float* fused) const = 0;
};

}  // namespace f4s
