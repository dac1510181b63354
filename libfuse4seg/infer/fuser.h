// Fusion of 2 to 4 registered images into one.
//
// Shapes: planes [H,W] of float, row by row, values in 0..1.

#pragma once

#include <string>
#include <vector>

#include "libfuse4seg/image/raster.h"
#include "libfuse4seg/image/volume.h"
#include "libfuse4seg/infer/fuser_options.h"
#include "libfuse4seg/ops/fusion_rules.h"

namespace f4s {

/// Fuses by one rule on one device.  Safe to use from many threads.
class Fuser {
 public:
  /// @param device  "auto" (the CPU: these rules are faster than the way to a GPU and back),
  ///                "cpu", "cuda" or "cuda:N".
  /// @throws Error(kUsage) without a method, Error(kUnavailable) when the device is not there.
  static Fuser Load(const FuserOptions& options, const std::string& device);

  [[nodiscard]] const std::string& name() const { return options_.method; }  ///< `fused_by`
  [[nodiscard]] const std::string& device() const { return device_; }        ///< cpu, cuda or cuda:N

  /// One plane from several of one size; values in 0..1.
  [[nodiscard]] std::vector<float> FusePlanes(const SourcePlanes& sources) const;

  /// One picture from several of one size, grey or RGB.  Luma is fused; the chroma of the colour
  /// sources is kept (weighted by its distance from grey where several have some:
  /// Li and Wu, DenseFuse, IEEE TIP 28(5), 2019, after Prabhakar et al., DeepFuse, ICCV 2017,
  /// eq. 6), so PET and SPECT come out in colour.
  [[nodiscard]] Raster Fuse(const std::vector<Raster>& sources) const;

  /// One volume from several on one grid, values in 0..1, slice by slice along the third axis.
  [[nodiscard]] Volume Fuse(const std::vector<Volume>& sources) const;

 private:
  Fuser(FuserOptions options, std::string device)
      : options_(std::move(options)), device_(std::move(device)), kernels_(&KernelsFor(device_)) {}
  [[nodiscard]] int bits() const { return options_.bits == "8" ? 8 : 16; }

  FuserOptions options_;
  std::string device_;
  const FusionKernels* kernels_;
};

}  // namespace f4s
