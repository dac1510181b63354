#include "libfuse4seg/prep/intensity_map.h"

#include <cmath>

#include "libfuse4seg/base/error.h"

namespace f4s {

Json IntensityMap::ToJson() const {
  return {{"low", low},
          {"high", high},
          {"scale", scale},
          {"offset", offset},
          {"clipped_low", clipped_low},
          {"clipped_high", clipped_high}};
}

std::string IntensityMap::ConstantText(const std::string& modality) const {
  const int64_t others = low == high ? clipped_low + clipped_high : 0;  // percentiles of one value
  return Cat(modality, " is constant within the brain",
             others == 0
                 ? ""
                 : Cat(" but for ", others, others == 1 ? " voxel" : " voxels", ", which become its ends"));
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
  ForEachWithin(mask, values.size(), [&](size_t i) {
    map.clipped_low += static_cast<double>(values[i]) < window.low;
    map.clipped_high += static_cast<double>(values[i]) > window.high;
  });
  ApplyWindow(window, values, mask);
  return map;
}

void TakeLevels(std::vector<float>& values, int bits, const std::string& id, const std::string& modality) {
  const auto top = static_cast<float>((1 << bits) - 1);
  for (float& value : values) {
    if (!(value >= 0 && value <= top) || value != std::floor(value))
      throw Error(ErrorKind::kBadInput, "normalize.none",
                  Cat(modality, " holds the value ", value, ", which is no level from 0 to ", top,
                      ": choose another --normalize"))
          .InCase(id);
    value /= top;
  }
}

}  // namespace f4s
