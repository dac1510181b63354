// From tissues to grey levels: contrasts of four sequences, shading, artefacts, noise.

#pragma once

#include <vector>

#include "libfuse4seg/phantom/anatomy.h"
#include "libfuse4seg/phantom/phantom.h"

namespace f4s::phantom {

inline constexpr int kNumModalities = 4;  // t1, t1ce, t2, flair
using Signals = std::array<float, kNumModalities>;

/// The settings of the scanner for one case.
class Scanner {
 public:
  Scanner(const PhantomOptions& options, Draws draws, const Subject& subject);

  /// Signals of a mixture at `head`, tissue texture and artefacts of the sequence included.
  [[nodiscard]] Signals Ideal(const Mixture& mixture, Point head) const;

  /// The grey levels (0..32767, whole) which are stored for voxel `index` at `head`:
  /// shaded by the coil, Rician noise (Gudbjartsson and Patz, MRM 1995) added, scaled.
  [[nodiscard]] Signals Measured(const Signals& ideal, Point head, uint64_t index) const;

 private:
  struct Glow {  ///< a part of the brain that FLAIR alone shows too bright
    Point centre;
    float radius, gain;
  };
  std::array<Signals, kNumTissues> contrast_;
  std::array<std::array<float, 6>, kNumModalities> shading_;
  Signals scale_, noise_sd_;
  std::vector<Glow> glows_;
  Noise grain_, mottle_;
  uint64_t noise_key_;
};

}  // namespace f4s::phantom
