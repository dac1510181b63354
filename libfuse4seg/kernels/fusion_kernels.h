// The table of classical fusion kernels: one for the CPU, one for each CUDA device.
//
// Shapes:  N >= 1 registered modalities of one slice, planes [H,W] of one size without gaps, in host memory,
//          finite, nominally in 0..1.
//
// Light by design: no CUDA in it, so callers compile and start without the toolkit.  The
// functions to call are those of fusion_rules.h, which check their arguments first.

#pragma once

#include <cstdint>
#include <string>

#include "libfuse4seg/image/image.h"

namespace f4s {

/// How the coarsest level of the pyramids, what no detail describes, is fused.
enum class BaseRule { kAverage, kMaximum };

struct LaplacianOptions {
  int levels = 4;  ///< of detail, >= 0; what a small image cannot carry is left out
  BaseRule base = BaseRule::kAverage;
};

/// The rules of fusion_rules.h on one device.  Arguments are valid already; `fused` has
/// H * W elements and overlaps no source.  May be called from several threads.
/// Every implementation gives the same bits: all share the arithmetic of fusion_rules_inl.h.
class FusionKernels {
 public:
  virtual ~FusionKernels() = default;
  virtual void Average(const Views<const float>& sources, float* fused) const = 0;
  virtual void Maximum(const Views<const float>& sources, float* fused) const = 0;
  /// `options.levels` is 0..PyramidLevels().
  virtual void Laplacian(const Views<const float>& sources, const LaplacianOptions& options,
                         float* fused) const = 0;
};

/// The kernels of `device`: "cpu", "cuda" (the first GPU) or "cuda:N".
/// @throws Error(kUsage)        when `device` is none of these.
/// @throws Error(kUnavailable)  when the build has no CUDA kernels, or the machine no driver,
///                              no GPU, or none of that number, with the reason.
[[nodiscard]] const FusionKernels& KernelsFor(const std::string& device);

}  // namespace f4s
