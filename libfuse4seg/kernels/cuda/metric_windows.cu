// VIF and SSIM: separable windows over a source and the fused image.

#include "libfuse4seg/kernels/cuda/block_sum.cuh"
#include "libfuse4seg/kernels/cuda/metric_memory.cuh"

namespace f4s {
namespace {

constexpr int kTileWidth = 32, kTileHeight = 8, kMostTaps = 17;
constexpr int kWideTile = kTileWidth + kMostTaps - 1, kHighTile = kTileHeight + kMostTaps - 1;

struct VifPixel {
  double noise_variance;

  __device__ TwoSums operator()(const LocalMoments& m) const {
    const double fused_variance = m.bb - m.b * m.b;
    const VifTerms terms =
        TermsOf(m.aa - m.a * m.a, fused_variance < 0 ? 0 : fused_variance, m.ab - m.a * m.b, noise_variance);
    return {log(terms.kept), log(terms.whole)};
  }
};

struct SsimPixel {
  double count, spread, c1, c2;

  __device__ TwoSums operator()(const LocalMoments& m) const { return {SsimOf(m, count, spread, c1, c2), 0}; }
};

/// Planes of one scale: all images of a batch.
struct Scale {
  const double* planes;
  size_t stride;  ///< from image to image
  int height, width;
};

__global__ void WidenKernel(MetricMemory m, size_t count) {
  const size_t i = static_cast<size_t>(blockIdx.x) * kBlockThreads + ThreadOfBlock();
  if (i < count) m.planes[i] = m.levels[i];
}

/// Block: a tile, x, of a source, y; thread: a pixel.  Both images' part goes to shared memory, their
/// moments are filtered down the columns there, then along the rows.
template <class Pixel>
__global__ void WindowKernel(MetricMemory m, Scale scale, WindowWeights window, WindowBorder border,
                             double greatest, Pixel pixel) {
  __shared__ double a[kHighTile][kWideTile], b[kHighTile][kWideTile];
  __shared__ LocalMoments columns[kTileHeight][kWideTile];
  const int width = WindowPlaces(scale.width, window.taps, border);
  const int height = WindowPlaces(scale.height, window.taps, border);
  const int across = (width + kTileWidth - 1) / kTileWidth;
  const int left = static_cast<int>(blockIdx.x) % across * kTileWidth;
  const int top = static_cast<int>(blockIdx.x) / across * kTileHeight;
  const int source = static_cast<int>(blockIdx.y), first = source / m.sources * m.images();
  const double* from_a = scale.planes + scale.stride * static_cast<size_t>(first + 1 + source % m.sources);
  const double* from_b = scale.planes + scale.stride * static_cast<size_t>(first);
  const int tx = static_cast<int>(threadIdx.x), ty = static_cast<int>(threadIdx.y);
  const int offset = WindowOffset(window.taps, border);
  for (int r = ty; r < kTileHeight + window.taps - 1; r += kTileHeight)
    for (int c = tx; c < kTileWidth + window.taps - 1; c += kTileWidth) {
      const int y = BorderedPlace(top + r - offset, scale.height, border);
      const int x = BorderedPlace(left + c - offset, scale.width, border);
      const size_t at = static_cast<size_t>(y) * scale.width + x;
      a[r][c] = y < 0 || x < 0 ? 0 : from_a[at];
      b[r][c] = y < 0 || x < 0 ? 0 : from_b[at];
    }
  __syncthreads();
  for (int c = tx; c < kTileWidth + window.taps - 1; c += kTileWidth) {
    LocalMoments sum;
    for (int k = 0; k < window.taps; ++k) {
      const double w = window.weights[k], va = a[ty + k][c], vb = b[ty + k][c];
      sum.a += w * va;
      sum.b += w * vb;
      sum.aa += w * fmin(va * va, greatest);
      sum.bb += w * fmin(vb * vb, greatest);
      sum.ab += w * fmin(va * vb, greatest);
    }
    columns[ty][c] = sum;
  }
  __syncthreads();
  TwoSums sums = {0, 0};
  if (left + tx < width && top + ty < height) {
    LocalMoments sum;
    for (int k = 0; k < window.taps; ++k) {
      const double w = window.weights[k];
      const LocalMoments& column = columns[ty][tx + k];
      sum.a += w * column.a;
      sum.b += w * column.b;
      sum.aa += w * column.aa;
      sum.bb += w * column.bb;
      sum.ab += w * column.ab;
    }
    sums = pixel(sum);
  }
  sums.first = BlockSum(sums.first);
  sums.second = BlockSum(sums.second);
  if (ThreadOfBlock() == 0) m.partials[static_cast<size_t>(source) * m.tiles() + blockIdx.x] = sums;
}

/// Every second pixel of every second row of the filtered images.  Block: a part of an image's pixels,
/// x, and the image, y.
__global__ void DecimateKernel(Scale fine, double* coarse, size_t stride, int height, int width,
                               WindowWeights window, WindowBorder border) {
  const int pixel = static_cast<int>(blockIdx.x) * kBlockThreads + ThreadOfBlock();
  if (pixel >= height * width) return;
  const int offset = WindowOffset(window.taps, border);
  const double* from = fine.planes + fine.stride * blockIdx.y;
  double sum = 0;
  for (int v = 0; v < window.taps; ++v) {
    const int y = BorderedPlace(2 * (pixel / width) + v - offset, fine.height, border);
    double row = 0;
    for (int u = 0; u < window.taps; ++u) {
      const int x = BorderedPlace(2 * (pixel % width) + u - offset, fine.width, border);
      if (y >= 0 && x >= 0) row += window.weights[u] * from[static_cast<size_t>(y) * fine.width + x];
    }
    sum += window.weights[v] * row;
  }
  coarse[stride * blockIdx.y + pixel] = sum;
}

/// Adds a source's partial sums to its numbers `to` and `to` + 1.  Block: a source.
__global__ void AddPartialsKernel(MetricMemory m, int tiles, int to, bool has_second) {
  const TwoSums* partials = m.partials + static_cast<size_t>(blockIdx.x) * m.tiles();
  TwoSums sums = {0, 0};
  for (int i = ThreadOfBlock(); i < tiles; i += kBlockThreads) {
    sums.first += partials[i].first;
    sums.second += partials[i].second;
  }
  sums.first = BlockSum(sums.first);
  sums.second = BlockSum(sums.second);
  double* numbers = m.numbers + static_cast<size_t>(blockIdx.x) * kSourceNumbers + to;
  if (ThreadOfBlock() != 0) return;
  numbers[0] += sums.first;
  if (has_second) numbers[1] += sums.second;
}

void AddPartials(const MetricMemory& m, int tiles, int to, cudaStream_t stream) {
  const dim3 each_source(static_cast<unsigned>(m.cases * m.sources)), block(kBlockThreads);
  AddPartialsKernel<<<each_source, block, 0, stream>>>(m, tiles, to, to != kSsimSum);
  CheckCuda(cudaGetLastError(), "starting the kernel that adds up tiles");
}

template <class Pixel>
void SumWindows(const MetricMemory& m, const Scale& scale, const WindowWeights& window, WindowBorder border,
                double greatest, const Pixel& pixel, int to, cudaStream_t stream) {
  const int across = (WindowPlaces(scale.width, window.taps, border) + kTileWidth - 1) / kTileWidth;
  const int down = (WindowPlaces(scale.height, window.taps, border) + kTileHeight - 1) / kTileHeight;
  const dim3 tiles(static_cast<unsigned>(across * down), static_cast<unsigned>(m.cases * m.sources));
  const dim3 block(kTileWidth, kTileHeight);
  WindowKernel<Pixel><<<tiles, block, 0, stream>>>(m, scale, window, border, greatest, pixel);
  CheckCuda(cudaGetLastError(), "starting the kernel of a window");
  AddPartials(m, across * down, to, stream);
}

/// To the next scale.  @return where it lies.
Scale Decimate(const MetricMemory& m, const Scale& fine, double* coarse, const WindowWeights& window,
               WindowBorder border, cudaStream_t stream) {
  const int height = (WindowPlaces(fine.height, window.taps, border) + 1) / 2;
  const int width = (WindowPlaces(fine.width, window.taps, border) + 1) / 2;
  const dim3 parts(static_cast<unsigned>((height * width + kBlockThreads - 1) / kBlockThreads),
                   static_cast<unsigned>(m.cases * m.images()));
  const dim3 block(kBlockThreads);
  DecimateKernel<<<parts, block, 0, stream>>>(fine, coarse, fine.stride, height, width, window, border);
  CheckCuda(cudaGetLastError(), "starting the kernel that leaves every second pixel");
  return {coarse, fine.stride, height, width};
}

void SumVif(const VifWork& vif, const MetricMemory& m, cudaStream_t stream) {
  Scale scale = {m.planes, m.pixels(), m.height, m.width};
  for (size_t s = 0; s < vif.windows.size(); ++s) {
    if (s > 0)
      scale = Decimate(m, scale, scale.planes == m.planes ? m.halves : m.planes, vif.windows[s], vif.border,
                       stream);
    SumWindows(m, scale, vif.windows[s], vif.border, s == 0 ? vif.greatest_product : 1e9,
               VifPixel{vif.noise_variance}, kVifSums, stream);
  }
}

}  // namespace

void StartWindows(const MetricWork& work, const MetricMemory& m, cudaStream_t stream) {
  AddPartials(m, m.tiles(), kEdgeSums, stream);  // those of StartCounting()
  const size_t count = m.pixels() * static_cast<size_t>(m.cases * m.images());
  const dim3 blocks(static_cast<unsigned>((count + kBlockThreads - 1) / kBlockThreads)), block(kBlockThreads);
  WidenKernel<<<blocks, block, 0, stream>>>(m, count);
  CheckCuda(cudaGetLastError(), "starting the kernel that widens levels");
  const Scale whole = {m.planes, m.pixels(), m.height, m.width};
  const SsimWork& ssim = work.ssim;
  SumWindows(m, whole, ssim.window, ssim.border, 1e9, SsimPixel{ssim.count, ssim.spread, ssim.c1, ssim.c2},
             kSsimSum, stream);
  if (work.has_vif) SumVif(work.vif, m, stream);
}

}  // namespace f4s
