// The fusion rules on one GPU.

#pragma once

#include "libfuse4seg/kernels/cuda/workspace.cuh"
#include "libfuse4seg/kernels/fusion_kernels.h"

namespace f4s {

class CudaFusionKernels : public FusionKernels {
 public:
  explicit CudaFusionKernels(int device) : pool_(device) {}

  void Average(const Views<const float>& sources, float* fused) const override;
  void Maximum(const Views<const float>& sources, float* fused) const override;
  void Laplacian(const Views<const float>& sources, const LaplacianOptions& options,
                 float* fused) const override;

 private:
  mutable WorkspacePool pool_;
};

/// Whether the current GPU can run the kernels of this build at all.
[[nodiscard]] cudaError_t ProbeFusionKernels();

}  // namespace f4s
