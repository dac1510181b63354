// Histograms, products, gradients and edges: what looks at single pixels and their neighbours.

#include "libfuse4seg/kernels/cuda/block_sum.cuh"
#include "libfuse4seg/kernels/cuda/metric_memory.cuh"

namespace f4s {
namespace {

/// The level of an image at a place, 0 outside of it.
struct LevelsAt {
  const uint8_t* levels;
  int height, width;

  __device__ int operator()(int y, int x) const {
    return y < 0 || y >= height || x < 0 || x >= width ? 0 : levels[static_cast<size_t>(y) * width + x];
  }
};

__device__ LevelsAt ImageOf(const MetricMemory& m, int image) {
  return {m.levels + static_cast<size_t>(image) * m.pixels(), m.height, m.width};
}

/// Block: an image.
__global__ void HistogramKernel(MetricMemory m) {
  __shared__ uint32_t counts[256];
  const int image = static_cast<int>(blockIdx.x), thread = ThreadOfBlock();
  const uint8_t* levels = ImageOf(m, image).levels;
  counts[thread] = 0;
  __syncthreads();
  for (size_t i = thread; i < m.pixels(); i += kBlockThreads) atomicAdd(&counts[levels[i]], 1u);
  __syncthreads();
  m.counts[static_cast<size_t>(image) * 256 + thread] = counts[thread];
}

/// Block: a part of a source's pixels, x, and the source, y.  Most pairs around a body are black and
/// would all wait for one counter: each block adds its own at once.
__global__ void PairKernel(MetricMemory m) {
  const int source = static_cast<int>(blockIdx.y), of_case = source / m.sources;
  const uint8_t* f = ImageOf(m, of_case * m.images()).levels;
  const uint8_t* a = ImageOf(m, of_case * m.images() + 1 + source % m.sources).levels;
  uint32_t* pairs = m.pairs + static_cast<size_t>(source) * 65536;
  const size_t step = static_cast<size_t>(gridDim.x) * kBlockThreads;
  uint32_t black = 0;
  for (size_t i = blockIdx.x * kBlockThreads + ThreadOfBlock(); i < m.pixels(); i += step) {
    const uint32_t pair = 256u * f[i] + a[i];
    if (pair == 0)
      ++black;
    else
      atomicAdd(&pairs[pair], 1u);
  }
  black = BlockSum(black);
  if (ThreadOfBlock() == 0) atomicAdd(&pairs[0], black);
}

__device__ double WeighedLog(uint32_t count) {
  return count == 0 ? 0 : count * log(static_cast<double>(count));
}

/// What merging four cells adds to sum count ln count; cells that are not there have no counts.
__device__ double MergingGain(uint32_t a, uint32_t b, uint32_t c, uint32_t d) {
  return WeighedLog(a + b + c + d) - (((WeighedLog(a) + WeighedLog(b)) + WeighedLog(c)) + WeighedLog(d));
}

/// What merging levels 254 and 255 of both images adds, at one level of 0 to 254.
__device__ double WhiteMergingGain(const uint32_t* pairs, int level) {
  const uint32_t *row = pairs + 256 * level, *last = pairs + 256 * 254;
  if (level == 254) return MergingGain(last[254], last[255], last[510], last[511]);
  return level > 254
             ? 0
             : MergingGain(row[254], row[255], 0, 0) + MergingGain(last[level], last[256 + level], 0, 0);
}

/// Block: a source; thread: a level of it.
__global__ void InformationKernel(MetricMemory m, bool merges_white) {
  const int source = static_cast<int>(blockIdx.x), of_case = source / m.sources, level = ThreadOfBlock();
  const uint32_t* pairs = m.pairs + static_cast<size_t>(source) * 65536;
  const uint32_t* f_counts = m.counts + static_cast<size_t>(of_case) * m.images() * 256;
  const uint32_t* a_counts = f_counts + static_cast<size_t>(1 + source % m.sources) * 256;
  const double total_log = log(static_cast<double>(m.pixels()));
  const double a_log = a_counts[level] > 0 ? log(static_cast<double>(a_counts[level])) : 0;
  double sum = merges_white ? WhiteMergingGain(pairs, level) : 0;
  for (int f = 0; f < 256; ++f) {
    const uint32_t count = pairs[256 * f + level];
    if (count == 0) continue;
    // Grouped so that a constant image gives 0 and not a rounding error.
    sum += count *
           ((log(static_cast<double>(count)) - a_log) + (total_log - log(static_cast<double>(f_counts[f]))));
  }
  sum = BlockSum(sum);
  if (level == 0) m.numbers[source * kSourceNumbers + kInformation] = sum;
}

/// Block: a pair of a case's images, x, and the case, y.
__global__ void ProductKernel(MetricMemory m) {
  const int i = static_cast<int>(blockIdx.x) / m.images(), j = static_cast<int>(blockIdx.x) % m.images();
  const int of_case = static_cast<int>(blockIdx.y), first = of_case * m.images();
  const uint8_t *a = ImageOf(m, first + i).levels, *b = ImageOf(m, first + j).levels;
  long long sum = 0, product = 0;
  for (size_t p = ThreadOfBlock(); p < m.pixels(); p += kBlockThreads) {
    sum += a[p];
    product += a[p] * b[p];
  }
  sum = BlockSum(sum);
  product = BlockSum(product);
  if (ThreadOfBlock() != 0) return;
  m.products[static_cast<size_t>(first + i) * m.images() + j] = product;
  if (j == 0) m.sums[first + i] = sum;
}

/// Block: a fused image.
__global__ void GradientKernel(MetricMemory m) {
  const int of_case = static_cast<int>(blockIdx.x);
  const LevelsAt at = ImageOf(m, of_case * m.images());
  long long horizontal = 0, vertical = 0;
  double gradient = 0;
  for (size_t p = ThreadOfBlock(); p < m.pixels(); p += kBlockThreads) {
    const int y = static_cast<int>(p / m.width), x = static_cast<int>(p % m.width);
    const int right = x > 0 ? at(y, x) - at(y, x - 1) : 0, down = y > 0 ? at(y, x) - at(y - 1, x) : 0;
    horizontal += right * right;
    vertical += down * down;
    gradient += GradientMagnitude(at, y, x, m.height, m.width);
  }
  horizontal = BlockSum(horizontal);
  vertical = BlockSum(vertical);
  gradient = BlockSum(gradient);
  if (ThreadOfBlock() != 0) return;
  m.differences[2 * of_case] = horizontal;
  m.differences[2 * of_case + 1] = vertical;
  m.gradients[of_case] = gradient;
}

/// Block: a tile, x, of a source, y; thread: a pixel.
__global__ void EdgeKernel(MetricMemory m, double equal_gain, bool has_frame) {
  const int tile = static_cast<int>(blockIdx.x), source = static_cast<int>(blockIdx.y);
  const int x = tile % m.tiles_across() * 32 + static_cast<int>(threadIdx.x);
  const int y = tile / m.tiles_across() * 8 + static_cast<int>(threadIdx.y);
  const int of_case = source / m.sources, border = has_frame ? 0 : 1;
  double kept = 0, strength = 0;
  if (x >= border && y >= border && x < m.width - border && y < m.height - border) {
    const Gradient a = SobelAt(ImageOf(m, of_case * m.images() + 1 + source % m.sources), y, x);
    strength = StrengthOf(a);
    if (strength > 0)
      kept = PreservationOf(a, SobelAt(ImageOf(m, of_case * m.images()), y, x), equal_gain) * strength;
  }
  kept = BlockSum(kept);
  strength = BlockSum(strength);
  if (ThreadOfBlock() == 0) m.partials[static_cast<size_t>(source) * m.tiles() + tile] = {kept, strength};
}

}  // namespace

void StartCounting(const MetricWork& work, const MetricMemory& m, cudaStream_t stream) {
  const auto cases = static_cast<unsigned>(m.cases), sources = static_cast<unsigned>(m.cases * m.sources);
  const auto images = static_cast<unsigned>(m.images());
  const dim3 block(kBlockThreads), tile(32, 8);
  const dim3 each_image(cases * images), parts(16, sources), each_source(sources), each_case(cases);
  const dim3 image_pairs(images * images, cases), tiles(static_cast<unsigned>(m.tiles()), sources);
  HistogramKernel<<<each_image, block, 0, stream>>>(m);
  PairKernel<<<parts, block, 0, stream>>>(m);
  InformationKernel<<<each_source, block, 0, stream>>>(m, work.merges_white);
  ProductKernel<<<image_pairs, block, 0, stream>>>(m);
  GradientKernel<<<each_case, block, 0, stream>>>(m);
  EdgeKernel<<<tiles, tile, 0, stream>>>(m, work.equal_gain, work.has_frame);
  CheckCuda(cudaGetLastError(), "starting the kernels that count levels and edges");
}

}  // namespace f4s
