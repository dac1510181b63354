// Randomness of the phantom: counter-based draws, gradient noise, coarse fields of noise.

#pragma once

#include <cstdint>
#include <vector>

#include "libfuse4seg/phantom/math.h"

namespace f4s::phantom {

/// Bijective scrambling of 64 bits: the output step of SplitMix64 (Steele et al., OOPSLA 2014).
inline uint64_t Scramble(uint64_t v) {
  v = (v ^ (v >> 30)) * 0xbf58476d1ce4e5b9ULL;
  v = (v ^ (v >> 27)) * 0x94d049bb133111ebULL;
  return v ^ (v >> 31);
}

/// Numbered draws: the n-th depends on (seed, case, stream, n) alone.
class Draws {
 public:
  Draws(uint64_t seed, int case_index, uint64_t stream);
  [[nodiscard]] uint64_t Bits();
  [[nodiscard]] float Uniform(float lo, float hi);
  [[nodiscard]] bool Chance(double p) { return Uniform(0, 1) < static_cast<float>(p); }
  /// Uniform in the cube [-r,r]^3.
  [[nodiscard]] Point Offset(float r);

 private:
  uint64_t key_, counter_ = 0;
};

/// Nearly normal variate (mean 0, sd 1, within +-3.5): the sum of four uniforms.
inline float Normal(uint64_t bits) {
  const auto sum = (bits & 0xffff) + ((bits >> 16) & 0xffff) + ((bits >> 32) & 0xffff) + (bits >> 48);
  return (static_cast<float>(sum) - 131070.0F) * (1 / 37837.0F);
}

/// Gradient noise (Perlin, SIGGRAPH 1985): band-limited, mean 0, mostly within -0.7..0.7.
class Noise {
 public:
  Noise() = default;
  /// @param cell_mm  lattice cell; one bump or dip is about as wide.
  Noise(uint64_t key, float cell_mm) : key_(static_cast<uint32_t>(Scramble(key))), per_mm_(1 / cell_mm) {}
  [[nodiscard]] float At(Point p) const;
  /// Value, and its gradient per mm.
  [[nodiscard]] float At(Point p, Point& gradient) const;

 private:
  uint32_t key_ = 0;
  float per_mm_ = 1;
};

/// What smooth random fields say at one point.
struct Fields {
  Point warp;        ///< mm, of all anatomy
  Point fold;        ///< mm, of the pattern of sulci
  float depth = 0;   ///< of sulci
  float patch = 0;   ///< where meninges enhance, skull stripping leaves fluid
  float lesion = 0;  ///< where white matter has lesions
  float shade = 0;   ///< of white matter
};

/// The fields of one subject, kept on a coarse lattice and interpolated.
class FieldGrid {
 public:
  explicit FieldGrid(Draws draws);
  [[nodiscard]] Fields At(Point p) const;

 private:
  static constexpr int kChannels = 12;  ///< ten used, padded for the vector unit
  static constexpr int kX = 56, kY = 64, kZ = 60;
  static constexpr float kCellMm = 5;
  using Node = std::array<float, kChannels>;
  std::vector<Node> nodes_;
};

}  // namespace f4s::phantom
