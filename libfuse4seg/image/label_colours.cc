#include "libfuse4seg/image/label_colours.h"

#include <cstdlib>

namespace f4s {
namespace {

/// Hue in degrees, 0..359; saturation and brightness in percent.  In whole numbers: the same everywhere.
LabelRgb RgbOfHue(int hue, int saturation, int brightness) {
  const int most = brightness * 255 / 100, chroma = brightness * saturation * 255 / 10000;
  const int between = chroma * (60 - std::abs(hue % 120 - 60)) / 60;
  constexpr std::array<std::array<int, 3>, 6> kOrder = {
      {{2, 1, 0}, {1, 2, 0}, {0, 2, 1}, {0, 1, 2}, {1, 0, 2}, {2, 0, 1}}};
  const std::array<int, 3> part = {0, between, chroma};
  LabelRgb colour{};
  for (size_t i = 0; i < 3; ++i)
    colour[i] = static_cast<uint8_t>(most - chroma +
                                     part[static_cast<size_t>(kOrder[static_cast<size_t>(hue / 60)][i])]);
  return colour;
}

}  // namespace

LabelRgb LabelColour(uint16_t value) {
  constexpr std::array<LabelRgb, 8> kFirst = {{{0, 0, 0},
                                               {213, 94, 0},     // vermillion
                                               {86, 180, 233},   // sky blue
                                               {0, 158, 115},    // bluish green
                                               {240, 228, 66},   // yellow
                                               {204, 121, 167},  // reddish purple
                                               {230, 159, 0},    // orange
                                               {0, 114, 178}}};  // blue
  constexpr std::array<std::array<int, 2>, 3> kShades = {{{90, 100}, {55, 95}, {75, 70}}};
  const int entry = value == 0 ? 0 : (value - 1) % 255 + 1;
  if (entry < 8) return kFirst[static_cast<size_t>(entry)];
  const auto& [saturation, brightness] = kShades[static_cast<size_t>(entry % 3)];
  return RgbOfHue(entry * 137508 / 1000 % 360, saturation, brightness);
}

}  // namespace f4s
