// What the metrics are made of, from a GPU: sums over images, for many at once, and distances.
//
// Light by design: no CUDA in it.  Who turns the sums into metrics is metric/fusion/fusion_on_device.h, who
// asks for distances is metric/segmentation/nearest.h.

#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "libfuse4seg/kernels/metric_distances_inl.h"
#include "libfuse4seg/kernels/metric_terms_inl.h"

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

/// A mask of a box, and the voxels from which the nearest of the mask is sought.
struct NearestWork {
  BoxShape box;
  std::array<double, 3> spacing_mm = {1, 1, 1};  ///< along x, y, z; greater than 0
  /// Of the mask, box.words() a row: voxel x is bit x % 64 of word x / 64.  One bit is set at least.
  const uint64_t* bits = nullptr;
  std::vector<int64_t> from;  ///< x + width (y + height z); at least one
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
  /// Of each work the squared distances in mm^2 from each of work.from, in their order, to the nearest voxel
  /// of the mask: the least z^2 + (y^2 + x^2).  The same bits always.  They are the CPU's where the spacings
  /// are whole numbers or have few bits (1.5), so that nothing is rounded; else within 1e-15 of it, relative,
  /// as it adds up in other orders.  Takes 16 bytes a voxel of the box.  Threads and errors as Measure().
  [[nodiscard]] virtual std::vector<std::vector<double>> NearestSquares(
      const std::vector<const NearestWork*>& works) const = 0;
  /// What the GPU's memory can move at most, for benches.
  [[nodiscard]] virtual double PeakBytesPerSecond() const = 0;
};

/// The kernels of `device`: null for "cpu" and "auto", where metric/fusion computes; else those of
/// "cuda" or "cuda:N", which compute what several threads ask for at once (metric_batches.h).  @throws Error
/// as KernelsFor() (fusion_kernels.h).
[[nodiscard]] const MetricKernels* MetricKernelsFor(const std::string& device);

}  // namespace f4s
