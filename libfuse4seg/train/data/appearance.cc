#include "libfuse4seg/train/data/appearance.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "libfuse4seg/base/random.h"
#include "libfuse4seg/image/grid_gauss.h"

namespace f4s {
namespace {

/// What each draw is for: whether, and how much.
constexpr int kNoise = 0, kBlur = 1, kBrightness = 2, kContrast = 3, kResolution = 4, kInverted = 5,
              kGamma = 6, kPixels = 7;

constexpr double kFlat = 1e-7;  // a standard deviation below this is that of a constant square

struct Statistics {
  double mean = 0, sd = 0;
  float least = 0, most = 0;
};

Statistics StatisticsOf(std::span<const float> levels) {
  Statistics s;
  double sum = 0, squares = 0;
  for (const float level : levels) sum += level, squares += double{level} * level;
  const auto count = static_cast<double>(levels.size());
  s.mean = sum / count;
  s.sd = std::sqrt(std::max(0.0, squares / count - s.mean * s.mean));
  const auto [least, most] = std::minmax_element(levels.begin(), levels.end());
  s.least = *least, s.most = *most;
  return s;
}

void AddNoise(double sd, uint64_t seed, std::span<float> levels) {
  for (size_t i = 0; i < levels.size(); ++i) {
    // Box and Muller, Ann. Math. Stat. 29(2), 1958; 1 - u is never 0.
    const double radius = std::sqrt(-2 * std::log(1 - Uniform(seed, i, 0)));
    levels[i] += static_cast<float>(sd * radius * std::cos(2 * std::numbers::pi * Uniform(seed, i, 1)));
  }
}

std::vector<float> GaussianKernel(double sigma) {
  const auto taps = NormalizedGaussianTaps(sigma, static_cast<int64_t>(std::ceil(4 * sigma)));
  return {taps.begin(), taps.end()};
}

/// Along columns (stride 1) or rows (stride side); pixels beyond the border are the border's.
void Convolve(const std::vector<float>& kernel, int64_t side, int64_t stride, std::span<float> levels) {
  const auto radius = static_cast<int64_t>(kernel.size() / 2);
  const int64_t other = stride == 1 ? side : 1;
  std::vector<float> line(static_cast<size_t>(side));
  for (int64_t l = 0; l < side; ++l) {
    float* const first = levels.data() + l * other;
    for (int64_t i = 0; i < side; ++i) line[static_cast<size_t>(i)] = first[i * stride];
    for (int64_t i = 0; i < side; ++i) {
      float sum = 0;
      for (int64_t k = -radius; k <= radius; ++k)
        sum += kernel[static_cast<size_t>(k + radius)] *
               line[static_cast<size_t>(std::clamp<int64_t>(i + k, 0, side - 1))];
      first[i * stride] = sum;
    }
  }
}

void Blur(double sigma, int64_t side, std::span<float> levels) {
  const auto kernel = GaussianKernel(sigma);
  Convolve(kernel, side, 1, levels);
  Convolve(kernel, side, side, levels);
}

void ChangeContrast(double factor, std::span<float> levels) {
  const Statistics s = StatisticsOf(levels);
  for (float& level : levels)
    level = std::clamp(static_cast<float>(s.mean + factor * (double{level} - s.mean)), s.least, s.most);
}

/// Nearest pixels of a coarser grid, and bilinear between them.
void Coarsen(double resolution, int64_t side, std::span<float> levels) {
  const auto size = std::max<int64_t>(1, std::llround(static_cast<double>(side) * resolution));
  const double step = static_cast<double>(side) / static_cast<double>(size);
  std::vector<float> coarse;
  const auto nearest = [&](int64_t i) {
    return std::min(side - 1, static_cast<int64_t>((static_cast<double>(i) + 0.5) * step));
  };
  for (int64_t y = 0; y < size; ++y)
    for (int64_t x = 0; x < size; ++x)
      coarse.push_back(levels[static_cast<size_t>(nearest(y) * side + nearest(x))]);
  const auto at = [&](int64_t x, int64_t y) {
    return coarse[static_cast<size_t>(std::clamp<int64_t>(y, 0, size - 1) * size +
                                      std::clamp<int64_t>(x, 0, size - 1))];
  };
  for (int64_t y = 0; y < side; ++y)
    for (int64_t x = 0; x < side; ++x) {
      const double u = (static_cast<double>(x) + 0.5) / step - 0.5;
      const double v = (static_cast<double>(y) + 0.5) / step - 0.5;
      const auto left = static_cast<int64_t>(std::floor(u)), top = static_cast<int64_t>(std::floor(v));
      const auto p = static_cast<float>(u - std::floor(u)), q = static_cast<float>(v - std::floor(v));
      levels[static_cast<size_t>(y * side + x)] =
          (at(left, top) * (1 - p) + at(left + 1, top) * p) * (1 - q) +
          (at(left, top + 1) * (1 - p) + at(left + 1, top + 1) * p) * q;
    }
}

/// Within the square's range, then to its mean and standard deviation again.
void Bend(double gamma, std::span<float> levels) {
  const Statistics before = StatisticsOf(levels);
  const double range = double{before.most} - before.least;
  if (range < kFlat) return;
  for (float& level : levels)
    level =
        static_cast<float>(std::pow((double{level} - before.least) / range, gamma) * range + before.least);
  const Statistics after = StatisticsOf(levels);
  const double factor = after.sd < kFlat ? 1 : before.sd / after.sd;
  for (float& level : levels) level = static_cast<float>((double{level} - after.mean) * factor + before.mean);
}

void Negate(std::span<float> levels) {
  for (float& level : levels) level = -level;
}

}  // namespace

Appearance DrawAppearance(uint64_t seed) {
  const auto happens = [&](int draw, double probability) { return Uniform(seed, draw, 0) < probability; };
  const auto between = [&](int draw, double a, double b) { return a + (b - a) * Uniform(seed, draw, 1); };
  Appearance a;
  if (happens(kNoise, 0.1)) a.noise = std::sqrt(between(kNoise, 0, 0.1));
  if (happens(kBlur, 0.1)) a.blur = between(kBlur, 0.5, 1);
  if (happens(kBrightness, 0.15)) a.brightness = between(kBrightness, 0.75, 1.25);
  if (happens(kContrast, 0.15)) a.contrast = between(kContrast, 0.75, 1.25);
  if (happens(kResolution, 0.125)) a.resolution = between(kResolution, 0.5, 1);
  if (happens(kInverted, 0.1)) a.gamma_of_inverted = between(kInverted, 0.7, 1.5);
  if (happens(kGamma, 0.3)) a.gamma = between(kGamma, 0.7, 1.5);
  a.seed = Mix(seed, kPixels);
  return a;
}

void Apply(const Appearance& a, int64_t side, std::span<float> levels) {
  if (a.noise > 0) AddNoise(a.noise * StatisticsOf(levels).sd, a.seed, levels);
  if (a.blur > 0) Blur(a.blur, side, levels);
  if (a.brightness != 1)
    for (float& level : levels) level *= static_cast<float>(a.brightness);
  if (a.contrast != 1) ChangeContrast(a.contrast, levels);
  if (a.resolution != 1) Coarsen(a.resolution, side, levels);
  if (a.gamma_of_inverted != 1) {
    Negate(levels);
    Bend(a.gamma_of_inverted, levels);
    Negate(levels);
  }
  if (a.gamma != 1) Bend(a.gamma, levels);
  for (float& level : levels) level = std::clamp(level, 0.0F, 1.0F);
}

}  // namespace f4s
