// How far the probabilities of a region are to be believed.
//
// Over N voxels with the probability p that they are in the region, and g = 1 for those that are, else 0:
//
//   brier   mean of (p - g)^2: Brier, Mon. Weather Rev. 78 (1950) 1, for two outcomes, halved
//   ece     sum over B bins of p, (b - 1) / B < p <= b / B and 0 in the first, of |sum p - sum g| / N:
//           expected calibration error, Naeini et al., AAAI 2015, of one region against the rest, B = 15 as
//           in Guo et al., ICML 2017
//
// Both are 0 at best, and small where most voxels are beyond doubt: they compare models on one set of voxels.

#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "libfuse4seg/metric/score.h"

namespace f4s {

inline constexpr int kCalibrationBins = 15;

/// Sums over voxels, from which both are made.  The order of voxels makes no difference but for rounding.
class Calibration {
 public:
  /// @param p  0..1
  /// @param g  of the same size, 0 or 1
  /// @throws Error(kBadInput, "metric.size") where the sizes differ.
  void Add(std::span<const double> p, std::span<const uint8_t> g);

  [[nodiscard]] Score ece() const;    ///< kConvention without any voxel
  [[nodiscard]] Score brier() const;  ///< likewise

 private:
  struct Bin {
    double p = 0, g = 0;
  };
  std::array<Bin, kCalibrationBins> bins_ = {};
  double squares_ = 0;
  int64_t count_ = 0;
};

}  // namespace f4s
