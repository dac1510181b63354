#include "libfuse4seg/prep/intensity_map.h"

namespace f4s {

Json IntensityMap::ToJson() const {
  return {{"low", low},
          {"high", high},
          {"scale", scale},
          {"offset", offset},
          {"clipped_low", clipped_low},
          {"clipped_high", clipped_high}};
}

IntensityMap NormalizeMapped(const Normalization& normalization, std::span<float> values,
                             std::span<const uint8_t> mask, int bits, double unit) {
  const IntensityWindow window = WindowOf(normalization, values, mask);
  IntensityMap map;
  map.low = window.low * unit;
  map.high = window.high * unit;
  map.scale = (map.high - map.low) / ((1 << bits) - 1);
  map.offset = map.low;
  map.constant = window.constant;
  for (size_t i = 0; i < values.size(); ++i) {
    if (!mask.empty() && mask[i] == 0) continue;
    map.clipped_low += static_cast<double>(values[i]) < window.low;
    map.clipped_high += static_cast<double>(values[i]) > window.high;
  }
  ApplyWindow(window, values, mask);
  return map;
}

}  // namespace f4s
