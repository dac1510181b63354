// Grey levels 0..255: the footing on which every fusion metric is defined.

#pragma once

#include <cstdint>
#include <filesystem>

#include "libfuse4seg/image/files/header_notes.h"
#include "libfuse4seg/image/image.h"
#include "libfuse4seg/metric/convention.h"

namespace f4s {

/// Levels of one plane [H,W], row by row without gaps, in an image of one channel that someone else keeps.
using LevelView = View<const uint8_t>;

/// Values of 0..1 as levels, a half rounded up, what lies beyond clamped; grey or RGB, of any depth.  So
/// samples of 8 bits become what their file had, and those of 16 bits a 257th, rounded to the nearest.
/// @throws Error(kBadInput, "metric.raster") when `image` is empty, has neither 1 nor 3 channels, or
///         another number of samples than its size says.
[[nodiscard]] Image<uint8_t> ToLevels(const Image<float>& image);

/// ToLevels() of ReadUnitImage() (cases/case_images.h), without the way through floats where a file has 8
/// bits.
/// @throws Error as these.
[[nodiscard]] Image<uint8_t> ReadLevels(const std::filesystem::path& file, HeaderNotes* notes);

/// Colour turned grey as the convention does it; grey stays as it is.
[[nodiscard]] Image<uint8_t> GreyLevels(Image<uint8_t> levels, FusionConvention convention);

/// One channel of RGB, 0 to 2; of grey the one that it has.
[[nodiscard]] Image<uint8_t> ChannelLevels(const Image<uint8_t>& levels, int channel);

}  // namespace f4s
