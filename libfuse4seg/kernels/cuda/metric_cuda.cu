#include "libfuse4seg/kernels/cuda/metric_cuda.cuh"

#include <algorithm>

#include "libfuse4seg/kernels/cuda/metric_memory.cuh"

namespace f4s {
namespace {

constexpr size_t kBatchBytes = size_t{1} << 30;  // of GPU memory that one batch may take
constexpr size_t kMostMasks = 4096;              // in a batch: blocks of a grid are counted by them

/// @return bytes in all.
size_t LayOut(char* block, MetricMemory& m) {
  const auto cases = static_cast<size_t>(m.cases), images = cases * static_cast<size_t>(m.images());
  const size_t sources = cases * static_cast<size_t>(m.sources);
  Parts parts(block);
  parts.Take(sources * 65536, m.pairs);  // first what begins at 0, so that one call clears it
  parts.Take(sources * kSourceNumbers, m.numbers);
  parts.Take(images * m.pixels(), m.levels);
  parts.Take(images * m.pixels(), m.planes);
  parts.Take(images * m.pixels(), m.halves);
  parts.Take(images * 256, m.counts);
  parts.Take(images, m.sums);
  parts.Take(images * static_cast<size_t>(m.images()), m.products);
  parts.Take(cases * 2, m.differences);
  parts.Take(cases, m.gradients);
  parts.Take(sources * static_cast<size_t>(m.tiles()), m.partials);
  return parts.taken();
}

MetricMemory ShapeOf(const MetricWork& work, int cases) {
  MetricMemory memory;
  memory.cases = cases;
  memory.sources = work.num_sources;
  memory.width = work.width;
  memory.height = work.height;
  return memory;
}

template <class Number>
std::vector<Number> Download(const Number* from, size_t count, cudaStream_t stream) {
  std::vector<Number> values(count);
  CheckCuda(cudaMemcpyAsync(values.data(), from, count * sizeof(Number), cudaMemcpyDeviceToHost, stream),
            "copying sums from the GPU");
  return values;
}

/// The sums of a batch, after its kernels.
std::vector<MetricSums> Collect(const MetricMemory& m, Workspace& workspace) {
  const auto cases = static_cast<size_t>(m.cases), images = static_cast<size_t>(m.images());
  const auto num_sources = static_cast<size_t>(m.sources);
  const cudaStream_t stream = workspace.stream();
  const auto counts = Download(m.counts, cases * images * 256, stream);
  const auto sums = Download(m.sums, cases * images, stream);
  const auto products = Download(m.products, cases * images * images, stream);
  const auto differences = Download(m.differences, cases * 2, stream);
  const auto gradients = Download(m.gradients, cases, stream);
  const auto numbers = Download(m.numbers, cases * num_sources * kSourceNumbers, stream);
  workspace.Finish();
  std::vector<MetricSums> found(cases);
  for (size_t c = 0; c < cases; ++c) {
    std::copy_n(counts.begin() + static_cast<long>(c * images * 256), 256, found[c].counts.begin());
    found[c].sums.assign(sums.begin() + static_cast<long>(c * images),
                         sums.begin() + static_cast<long>((c + 1) * images));
    found[c].products.assign(products.begin() + static_cast<long>(c * images * images),
                             products.begin() + static_cast<long>((c + 1) * images * images));
    found[c].horizontal = differences[2 * c];
    found[c].vertical = differences[2 * c + 1];
    found[c].gradient = gradients[c];
    for (size_t s = 0; s < num_sources; ++s) {
      const double* n = numbers.data() + (c * num_sources + s) * kSourceNumbers;
      found[c].sources.push_back(
          {n[kInformation], n[kVifSums], n[kVifSums + 1], n[kEdgeSums], n[kEdgeSums + 1], n[kSsimSum]});
    }
  }
  return found;
}

std::vector<MetricSums> MeasureBatch(const MetricWork& work, const uint8_t* const* images, int cases,
                                     Workspace& workspace) {
  const MetricMemory memory = PlaceMetrics(work, cases, workspace);
  const cudaStream_t stream = workspace.stream();
  std::vector<uint8_t> staged;  // one copy for all; it lives until Collect() has waited
  staged.reserve(static_cast<size_t>(cases) * work.num_images() * memory.pixels());
  for (size_t i = 0; i < static_cast<size_t>(cases) * work.num_images(); ++i)
    staged.insert(staged.end(), images[i], images[i] + memory.pixels());
  CheckCuda(cudaMemcpyAsync(memory.levels, staged.data(), staged.size(), cudaMemcpyHostToDevice, stream),
            "copying images to the GPU");
  StartCounting(work, memory, stream);
  StartWindows(work, memory, stream);
  return Collect(memory, workspace);
}

}  // namespace

MetricMemory PlaceMetrics(const MetricWork& work, int cases, Workspace& workspace) {
  MetricMemory memory = ShapeOf(work, cases);
  char* block = static_cast<char*>(workspace.Reserve(LayOut(nullptr, memory)));
  LayOut(block, memory);
  const auto cleared = static_cast<size_t>(reinterpret_cast<char*>(memory.levels) - block);
  CheckCuda(cudaMemsetAsync(block, 0, cleared, workspace.stream()), "clearing GPU memory");
  return memory;
}

std::vector<MetricSums> CudaMetricKernels::Measure(const MetricWork& work,
                                                   const std::vector<const uint8_t*>& images) const {
  const WorkspacePool::Reservation workspace(pool_);
  const size_t cases = images.size() / work.num_images();
  MetricMemory one = ShapeOf(work, 1);
  const size_t at_once = std::clamp<size_t>(kBatchBytes / LayOut(nullptr, one), 1, 4096);
  std::vector<MetricSums> found;
  for (size_t begin = 0; begin < cases; begin += at_once) {
    const size_t count = std::min(at_once, cases - begin);
    for (MetricSums& sums : MeasureBatch(work, images.data() + begin * work.num_images(),
                                         static_cast<int>(count), *workspace.operator->()))
      found.push_back(std::move(sums));
  }
  return found;
}

std::vector<std::vector<double>> CudaMetricKernels::NearestSquares(
    const std::vector<const NearestWork*>& works) const {
  const WorkspacePool::Reservation workspace(pool_);
  std::vector<std::vector<double>> found;
  for (size_t begin = 0; begin < works.size();) {
    std::vector<const NearestWork*> some;
    size_t bytes = 0;
    for (; begin < works.size() && some.size() < kMostMasks; ++begin) {
      bytes += BytesOfNearest(*works[begin]);
      if (!some.empty() && bytes > kBatchBytes) break;
      some.push_back(works[begin]);
    }
    for (std::vector<double>& squares : FindNearestSquares(some, *workspace.operator->()))
      found.push_back(std::move(squares));
  }
  return found;
}

double CudaMetricKernels::PeakBytesPerSecond() const {
  int kilohertz = 0, bits = 0;
  CheckCuda(cudaDeviceGetAttribute(&kilohertz, cudaDevAttrMemoryClockRate, device_),
            "asking for the memory's clock");
  CheckCuda(cudaDeviceGetAttribute(&bits, cudaDevAttrGlobalMemoryBusWidth, device_),
            "asking for the memory's width");
  return 2.0 * 1e3 * kilohertz * bits / 8;  // data moves on both edges of the clock
}

}  // namespace f4s
