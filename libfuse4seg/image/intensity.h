// Intensities of a volume or picture brought to 0..1, and to the levels of a file.

#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <vector>

namespace f4s {

/// What becomes 0 and what becomes 1.
struct Normalization {
  enum class Kind {
    kPercentile,  ///< the 0.5th and the 99.5th percentile within the mask
    kZscore,      ///< 4 standard deviations (of the mask) below and above its mean
    kRange,       ///< `low` and `high`
    kNone,        ///< values are taken to be in 0..1 already
  };
  Kind kind = Kind::kPercentile;
  double low = 0, high = 1;  ///< of kRange, low < high

  bool operator==(const Normalization&) const = default;
};

inline constexpr double kLowPercentile = 0.5, kHighPercentile = 99.5;
inline constexpr double kZscoreReach = 4;

/// Reads 'percentile', 'zscore', 'range=LO,HI' or 'none'.
/// @throws Error(kUsage, "normalize.syntax") naming the text.
[[nodiscard]] Normalization ParseNormalization(const std::string& text);
[[nodiscard]] std::string ToString(const Normalization& normalization);

/// The linear map that a normalization comes to: (value - low) / (high - low).
struct IntensityWindow {
  double low = 0, high = 1;
  /// Within the mask low and high are the same value, or the mask is empty.  The window then
  /// spans nothing: what lies above becomes 1, all else 0.
  bool constant = false;

  bool operator==(const IntensityWindow&) const = default;
};

/// Calls `within(i)` for each of `count` voxels within `mask` (0 is outside; an empty mask means everywhere),
/// in order.  Around a head most are outside: those are passed over eight at a time.
template <class Within>
void ForEachWithin(std::span<const uint8_t> mask, size_t count, const Within& within) {
  constexpr size_t kTogether = 8;
  size_t i = 0;
  for (; !mask.empty() && i + kTogether <= count; i += kTogether) {
    uint64_t together;
    std::memcpy(&together, mask.data() + i, kTogether);
    for (size_t k = i; together != 0 && k < i + kTogether; ++k)
      if (mask[k] != 0) within(k);
  }
  for (; i < count; ++i)
    if (mask.empty() || mask[i] != 0) within(i);
}

/// The window of `values` within `mask` (0 is outside; an empty mask means everywhere).
/// Both have the same size.  `values` are finite.
[[nodiscard]] IntensityWindow WindowOf(const Normalization& normalization, std::span<const float> values,
                                       std::span<const uint8_t> mask);

/// Maps `values` into 0..1, what lies beyond becoming 0 or 1; outside the mask they become 0.
void ApplyWindow(const IntensityWindow& window, std::span<float> values, std::span<const uint8_t> mask);

/// WindowOf() and ApplyWindow().  @return the window, whose `constant` is worth a finding.
IntensityWindow Normalize(const Normalization& normalization, std::span<float> values,
                          std::span<const uint8_t> mask);

/// The `percent`th percentiles (each 0..100), interpolated linearly between order
/// statistics as numpy.percentile does.  `values` are reordered; not empty.
[[nodiscard]] std::vector<double> Percentiles(std::vector<float>& values,
                                              const std::vector<double>& percents);

/// 0..1 to 0..255 or 0..65535, a half rounded up, what lies beyond clamped.
[[nodiscard]] uint16_t Quantize(float value, int bits);
[[nodiscard]] std::vector<uint16_t> Quantize(std::span<const float> values, int bits);

}  // namespace f4s
