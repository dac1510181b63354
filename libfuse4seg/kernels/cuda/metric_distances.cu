// Distances to the nearest voxel of a mask: three passes over its box, a thread for each voxel, the
// last only where a distance is asked for.  Neighbouring threads are neighbours along x: they read
// neighbouring words, and walk about as far.

#include <algorithm>

#include "libfuse4seg/kernels/cuda/block_sum.cuh"
#include "libfuse4seg/kernels/cuda/metric_memory.cuh"

namespace f4s {
namespace {

/// Arrays on the GPU.
struct NearestMemory {
  BoxShape box;
  int64_t count = 0;  ///< of `from`

  uint64_t* bits = nullptr;
  uint8_t* is_filled = nullptr;               ///< plane
  double *rows = nullptr, *planes = nullptr;  ///< voxel: squares after the first and second pass
  int64_t* from = nullptr;
  double* squares = nullptr;  ///< of each `from`
};

size_t LayOut(char* block, NearestMemory& m) {
  const auto voxels = static_cast<size_t>(m.box.voxels()), count = static_cast<size_t>(m.count);
  Parts parts(block);
  parts.Take(static_cast<size_t>(m.box.words() * m.box.height * m.box.depth), m.bits);
  parts.Take(static_cast<size_t>(m.box.depth), m.is_filled);
  parts.Take(voxels, m.rows);
  parts.Take(voxels, m.planes);
  parts.Take(count, m.from);
  parts.Take(count, m.squares);
  return parts.taken();
}

__device__ int64_t ThreadOfGrid() {
  return static_cast<int64_t>(blockIdx.x) * kBlockThreads + ThreadOfBlock();
}

/// Thread: a voxel.
__global__ void RowKernel(NearestMemory m, double spacing) {
  const int64_t at = ThreadOfGrid();
  if (at >= m.box.voxels() || m.is_filled[at / m.box.plane()] == 0) return;
  const uint64_t* row = m.bits + at / m.box.width * m.box.words();
  m.rows[at] = SquareInRow(row, m.box, at % m.box.width, spacing);
}

/// Thread: a voxel.
__global__ void ColumnKernel(NearestMemory m, double spacing) {
  const int64_t at = ThreadOfGrid();
  if (at >= m.box.voxels() || m.is_filled[at / m.box.plane()] == 0) return;
  m.planes[at] = SquareInPlane(m.rows, m.box, at, spacing);
}

/// Thread: a voxel whose distance is asked for.
__global__ void AcrossKernel(NearestMemory m, double spacing) {
  const int64_t i = ThreadOfGrid();
  if (i < m.count) m.squares[i] = SquareInBox(m.planes, m.is_filled, m.box, m.from[i], spacing);
}

dim3 BlocksFor(int64_t threads) {
  return dim3(static_cast<unsigned>((threads + kBlockThreads - 1) / kBlockThreads));
}

/// 1 for each plane that has a bit.
std::vector<uint8_t> FilledPlanes(const NearestWork& work) {
  std::vector<uint8_t> is_filled;
  const int64_t words = work.box.words() * work.box.height;
  for (int64_t z = 0; z < work.box.depth; ++z) {
    const uint64_t* plane = work.bits + z * words;
    is_filled.push_back(std::any_of(plane, plane + words, [](uint64_t word) { return word != 0; }) ? 1 : 0);
  }
  return is_filled;
}

template <class Number>
void Upload(const Number* from, int64_t count, Number* to, cudaStream_t stream) {
  CheckCuda(
      cudaMemcpyAsync(to, from, static_cast<size_t>(count) * sizeof(Number), cudaMemcpyHostToDevice, stream),
      "copying a mask to the GPU");
}

}  // namespace

std::vector<double> FindNearestSquares(const NearestWork& work, Workspace& workspace) {
  NearestMemory m;
  m.box = work.box;
  m.count = static_cast<int64_t>(work.from.size());
  LayOut(static_cast<char*>(workspace.Reserve(LayOut(nullptr, m))), m);
  const std::vector<uint8_t> is_filled = FilledPlanes(work);
  const cudaStream_t stream = workspace.stream();
  Upload(work.bits, m.box.words() * m.box.height * m.box.depth, m.bits, stream);
  Upload(is_filled.data(), m.box.depth, m.is_filled, stream);
  Upload(work.from.data(), m.count, m.from, stream);
  const dim3 voxels = BlocksFor(m.box.voxels()), asked = BlocksFor(m.count), block(kBlockThreads);
  const auto [x, y, z] = work.spacing_mm;
  RowKernel<<<voxels, block, 0, stream>>>(m, x);
  CheckCuda(cudaGetLastError(), "starting the kernel of distances in rows");
  ColumnKernel<<<voxels, block, 0, stream>>>(m, y);
  CheckCuda(cudaGetLastError(), "starting the kernel of distances in planes");
  AcrossKernel<<<asked, block, 0, stream>>>(m, z);
  CheckCuda(cudaGetLastError(), "starting the kernel of distances across planes");
  std::vector<double> squares(work.from.size());
  CheckCuda(cudaMemcpyAsync(squares.data(), m.squares, squares.size() * sizeof(double),
                            cudaMemcpyDeviceToHost, stream),
            "copying distances from the GPU");
  workspace.Finish();
  return squares;
}

}  // namespace f4s
