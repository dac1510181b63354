// What the fusion metrics are made of, summed up on a GPU for many images at once.
//
// Light by design: no CUDA in it.  Who turns the sums into metrics is metric/fusion_on_device.h.

#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "libfuse4seg/ops/metric_terms_inl.h"

namespace f4s {

/// Weights along one axis of a separable window.
struct WindowWeights {
  int taps = 1;  ///< 1 to 17, odd
  double weights[17] = {1};
};

/// VIF: windows of the scales, and what stands outside of the images: nothing, or zeros.
struct VifWork {
  std::array<WindowWeights, 4> windows;
  WindowBorder border = WindowBorder::kInside;
  double greatest_product = 1e9;  ///< at the first scale
  double noise_variance = 2;
};

struct SsimWork {
  WindowWeights window;
  WindowBorder border = WindowBorder::kInside;
  double count = 1, spread = 1, c1 = 0, c2 = 0;  ///< of SsimOf()
};

/// One size of images and what to compute of them.
struct MetricWork {
  int width = 0, height = 0;  ///< pixels; both hold every window at every scale: at least 41
  int num_sources = 1;        ///< of each fused image
  bool has_vif = true;
  VifWork vif;
  SsimWork ssim;
  double equal_gain = 1;      ///< QabfRule
  bool has_frame = true;      ///< QabfRule
  bool merges_white = false;  ///< levels 254 and 255 are one in the joint histogram alone

  [[nodiscard]] size_t num_images() const { return static_cast<size_t>(num_sources) + 1; }
};

/// Of one fused image F and its sources; image 0 is F.
struct MetricSums {
  std::array<uint32_t, 256> counts{};    ///< of F's levels
  std::vector<int64_t> sums, products;   ///< of levels, images; of products, images x images
  int64_t horizontal = 0, vertical = 0;  ///< squared differences of neighbours of F
  double gradient = 0;                   ///< sum of GradientMagnitude() of F
  struct Source {
    double information = 0;              ///< sum over pixels of ln(p(f,a) / p(f) p(a))
    double vif_kept = 0, vif_whole = 0;  ///< sums of ln VifTerms, all scales
    double edges_kept = 0, edges = 0;    ///< sums of Q g and of g
    double ssim = 0;                     ///< sum over windows
  };
  std::vector<Source> sources;
};

/// Sums in a fixed order, so the same bits each time; within 1e-11 of the CPU's, relative.
class MetricKernels {
 public:
  virtual ~MetricKernels() = default;
  /// @param images  levels, row by row: each case's F, then its sources, num_images() a case.
  /// May be called from several threads.
  /// @throws Error(kOutOfMemory), and Error(kInternal) for what CUDA reports otherwise.
  [[nodiscard]] virtual std::vector<MetricSums> Measure(const MetricWork& work,
                                                        const std::vector<const uint8_t*>& images) const = 0;
  /// What the GPU's memory can move at most, for benches.
  [[nodiscard]] virtual double PeakBytesPerSecond() const = 0;
};

/// The kernels of `device`: null for "cpu" and "auto", where metric/fusion computes; else those of
/// "cuda" or "cuda:N".  @throws Error as KernelsFor() (fusion_kernels.h).
[[nodiscard]] const MetricKernels* MetricKernelsFor(const std::string& device);

}  // namespace f4s
