// The GPU memory of the metric kernels: how it is handed out, and that of one batch of cases.

#pragma once

#include "libfuse4seg/kernels/cuda/workspace.cuh"
#include "libfuse4seg/kernels/metric_kernels.h"

namespace f4s {

/// Hands out parts of one block of memory; without a block it only adds them up.
class Parts {
 public:
  explicit Parts(char* block) : block_(block) {}

  template <class Number>
  void Take(size_t count, Number*& part) {
    part = reinterpret_cast<Number*>(block_ + taken_);
    taken_ += (count * sizeof(Number) + 255) / 256 * 256;
  }
  [[nodiscard]] size_t taken() const { return taken_; }

 private:
  char* block_;
  size_t taken_ = 0;
};

/// Two sums of one block: of ln kept and ln whole, of Q g and g, of SSIM and nothing.
struct TwoSums {
  double first, second;
};

/// Where a pair of sums stands in the six numbers of each source.
enum SourceNumber { kInformation = 0, kVifSums = 1, kEdgeSums = 3, kSsimSum = 5, kSourceNumbers = 6 };

/// Arrays on the GPU.  Case c of `cases` has images c * images() and on, F first; source s of it is
/// number c * sources + s.
struct MetricMemory {
  int cases = 0, sources = 0, width = 0, height = 0;

  uint8_t* levels = nullptr;                     ///< image, pixels
  double *planes = nullptr, *halves = nullptr;   ///< image, pixels of this scale and of the next
  uint32_t *counts = nullptr, *pairs = nullptr;  ///< image, 256; source, 256 x 256, F's level the row
  long long *sums = nullptr, *products = nullptr, *differences = nullptr;  ///< case: images; squared; 2
  double *gradients = nullptr, *numbers = nullptr;                         ///< case; source, kSourceNumbers
  TwoSums* partials = nullptr;                                             ///< source, tiles

  [[nodiscard]] __host__ __device__ int images() const { return sources + 1; }
  [[nodiscard]] __host__ __device__ size_t pixels() const {
    return static_cast<size_t>(width) * static_cast<size_t>(height);
  }
  /// Tiles of 32 x 8 pixels that cover the image.
  [[nodiscard]] __host__ __device__ int tiles_across() const { return (width + 31) / 32; }
  [[nodiscard]] __host__ __device__ int tiles_down() const { return (height + 7) / 8; }
  [[nodiscard]] __host__ __device__ int tiles() const { return tiles_across() * tiles_down(); }
};

/// Lays the arrays out in the workspace; what is added up is 0.
[[nodiscard]] MetricMemory PlaceMetrics(const MetricWork& work, int cases, Workspace& workspace);

/// Put on the workspace's stream: all sums of the levels that are there.
void StartCounting(const MetricWork& work, const MetricMemory& memory, cudaStream_t stream);
void StartWindows(const MetricWork& work, const MetricMemory& memory, cudaStream_t stream);

/// MetricKernels::NearestSquares(), of all at once.
[[nodiscard]] std::vector<std::vector<double>> FindNearestSquares(
    const std::vector<const NearestWork*>& works, Workspace& workspace);
/// What one of them takes of the GPU's memory.
[[nodiscard]] size_t BytesOfNearest(const NearestWork& work);

}  // namespace f4s
