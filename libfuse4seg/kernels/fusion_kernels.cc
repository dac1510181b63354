#include "libfuse4seg/kernels/fusion_kernels.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <string_view>
#include <utility>
#include <vector>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/opened_object.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/kernels/cuda/cuda_devices.h"
#include "libfuse4seg/kernels/metric_batches.h"
#include "libfuse4seg/kernels/rules/fusion_rules_inl.h"

namespace f4s {
namespace {

using Level = Image<float>;          // a picture
using Pyramid = std::vector<Level>;  // fine to coarse

Level LevelOf(int height, int width) { return ImageOn<float>(PictureGrid(width, height)); }

Level Reduce(const Level& fine) {
  Level rows = LevelOf(fine.height(), ReducedLength(fine.width()));
  for (int y = 0; y < rows.height(); ++y) {
    const float* from = fine.plane().row(y);
    float* to = rows.plane().row(y);
    for (int x = 0; x < rows.width(); ++x)
      to[x] = ReduceLine([=](int i) { return from[i]; }, x, fine.width());
  }
  Level coarse = LevelOf(ReducedLength(fine.height()), rows.width());
  const View<float> from = rows.plane();
  for (int y = 0; y < coarse.height(); ++y) {
    float* to = coarse.plane().row(y);
    for (int x = 0; x < coarse.width(); ++x)
      to[x] = ReduceLine([&](int i) { return from.row(i)[x]; }, y, fine.height());
  }
  return coarse;
}

/// EXPAND to `height` x `width`, from which `coarse` was reduced.
Level Expand(const Level& coarse, int height, int width) {
  Level rows = LevelOf(coarse.height(), width);
  for (int y = 0; y < rows.height(); ++y) {
    const float* from = coarse.plane().row(y);
    float* to = rows.plane().row(y);
    for (int x = 0; x < width; ++x) to[x] = ExpandLine([=](int i) { return from[i]; }, x, width);
  }
  Level fine = LevelOf(height, width);
  const View<float> from = rows.plane();
  for (int y = 0; y < height; ++y) {
    float* to = fine.plane().row(y);
    for (int x = 0; x < width; ++x) to[x] = ExpandLine([&](int i) { return from.row(i)[x]; }, y, height);
  }
  return fine;
}

/// Turns the Gaussian pyramid into the Laplacian one, in place; the coarsest level stays.
void TakeDetails(Pyramid& pyramid) {
  for (size_t l = 0; l + 1 < pyramid.size(); ++l) {
    const Level expanded = Expand(pyramid[l + 1], pyramid[l].height(), pyramid[l].width());
    for (size_t i = 0; i < expanded.samples.size(); ++i) pyramid[l].samples[i] -= expanded.samples[i];
  }
}

Pyramid LaplacianPyramid(const View<const float>& plane, int levels) {
  const auto pixels = plane.pixels();
  Pyramid pyramid;
  pyramid.reserve(static_cast<size_t>(levels) + 1);
  pyramid.push_back(Picture<float>(plane.width, plane.height, {pixels.begin(), pixels.end()}));
  for (int l = 0; l < levels; ++l) pyramid.push_back(Reduce(pyramid.back()));
  TakeDetails(pyramid);
  return pyramid;
}

/// Level `l` of the fused pyramid: `rule(at, n)` of the sources' values, place by place.
template <class Rule>
Level FuseLevel(const std::vector<Pyramid>& sources, size_t l, const Rule& rule) {
  Level fused = LevelOf(sources[0][l].height(), sources[0][l].width());
  for (size_t i = 0; i < fused.samples.size(); ++i)
    fused.samples[i] = rule([&](int s) { return sources[static_cast<size_t>(s)][l].samples[i]; },
                            static_cast<int>(sources.size()));
  return fused;
}

constexpr auto kMean = [](const auto& at, int n) { return MeanOf(at, n); };
constexpr auto kLargest = [](const auto& at, int n) { return LargestOf(at, n); };
constexpr auto kStrongest = [](const auto& at, int n) { return StrongestOf(at, n); };

/// The plain version, which the GPU's must equal bit for bit.
class CpuFusionKernels : public FusionKernels {
 public:
  void Average(const Views<const float>& sources, float* fused) const override;
  void Maximum(const Views<const float>& sources, float* fused) const override;
  void Laplacian(const Views<const float>& sources, const LaplacianOptions& options,
                 float* fused) const override;
};

void CpuFusionKernels::Average(const Views<const float>& sources, float* fused) const {
  for (int64_t i = 0; i < sources.front().num_pixels(); ++i)
    fused[i] = MeanOf([&](int s) { return sources[static_cast<size_t>(s)].data[i]; },
                      static_cast<int>(sources.size()));
}

void CpuFusionKernels::Maximum(const Views<const float>& sources, float* fused) const {
  for (int64_t i = 0; i < sources.front().num_pixels(); ++i)
    fused[i] = LargestOf([&](int s) { return sources[static_cast<size_t>(s)].data[i]; },
                         static_cast<int>(sources.size()));
}

void CpuFusionKernels::Laplacian(const Views<const float>& sources, const LaplacianOptions& options,
                                 float* fused) const {
  std::vector<Pyramid> pyramids;
  for (const View<const float>& plane : sources) pyramids.push_back(LaplacianPyramid(plane, options.levels));
  const auto top = static_cast<size_t>(options.levels);
  Level sum = options.base == BaseRule::kAverage ? FuseLevel(pyramids, top, kMean)
                                                 : FuseLevel(pyramids, top, kLargest);
  for (size_t l = top; l-- > 0;) {
    Level detail = FuseLevel(pyramids, l, kStrongest);
    const Level expanded = Expand(sum, detail.height(), detail.width());
    for (size_t i = 0; i < detail.samples.size(); ++i) detail.samples[i] += expanded.samples[i];
    sum = std::move(detail);
  }
  std::copy(sum.samples.begin(), sum.samples.end(), fused);
}

/// N of "cuda:N"; 0 of "cuda".
int DeviceIndex(const std::string& device) {
  constexpr std::string_view kPrefix = "cuda";
  if (device == kPrefix) return 0;
  const auto index =
      device.starts_with("cuda:") ? NumberIn<int>(device.substr(kPrefix.size() + 1)) : std::nullopt;
  if (!index || *index < 0)
    throw Error(ErrorKind::kUsage, "device.unknown",
                Cat("device ", Quoted(device), ": must be cpu, cuda or cuda:N"));
  return *index;
}

}  // namespace

const FusionKernels& KernelsFor(const std::string& device) {
  static const CpuFusionKernels cpu;
  if (device == "cpu") return cpu;
  const int index = DeviceIndex(device);
  return OpenedObject<CudaDevices>("cuda", "CUDA kernels").Kernels(index);
}

const MetricKernels* MetricKernelsFor(const std::string& device) {
  if (device == "cpu" || device == "auto") return nullptr;
  const int index = DeviceIndex(device);
  const MetricKernels& kernels = OpenedObject<CudaDevices>("cuda", "CUDA kernels").Metrics(index);
  static std::mutex mutex;
  static std::map<int, MetricBatches> batches;
  const std::lock_guard lock(mutex);
  return &batches.try_emplace(index, kernels).first->second;
}

}  // namespace f4s
