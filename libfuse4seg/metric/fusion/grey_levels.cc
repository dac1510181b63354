#include "libfuse4seg/metric/fusion/grey_levels.h"

#include <algorithm>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/cases/case_images.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/metric/elementwise.h"

namespace f4s {
namespace {

constexpr int kRgb = 3;

void RequireSoundLevels(const Image<float>& image) {
  const bool has_size = *std::min_element(image.grid.size.begin(), image.grid.size.end()) > 0;
  if (has_size && (image.channels == 1 || image.channels == kRgb) &&
      image.grid.num_voxels() * image.channels == static_cast<int64_t>(image.samples.size()))
    return;
  throw Error(ErrorKind::kBadInput, "metric.raster",
              Cat(image.width(), "x", image.height(), image.is_picture() ? "" : Cat("x", image.depth()),
                  " pixels, ", image.channels, " channels in ", image.samples.size(),
                  " samples: wanted grey or RGB, with a sample each"));
}

/// As Quantize() of image/intensity.h, in vectors.
F4S_ELEMENTWISE
void QuantizeAll(const float* __restrict values, int64_t count, uint8_t* __restrict levels) {
  for (int64_t i = 0; i < count; ++i) {
    double value = values[i];
    value = value > 0 ? value : 0;
    value = value < 1 ? value : 1;
    levels[i] = static_cast<uint8_t>(static_cast<int>(value * 255 + 0.5));
  }
}

/// @param level_of  the level of a pixel, from a pointer to its first sample.
template <class OfPixel>
Image<uint8_t> LevelsOf(const Image<uint8_t>& image, const OfPixel& level_of) {
  Image<uint8_t> out = ImageOn<uint8_t>(image.grid);
  const uint8_t* sample = image.samples.data();
  for (uint8_t& level : out.samples) {
    level = level_of(sample);
    sample += image.channels;
  }
  return out;
}

}  // namespace

Image<uint8_t> ToLevels(const Image<float>& image) {
  RequireSoundLevels(image);
  Image<uint8_t> levels = {image.grid, image.channels, std::vector<uint8_t>(image.samples.size())};
  QuantizeAll(image.samples.data(), static_cast<int64_t>(image.samples.size()), levels.samples.data());
  return levels;
}

Image<uint8_t> ReadLevels(const std::filesystem::path& file, HeaderNotes* notes) {
  const ImageFileKind kind = ImageFileKindOf(file);
  VoxelType type{};
  const auto levels_of = [&](const Image<float>& unit) {
    if (const auto dark = DarkLevels(unit); dark && notes != nullptr && type == VoxelType::kUint16)
      notes->push_back(*dark);
    return ToLevels(unit);
  };
  if (HasVolumeFormat(kind)) return levels_of(ReadUnitImage(file, &type, notes));
  const Image<uint16_t> read = ReadPicture(file, &type, notes);
  if (type != VoxelType::kUint8) {
    Image<float> unit = {read.grid, read.channels, {read.samples.begin(), read.samples.end()}};
    for (float& value : unit.samples) value /= 65535.0F;
    return levels_of(unit);
  }
  Image<uint8_t> levels = {read.grid, read.channels, std::vector<uint8_t>(read.samples.size())};
  std::transform(read.samples.begin(), read.samples.end(), levels.samples.begin(),
                 [](uint16_t sample) { return static_cast<uint8_t>(sample); });
  return levels;
}

Image<uint8_t> GreyLevels(Image<uint8_t> levels, FusionConvention convention) {
  if (levels.channels == 1) return levels;
  const auto grey_of_rgb = RulesOf(convention).grey_of_rgb;
  return LevelsOf(levels, [&](const uint8_t* pixel) { return grey_of_rgb(pixel[0], pixel[1], pixel[2]); });
}

Image<uint8_t> ChannelLevels(const Image<uint8_t>& levels, int channel) {
  const int position = levels.channels == 1 ? 0 : channel;
  return LevelsOf(levels, [&](const uint8_t* pixel) { return pixel[position]; });
}

}  // namespace f4s
