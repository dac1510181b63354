// Distances to the nearest voxel of a mask: three passes over its box, a thread for each voxel, the
// last only where a distance is asked for.  Neighbouring threads are neighbours along x: they read
// neighbouring words, and walk about as far.  Many masks at once: the second index of a block is the mask.

#include <algorithm>
#include <cstring>

#include "libfuse4seg/kernels/cuda/block_sum.cuh"
#include "libfuse4seg/kernels/cuda/metric_memory.cuh"

namespace f4s {
namespace {

/// Arrays on the GPU, of one mask.
struct NearestMemory {
  BoxShape box;
  int64_t count = 0;           ///< of `from`
  double x = 1, y = 1, z = 1;  ///< spacings

  uint64_t* bits = nullptr;
  uint8_t* is_filled = nullptr;  ///< plane
  int64_t* from = nullptr;
  double *rows = nullptr, *planes = nullptr;  ///< voxel: squares after the first and second pass
  double* squares = nullptr;                  ///< of each `from`

  [[nodiscard]] size_t words() const { return static_cast<size_t>(box.words() * box.height * box.depth); }
};

/// All of them, in one block: what is uploaded, then what is worked on, then what is downloaded.
struct NearestBatch {
  std::vector<NearestMemory> masks;
  NearestMemory* there = nullptr;  ///< the same on the GPU
  size_t uploaded = 0;             ///< bytes
  size_t downloaded = 0;           ///< where it begins
  size_t bytes = 0;                ///< of all
};

void LayOut(char* block, NearestBatch& batch) {
  Parts parts(block);
  parts.Take(batch.masks.size(), batch.there);
  for (NearestMemory& m : batch.masks) {
    parts.Take(m.words(), m.bits);
    parts.Take(static_cast<size_t>(m.box.depth), m.is_filled);
    parts.Take(static_cast<size_t>(m.count), m.from);
  }
  batch.uploaded = parts.taken();
  for (NearestMemory& m : batch.masks) {
    const auto voxels = static_cast<size_t>(m.box.voxels());
    parts.Take(voxels, m.rows);
    parts.Take(voxels, m.planes);
  }
  batch.downloaded = parts.taken();
  for (NearestMemory& m : batch.masks) parts.Take(static_cast<size_t>(m.count), m.squares);
  batch.bytes = parts.taken();
}

NearestMemory ShapeOf(const NearestWork& work) {
  NearestMemory m;
  m.box = work.box;
  m.count = static_cast<int64_t>(work.from.size());
  m.x = work.spacing_mm[0], m.y = work.spacing_mm[1], m.z = work.spacing_mm[2];
  return m;
}

__device__ int64_t ThreadOfGrid() {
  return static_cast<int64_t>(blockIdx.x) * kBlockThreads + ThreadOfBlock();
}

/// Thread: a voxel.
__global__ void RowKernel(const NearestMemory* masks) {
  const NearestMemory& m = masks[blockIdx.y];
  const int64_t at = ThreadOfGrid();
  if (at >= m.box.voxels() || m.is_filled[at / m.box.plane()] == 0) return;
  const uint64_t* row = m.bits + at / m.box.width * m.box.words();
  m.rows[at] = SquareInRow(row, m.box, at % m.box.width, m.x);
}

/// Thread: a voxel.
__global__ void ColumnKernel(const NearestMemory* masks) {
  const NearestMemory& m = masks[blockIdx.y];
  const int64_t at = ThreadOfGrid();
  if (at >= m.box.voxels() || m.is_filled[at / m.box.plane()] == 0) return;
  m.planes[at] = SquareInPlane(m.rows, m.box, at, m.y);
}

/// Thread: a voxel whose distance is asked for.
__global__ void AcrossKernel(const NearestMemory* masks) {
  const NearestMemory& m = masks[blockIdx.y];
  const int64_t i = ThreadOfGrid();
  if (i < m.count) m.squares[i] = SquareInBox(m.planes, m.is_filled, m.box, m.from[i], m.z);
}

dim3 BlocksFor(int64_t threads, size_t masks) {
  return dim3(static_cast<unsigned>((threads + kBlockThreads - 1) / kBlockThreads),
              static_cast<unsigned>(masks));
}

/// 1 for each plane that has a bit.
void FillPlanes(const NearestWork& work, uint8_t* is_filled) {
  const int64_t words = work.box.words() * work.box.height;
  for (int64_t z = 0; z < work.box.depth; ++z) {
    const uint64_t* plane = work.bits + z * words;
    is_filled[z] = std::any_of(plane, plane + words, [](uint64_t word) { return word != 0; }) ? 1 : 0;
  }
}

/// What is uploaded, in one piece: `block` is where it goes.
std::vector<char> Staged(const NearestBatch& batch, const std::vector<const NearestWork*>& works,
                         const char* block) {
  std::vector<char> staged(batch.uploaded);
  const auto put = [&](const void* from, size_t bytes, const void* to) {
    std::memcpy(staged.data() + (static_cast<const char*>(to) - block), from, bytes);
  };
  put(batch.masks.data(), batch.masks.size() * sizeof(NearestMemory), batch.there);
  for (size_t i = 0; i < works.size(); ++i) {
    const NearestMemory& m = batch.masks[i];
    std::vector<uint8_t> is_filled(static_cast<size_t>(m.box.depth));
    FillPlanes(*works[i], is_filled.data());
    put(works[i]->bits, m.words() * sizeof(uint64_t), m.bits);
    put(is_filled.data(), is_filled.size(), m.is_filled);
    put(works[i]->from.data(), works[i]->from.size() * sizeof(int64_t), m.from);
  }
  return staged;
}

void StartPasses(const NearestBatch& batch, cudaStream_t stream) {
  int64_t most_voxels = 0, most_asked = 0;
  for (const NearestMemory& m : batch.masks) {
    most_voxels = std::max(most_voxels, m.box.voxels());
    most_asked = std::max(most_asked, m.count);
  }
  const dim3 voxels = BlocksFor(most_voxels, batch.masks.size()),
             asked = BlocksFor(most_asked, batch.masks.size()), block(kBlockThreads);
  RowKernel<<<voxels, block, 0, stream>>>(batch.there);
  CheckCuda(cudaGetLastError(), "starting the kernel of distances in rows");
  ColumnKernel<<<voxels, block, 0, stream>>>(batch.there);
  CheckCuda(cudaGetLastError(), "starting the kernel of distances in planes");
  AcrossKernel<<<asked, block, 0, stream>>>(batch.there);
  CheckCuda(cudaGetLastError(), "starting the kernel of distances across planes");
}

}  // namespace

size_t BytesOfNearest(const NearestWork& work) {
  NearestBatch batch = {{ShapeOf(work)}};
  LayOut(nullptr, batch);
  return batch.bytes;
}

std::vector<std::vector<double>> FindNearestSquares(const std::vector<const NearestWork*>& works,
                                                    Workspace& workspace) {
  NearestBatch batch;
  for (const NearestWork* work : works) batch.masks.push_back(ShapeOf(*work));
  LayOut(nullptr, batch);
  char* const block = static_cast<char*>(workspace.Reserve(batch.bytes));
  LayOut(block, batch);
  const cudaStream_t stream = workspace.stream();
  const std::vector<char> staged = Staged(batch, works, block);
  CheckCuda(cudaMemcpyAsync(block, staged.data(), staged.size(), cudaMemcpyHostToDevice, stream),
            "copying masks to the GPU");
  StartPasses(batch, stream);
  std::vector<char> fetched(batch.bytes - batch.downloaded);
  CheckCuda(cudaMemcpyAsync(fetched.data(), block + batch.downloaded, fetched.size(), cudaMemcpyDeviceToHost,
                            stream),
            "copying distances from the GPU");
  workspace.Finish();
  std::vector<std::vector<double>> found;
  for (const NearestMemory& m : batch.masks) {
    std::vector<double>& squares = found.emplace_back(static_cast<size_t>(m.count));
    const char* const from = fetched.data() + (reinterpret_cast<const char*>(m.squares) - block) -
                             static_cast<std::ptrdiff_t>(batch.downloaded);
    std::memcpy(squares.data(), from, squares.size() * sizeof(double));
  }
  return found;
}

}  // namespace f4s
