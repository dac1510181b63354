// The fusion rules on the CPU: the plain version, which the GPU's must equal bit for bit.

#pragma once

#include "libfuse4seg/kernels/fusion_kernels.h"

namespace f4s {

class CpuFusionKernels : public FusionKernels {
 public:
  void Average(const SourcePlanes& sources, float* fused) const override;
  void Maximum(const SourcePlanes& sources, float* fused) const override;
  void Laplacian(const SourcePlanes& sources, const LaplacianOptions& options, float* fused) const override;
};

}  // namespace f4s
