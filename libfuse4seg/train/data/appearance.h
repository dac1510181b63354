// What nnU-Net does to the intensities of a square: noise, blur, brightness, contrast, low resolution, gamma.
// Everything is a function of a seed.
//
// Isensee et al., "nnU-Net", Nature Methods 18, 2021, supplementary note 4, with the probabilities of its
// version 2.  There intensities are z-scores; here they are in 0..1, so that noise is in units of the
// square's own standard deviation, and the result is cut to 0..1.

#pragma once

#include <cstdint>
#include <span>

namespace f4s {

/// How one modality of a square looks.  Each of the values leaves the square as it is.
struct Appearance {
  double noise = 0;              ///< standard deviation, in those of the square
  double blur = 0;               ///< of a Gaussian, in pixels
  double brightness = 1;         ///< factor
  double contrast = 1;           ///< factor about the mean, within the square's range
  double resolution = 1;         ///< pixels are made this much coarser, 0.5 to 1, and smooth again
  double gamma_of_inverted = 1;  ///< of the image with dark and bright exchanged
  double gamma = 1;              ///< both keep mean and standard deviation
  uint64_t seed = 0;             ///< of the noise

  bool operator==(const Appearance&) const = default;
};

/// Noise with probability 0.1, of variance up to 0.1; blur 0.1 (0.2 of all squares, half their modalities),
/// 0.5 to 1; brightness 0.15, 0.75 to 1.25; contrast likewise; resolution 0.125, 0.5 to 1; gamma 0.7 to 1.5,
/// of the inverted 0.1, as it is 0.3.
[[nodiscard]] Appearance DrawAppearance(uint64_t seed);

/// @param levels  side x side, row by row
void Apply(const Appearance& appearance, int64_t side, std::span<float> levels);

}  // namespace f4s
