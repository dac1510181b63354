#pragma nv_diag_suppress 554  // View<const float> has a conversion to itself, which is never called
#include "libfuse4seg/kernels/cuda/fusion_cuda.cuh"
#include "libfuse4seg/kernels/rules/fusion_rules_inl.h"

namespace f4s {
namespace {

// A block makes a tile of 32 x 8 pixels: each warp a row of it, so loads coalesce.
constexpr int kTileWidth = 32, kTileHeight = 8;

struct Mean {
  template <class At>
  __device__ float operator()(const At& at, int n) const {
    return MeanOf(at, n);
  }
};

struct Largest {
  template <class At>
  __device__ float operator()(const At& at, int n) const {
    return LargestOf(at, n);
  }
};

/// fused(y,x) = rule over the planes of `sources`.
template <class Rule>
__global__ void FuseKernel(PlaneStack sources, PlaneStack fused, Rule rule) {
  const int x = blockIdx.x * kTileWidth + threadIdx.x, y = blockIdx.y * kTileHeight + threadIdx.y;
  if (x >= fused.width || y >= fused.height) return;
  fused.row(0, y)[x] = rule([&](int s) { return sources.row(s, y)[x]; }, sources.count);
}

/// REDUCE of plane blockIdx.z.  The block's part of the fine plane goes to shared memory,
/// reflected at the borders; rows are reduced there, then columns.
__global__ void ReduceKernel(PlaneStack fine, PlaneStack coarse) {
  constexpr int kFineWidth = 2 * kTileWidth + 3, kFineHeight = 2 * kTileHeight + 3;
  __shared__ float tile[kFineHeight][kFineWidth];
  __shared__ float rows[kFineHeight][kTileWidth];
  const int plane = blockIdx.z;
  const int left = 2 * blockIdx.x * kTileWidth - 2, top = 2 * blockIdx.y * kTileHeight - 2;
  for (int r = threadIdx.y; r < kFineHeight; r += kTileHeight)
    for (int c = threadIdx.x; c < kFineWidth; c += kTileWidth) {
      const int y = top + r, x = left + c;
      if (y > 2 * coarse.height || x > 2 * coarse.width) continue;  // no output asks for it
      tile[r][c] = fine.row(plane, Reflect(y, fine.height))[Reflect(x, fine.width)];
    }
  __syncthreads();
  const int x = blockIdx.x * kTileWidth + threadIdx.x, y = blockIdx.y * kTileHeight + threadIdx.y;
  for (int r = threadIdx.y; r < kFineHeight; r += kTileHeight) {
    if (x >= coarse.width || top + r > 2 * coarse.height) continue;
    const float* from = &tile[r][2 * threadIdx.x];
    rows[r][threadIdx.x] = Binomial5(from[0], from[1], from[2], from[3], from[4]);
  }
  __syncthreads();
  if (x >= coarse.width || y >= coarse.height) return;
  const auto at = [&](int r) { return rows[2 * threadIdx.y + r][threadIdx.x]; };
  coarse.row(plane, y)[x] = Binomial5(at(0), at(1), at(2), at(3), at(4));
}

/// EXPAND of plane `plane` at pixel (y,x) of a fine level of `height` x `width`.
__device__ float ExpandAt(const PlaneStack& coarse, int plane, int y, int x, int height, int width) {
  const auto in_row = [&](int r) {
    const float* row = coarse.row(plane, r);
    return ExpandLine([=](int c) { return row[c]; }, x, width);
  };
  return ExpandLine(in_row, y, height);
}

/// fused(y,x) = the strongest detail of the sources + EXPAND of what was fused below.
__global__ void MergeKernel(PlaneStack fine, PlaneStack coarse, PlaneStack fused_coarse, PlaneStack fused) {
  const int x = blockIdx.x * kTileWidth + threadIdx.x, y = blockIdx.y * kTileHeight + threadIdx.y;
  if (x >= fine.width || y >= fine.height) return;
  const auto detail = [&](int s) {
    return fine.row(s, y)[x] - ExpandAt(coarse, s, y, x, fine.height, fine.width);
  };
  fused.row(0, y)[x] =
      StrongestOf(detail, fine.count) + ExpandAt(fused_coarse, 0, y, x, fine.height, fine.width);
}

dim3 Tiles(const PlaneStack& stack, int planes) {
  return dim3(static_cast<unsigned>((stack.width + kTileWidth - 1) / kTileWidth),
              static_cast<unsigned>((stack.height + kTileHeight - 1) / kTileHeight),
              static_cast<unsigned>(planes));
}

constexpr dim3 kTile(kTileWidth, kTileHeight);

template <class Rule>
void Fuse(const PlaneStack& sources, const PlaneStack& fused, cudaStream_t stream) {
  FuseKernel<<<Tiles(fused, 1), kTile, 0, stream>>>(sources, fused, Rule());
  CheckCuda(cudaGetLastError(), "starting the fusion kernel");
}

template <class Rule>
void FusePlanes(const Views<const float>& sources, float* fused, WorkspacePool& pool) {
  const WorkspacePool::Reservation workspace(pool);
  const int height = static_cast<int>(sources.front().height),
            width = static_cast<int>(sources.front().width);
  PlaneStack from = ShapeOfStack(static_cast<int>(sources.size()), height, width);
  PlaneStack to = ShapeOfStack(1, height, width);
  workspace->Place({&from, &to});
  for (int s = 0; s < from.count; ++s) workspace->Upload(sources[s].data, from, s);
  Fuse<Rule>(from, to, workspace->stream());
  workspace->Download(to, 0, fused);
  workspace->Finish();
}

/// The levels of the sources' Gaussian pyramids and of the fused image, fine to coarse.
struct Pyramids {
  std::vector<PlaneStack> sources, fused;

  Pyramids(int count, int height, int width, int levels) {
    for (int l = 0; l <= levels; ++l) {
      sources.push_back(ShapeOfStack(count, height, width));
      fused.push_back(ShapeOfStack(1, height, width));
      height = ReducedLength(height);
      width = ReducedLength(width);
    }
  }

  [[nodiscard]] std::vector<PlaneStack*> stacks() {
    std::vector<PlaneStack*> all;
    for (auto* level : {&sources, &fused})
      for (PlaneStack& stack : *level) all.push_back(&stack);
    return all;
  }
};

/// One kernel a level on the way down, one a level on the way up, all sources in each.
void FusePyramids(const Pyramids& p, BaseRule base, cudaStream_t stream) {
  const size_t top = p.sources.size() - 1;
  for (size_t l = 0; l < top; ++l) {
    const PlaneStack& coarse = p.sources[l + 1];
    ReduceKernel<<<Tiles(coarse, coarse.count), kTile, 0, stream>>>(p.sources[l], coarse);
    CheckCuda(cudaGetLastError(), "starting the kernel that reduces a level");
  }
  if (base == BaseRule::kAverage)
    Fuse<Mean>(p.sources[top], p.fused[top], stream);
  else
    Fuse<Largest>(p.sources[top], p.fused[top], stream);
  for (size_t l = top; l-- > 0;) {
    MergeKernel<<<Tiles(p.fused[l], 1), kTile, 0, stream>>>(p.sources[l], p.sources[l + 1], p.fused[l + 1],
                                                            p.fused[l]);
    CheckCuda(cudaGetLastError(), "starting the kernel that merges a level");
  }
}

}  // namespace

void CudaFusionKernels::Average(const Views<const float>& sources, float* fused) const {
  FusePlanes<Mean>(sources, fused, pool_);
}

void CudaFusionKernels::Maximum(const Views<const float>& sources, float* fused) const {
  FusePlanes<Largest>(sources, fused, pool_);
}

void CudaFusionKernels::Laplacian(const Views<const float>& sources, const LaplacianOptions& options,
                                  float* fused) const {
  const WorkspacePool::Reservation workspace(pool_);
  const int count = static_cast<int>(sources.size());
  Pyramids pyramids(count, static_cast<int>(sources.front().height), static_cast<int>(sources.front().width),
                    options.levels);
  workspace->Place(pyramids.stacks());
  for (int s = 0; s < count; ++s) workspace->Upload(sources[s].data, pyramids.sources[0], s);
  FusePyramids(pyramids, options.base, workspace->stream());
  workspace->Download(pyramids.fused[0], 0, fused);
  workspace->Finish();
}

cudaError_t ProbeFusionKernels() {
  cudaFuncAttributes ignored;
  return cudaFuncGetAttributes(&ignored, ReduceKernel);
}

}  // namespace f4s
