#include "libfuse4seg/kernels/fusion_kernels.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/opened_object.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/kernels/cuda/cuda_devices.h"
#include "libfuse4seg/kernels/rules/fusion_rules_inl.h"

namespace f4s {
namespace {

/// Of a pyramid: [height,width], row by row.
struct Level {
  int height, width;
  std::vector<float> values;

  Level(int h, int w) : height(h), width(w), values(static_cast<size_t>(h) * static_cast<size_t>(w)) {}
  Level(int h, int w, std::span<const float> from) : height(h), width(w), values(from.begin(), from.end()) {}
  [[nodiscard]] const float* row(int y) const {
    return values.data() + static_cast<size_t>(y) * static_cast<size_t>(width);
  }
  [[nodiscard]] float* row(int y) {
    return values.data() + static_cast<size_t>(y) * static_cast<size_t>(width);
  }
};
using Pyramid = std::vector<Level>;  // fine to coarse

Level Reduce(const Level& fine) {
  Level rows(fine.height, ReducedLength(fine.width));
  for (int y = 0; y < rows.height; ++y) {
    const float* from = fine.row(y);
    float* to = rows.row(y);
    for (int x = 0; x < rows.width; ++x) to[x] = ReduceLine([=](int i) { return from[i]; }, x, fine.width);
  }
  Level coarse(ReducedLength(fine.height), rows.width);
  for (int y = 0; y < coarse.height; ++y)
    for (int x = 0; x < coarse.width; ++x)
      coarse.row(y)[x] = ReduceLine([&](int i) { return rows.row(i)[x]; }, y, fine.height);
  return coarse;
}

/// EXPAND to `height` x `width`, from which `coarse` was reduced.
Level Expand(const Level& coarse, int height, int width) {
  Level rows(coarse.height, width);
  for (int y = 0; y < rows.height; ++y) {
    const float* from = coarse.row(y);
    float* to = rows.row(y);
    for (int x = 0; x < width; ++x) to[x] = ExpandLine([=](int i) { return from[i]; }, x, width);
  }
  Level fine(height, width);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      fine.row(y)[x] = ExpandLine([&](int i) { return rows.row(i)[x]; }, y, height);
  return fine;
}

/// Turns the Gaussian pyramid into the Laplacian one, in place; the coarsest level stays.
void TakeDetails(Pyramid& pyramid) {
  for (size_t l = 0; l + 1 < pyramid.size(); ++l) {
    const Level expanded = Expand(pyramid[l + 1], pyramid[l].height, pyramid[l].width);
    for (size_t i = 0; i < expanded.values.size(); ++i) pyramid[l].values[i] -= expanded.values[i];
  }
}

Pyramid LaplacianPyramid(std::span<const float> plane, int height, int width, int levels) {
  Pyramid pyramid;
  pyramid.reserve(static_cast<size_t>(levels) + 1);
  pyramid.emplace_back(height, width, plane);
  for (int l = 0; l < levels; ++l) pyramid.push_back(Reduce(pyramid.back()));
  TakeDetails(pyramid);
  return pyramid;
}

/// Level `l` of the fused pyramid: `rule(at, n)` of the sources' values, place by place.
template <class Rule>
Level FuseLevel(const std::vector<Pyramid>& sources, size_t l, const Rule& rule) {
  Level fused(sources[0][l].height, sources[0][l].width);
  for (size_t i = 0; i < fused.values.size(); ++i)
    fused.values[i] = rule([&](int s) { return sources[static_cast<size_t>(s)][l].values[i]; },
                           static_cast<int>(sources.size()));
  return fused;
}

constexpr auto kMean = [](const auto& at, int n) { return MeanOf(at, n); };
constexpr auto kLargest = [](const auto& at, int n) { return LargestOf(at, n); };
constexpr auto kStrongest = [](const auto& at, int n) { return StrongestOf(at, n); };

/// The plain version, which the GPU's must equal bit for bit.
class CpuFusionKernels : public FusionKernels {
 public:
  void Average(const SourcePlanes& sources, float* fused) const override;
  void Maximum(const SourcePlanes& sources, float* fused) const override;
  void Laplacian(const SourcePlanes& sources, const LaplacianOptions& options, float* fused) const override;
};

void CpuFusionKernels::Average(const SourcePlanes& sources, float* fused) const {
  for (size_t i = 0; i < sources.num_pixels(); ++i)
    fused[i] = MeanOf([&](int s) { return sources.planes[static_cast<size_t>(s)][i]; }, sources.count());
}

void CpuFusionKernels::Maximum(const SourcePlanes& sources, float* fused) const {
  for (size_t i = 0; i < sources.num_pixels(); ++i)
    fused[i] = LargestOf([&](int s) { return sources.planes[static_cast<size_t>(s)][i]; }, sources.count());
}

void CpuFusionKernels::Laplacian(const SourcePlanes& sources, const LaplacianOptions& options,
                                 float* fused) const {
  std::vector<Pyramid> pyramids;
  for (const auto& plane : sources.planes)
    pyramids.push_back(LaplacianPyramid(plane, sources.height, sources.width, options.levels));
  const auto top = static_cast<size_t>(options.levels);
  Level sum = options.base == BaseRule::kAverage ? FuseLevel(pyramids, top, kMean)
                                                 : FuseLevel(pyramids, top, kLargest);
  for (size_t l = top; l-- > 0;) {
    Level detail = FuseLevel(pyramids, l, kStrongest);
    const Level expanded = Expand(sum, detail.height, detail.width);
    for (size_t i = 0; i < detail.values.size(); ++i) detail.values[i] += expanded.values[i];
    sum = std::move(detail);
  }
  std::copy(sum.values.begin(), sum.values.end(), fused);
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
  return &OpenedObject<CudaDevices>("cuda", "CUDA kernels").Metrics(index);
}

}  // namespace f4s
