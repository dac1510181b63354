// What is done to a slice on its way into a batch: a square is cut out, turned, mirrored, resized,
// and its intensities changed.  Everything is a function of a seed: not of order or threads.

#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "libfuse4seg/model/sampling_options.h"
#include "libfuse4seg/train/data/appearance.h"
#include "libfuse4seg/train/data/slice_dataset.h"

namespace f4s {

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
