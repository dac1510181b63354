// What is done to a slice on its way into a batch: a square is cut out, turned, mirrored, resized,
// and its intensities changed.  Everything is a function of a seed: not of order or threads.

#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "libfuse4seg/model/sampling_options.h"
#include "libfuse4seg/train/data/slice_dataset.h"

namespace f4s {

// What nnU-Net does to the intensities of a square: noise, blur, brightness, contrast, low resolution, gamma.
// Everything is a function of a seed.
//
// Isensee et al., "nnU-Net", Nature Methods 18, 2021, supplementary note 4, with the probabilities of its
// version 2.  There intensities are z-scores; here they are in 0..1, so that noise is in units of the
// square's own standard deviation, and the result is cut to 0..1.

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

/// Which part of a slice becomes the square of `side` pixels, and how it lies there.  The centre of the
/// square comes from (x, y) of the slice, in pixels; then mirrored, turned, and resized.
struct Placement {
  double x = 0, y = 0;
  double scale = 1;  ///< size in the square over size in the slice
  int quarter_turns = 0;
  double angle = 0;  ///< of a further turn, in radians
  bool mirror_x = false, mirror_y = false;
};

/// level -> clamp(gain * level^gamma): 0 stays 0.
struct Intensity {
  double gain = 1, gamma = 1;
};

struct Augmentation {
  Placement placement;
  std::vector<Intensity> intensities;   ///< one a plane
  std::vector<Appearance> appearances;  ///< one a plane, or none
};

/// Draws from `seed`.  The square lies within the slice where that is large enough, and is centred where
/// not; with `on_foreground`, and labels, it holds a labelled pixel that was drawn from all of them.
[[nodiscard]] Augmentation DrawAugmentation(const SlicePixels& slice, int64_t side, bool on_foreground,
                                            const SamplingOptions& options, uint64_t seed);

/// The centre of the slice as it is: for validation, side any.
[[nodiscard]] Augmentation NoAugmentation(const SlicePixels& slice, int64_t side);

/// Fills one item of a batch: placement, then intensities and appearances.  Levels between pixels are
/// bilinear, labels the nearest's; beyond the slice all is 0.  Without resizing and turns by an angle, pixels
/// are copied exactly.
/// @param images  planes * side * side, in 0..1
/// @param labels  side * side classes, or empty
void Place(const SlicePixels& slice, const Augmentation& augmentation, int64_t side, std::span<float> images,
           std::span<int64_t> labels);

}  // namespace f4s
