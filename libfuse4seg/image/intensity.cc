#include "libfuse4seg/image/intensity.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

Error SyntaxError(const std::string& text) {
  return {ErrorKind::kUsage, "normalize.syntax",
          Cat(Quoted(text), ": wanted percentile, zscore, range=LO,HI with LO below HI, or none")};
}

std::vector<float> Masked(std::span<const float> values, std::span<const uint8_t> mask) {
  if (mask.empty()) return {values.begin(), values.end()};
  std::vector<float> kept;
  kept.reserve(
      static_cast<size_t>(std::count_if(mask.begin(), mask.end(), [](uint8_t in) { return in != 0; })));
  ForEachWithin(mask, values.size(), [&](size_t i) { kept.push_back(values[i]); });
  return kept;
}

__extension__ using Int128 = __int128;

/// Sums of values, of which `scale` is one, in whole numbers: they do not depend on the order of the voxels.
struct WholeSums {
  Int128 sum = 0, squares = 0;
  size_t count = 0;
  double scale = 1;
};

IntensityWindow ZscoreWindow(const WholeSums& sums) {
  const auto count = static_cast<long double>(sums.count);
  const long double mean = static_cast<long double>(sums.sum) / count;
  const long double variance = static_cast<long double>(sums.squares) / count - mean * mean;
  const double middle = static_cast<double>(mean) / sums.scale,
               sd = static_cast<double>(std::sqrt(std::max(variance, 0.0L))) / sums.scale;
  return {middle - kZscoreReach * sd, middle + kZscoreReach * sd, false};
}

WholeSums SumsOf(const std::vector<float>& values) {
  float most = 0;
  for (const float value : values) most = std::max(most, std::abs(value));
  int exponent = 0;
  std::frexp(most, &exponent);
  WholeSums sums;
  sums.count = values.size();
  sums.scale = std::ldexp(1.0, 46 - exponent);  // all lie within 2^46: 128 bits hold 2^31 squares
  for (const float value : values) {
    const Int128 whole = std::llround(static_cast<double>(value) * sums.scale);
    sums.sum += whole;
    sums.squares += whole * whole;
  }
  return sums;
}

/// How often each value occurs, where all are whole numbers as 16 bits hold them, signed or not: as scanners
/// make them.
class WholeCounts {
 public:
  /// @return nothing where a value is another number
  static std::optional<WholeCounts> Of(std::span<const float> values, std::span<const uint8_t> mask) {
    WholeCounts whole;
    bool fits = true;
    ForEachWithin(mask, values.size(), [&](size_t i) {
      const float value = values[i];
      const bool in_range = value >= kLeast && value <= kGreatest;
      const int number = in_range ? static_cast<int>(value) : 0;
      fits = fits && in_range && static_cast<float>(number) == value;
      ++whole.counts_[static_cast<size_t>(number - kLeast)];
    });
    if (!fits) return std::nullopt;
    for (const uint32_t count : whole.counts_) whole.total_ += count;
    return whole;
  }

  [[nodiscard]] size_t total() const { return total_; }
  /// The value that stands at `place`, 0 to total() - 1, of all in their order.
  [[nodiscard]] double At(size_t place) const {
    size_t number = 0;
    for (size_t before = counts_[0]; before <= place; before += counts_[number]) ++number;
    return static_cast<double>(number) + kLeast;
  }
  /// As Percentiles().
  [[nodiscard]] double Percentile(double percent) const {
    const double at = percent / 100 * static_cast<double>(total_ - 1);
    const size_t low = std::min(static_cast<size_t>(at), total_ - 1);
    const double a = At(low), b = At(std::min(low + 1, total_ - 1));
    return a + (at - static_cast<double>(low)) * (b - a);
  }
  [[nodiscard]] WholeSums Sums() const {
    WholeSums sums;
    sums.count = total_;
    for (size_t i = 0; i < counts_.size(); ++i) {
      const Int128 number = static_cast<int64_t>(i) + kLeast;
      sums.sum += counts_[i] * number;
      sums.squares += counts_[i] * number * number;
    }
    return sums;
  }

 private:
  static constexpr int kLeast = -32768, kGreatest = 65535;
  std::vector<uint32_t> counts_ = std::vector<uint32_t>(kGreatest - kLeast + 1);
  size_t total_ = 0;
};

/// @param kind  percentiles or z-scores
IntensityWindow WindowOf(Normalization::Kind kind, const WholeCounts& whole) {
  if (whole.total() == 0) return {0, 1, true};
  const double least = whole.At(0), most = whole.At(whole.total() - 1);
  if (least == most) return {least, least, true};
  if (kind == Normalization::Kind::kZscore) return ZscoreWindow(whole.Sums());
  IntensityWindow window = {whole.Percentile(kLowPercentile), whole.Percentile(kHighPercentile)};
  window.constant = window.low == window.high;
  return window;
}

}  // namespace

Normalization ParseNormalization(const std::string& text) {
  if (text == "percentile") return {Normalization::Kind::kPercentile};
  if (text == "zscore") return {Normalization::Kind::kZscore};
  if (text == "none") return {Normalization::Kind::kNone};
  const auto comma = text.find(',');
  if (!text.starts_with("range=") || comma == std::string::npos) throw SyntaxError(text);
  const auto low = ParseReal(text.substr(6, comma - 6)), high = ParseReal(text.substr(comma + 1));
  // Negated so that NaN fails.
  if (!low || !high || !(*low < *high) || !std::isfinite(*high - *low)) throw SyntaxError(text);
  return {Normalization::Kind::kRange, *low, *high};
}

std::string ToString(const Normalization& normalization) {
  switch (normalization.kind) {
    case Normalization::Kind::kZscore: return "zscore";
    case Normalization::Kind::kRange: return Cat("range=", normalization.low, ",", normalization.high);
    case Normalization::Kind::kNone: return "none";
    default: return "percentile";
  }
}

std::vector<double> Percentiles(std::vector<float>& values, const std::vector<double>& percents) {
  F4S_CHECK_EQ(values.empty(), false);
  std::vector<double> results;
  const size_t last = values.size() - 1;
  for (const double percent : percents) {
    const double at = percent / 100 * static_cast<double>(last);
    const size_t low = std::min(static_cast<size_t>(at), last);
    const auto nth = values.begin() + static_cast<std::ptrdiff_t>(low);
    std::nth_element(values.begin(), nth, values.end());
    const auto a = static_cast<double>(*nth);
    // The next order statistic is the least of those behind.
    const auto b = low == last ? a : static_cast<double>(*std::min_element(nth + 1, values.end()));
    results.push_back(a + (at - static_cast<double>(low)) * (b - a));
  }
  return results;
}

IntensityWindow WindowOf(const Normalization& normalization, std::span<const float> values,
                         std::span<const uint8_t> mask) {
  if (!mask.empty()) F4S_CHECK_EQ(mask.size(), values.size());
  IntensityWindow window;
  if (normalization.kind == Normalization::Kind::kRange) window = {normalization.low, normalization.high};
  if (normalization.kind == Normalization::Kind::kPercentile ||
      normalization.kind == Normalization::Kind::kZscore)
    if (const auto whole = WholeCounts::Of(values, mask)) return WindowOf(normalization.kind, *whole);
  std::vector<float> kept = Masked(values, mask);
  if (kept.empty()) return {window.low, window.high, true};
  const auto [least, most] = std::minmax_element(kept.begin(), kept.end());
  const bool constant = *least == *most;
  const auto only = static_cast<double>(*least);
  if (normalization.kind == Normalization::Kind::kPercentile) {
    const std::vector<double> ends = Percentiles(kept, {kLowPercentile, kHighPercentile});
    window = {ends[0], ends[1]};
  } else if (normalization.kind == Normalization::Kind::kZscore) {
    window = constant ? IntensityWindow{only, only} : ZscoreWindow(SumsOf(kept));
  }
  window.constant = constant || window.low == window.high;
  return window;
}

void ApplyWindow(const IntensityWindow& window, std::span<float> values, std::span<const uint8_t> mask) {
  const double width = window.high - window.low;
  size_t done = 0;
  ForEachWithin(mask, values.size(), [&](size_t i) {
    std::fill(values.begin() + static_cast<std::ptrdiff_t>(done),
              values.begin() + static_cast<std::ptrdiff_t>(i), 0.0F);
    done = i + 1;
    const double above = static_cast<double>(values[i]) - window.low;
    const double scaled = width > 0 ? std::clamp(above / width, 0.0, 1.0) : above > 0 ? 1.0 : 0.0;
    values[i] = static_cast<float>(scaled);
  });
  std::fill(values.begin() + static_cast<std::ptrdiff_t>(done), values.end(), 0.0F);
}

IntensityWindow Normalize(const Normalization& normalization, std::span<float> values,
                          std::span<const uint8_t> mask) {
  const IntensityWindow window = WindowOf(normalization, values, mask);
  ApplyWindow(window, values, mask);
  return window;
}

namespace {

/// Quantize() without branches and calls, so that it runs in vectors: what is above 0 is rounded down as it
/// is cut off.
void QuantizeEach(const float* __restrict values, size_t count, double most, uint16_t* __restrict levels) {
  for (size_t i = 0; i < count; ++i) {
    const double value = values[i];
    const double level = value > 0 ? value * most + 0.5 : 0;  // NaN becomes 0
    levels[i] = static_cast<uint16_t>(static_cast<int>(level < most ? level : most));
  }
}

}  // namespace

uint16_t Quantize(float value, int bits) {
  const double most = bits == 8 ? 255 : 65535;
  // Negated so that NaN becomes 0.
  if (!(value > 0)) return 0;
  return static_cast<uint16_t>(std::min(most, std::floor(static_cast<double>(value) * most + 0.5)));
}

std::vector<uint16_t> Quantize(std::span<const float> values, int bits) {
  std::vector<uint16_t> levels(values.size());
  QuantizeEach(values.data(), values.size(), bits == 8 ? 255 : 65535, levels.data());
  return levels;
}

}  // namespace f4s
