#include "libfuse4seg/train/data/augment.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "libfuse4seg/base/random.h"
#include "libfuse4seg/image/grid_gauss.h"
#include "libfuse4seg/image/image.h"

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

namespace {

/// What each draw is for.
constexpr int kX = 0, kY = 1, kFlipX = 2, kFlipY = 3, kTurn = 4, kTurnBy = 5, kScale = 6, kScaleBy = 7,
              kPixel = 8, kIntensity = 9, kAngle = 10, kAngleBy = 11, kAppearance = 12;

constexpr double kAngleProbability = 0.2;

/// Centre along one axis of a square that spans `span` of `size` pixels.
double DrawCentre(double span, int size, double draw) {
  const double room = std::max(0.0, std::floor(static_cast<double>(size) - span + 1));
  if (room == 0) return std::floor((static_cast<double>(size) - span) / 2) + span / 2;
  return std::floor(draw * room) + span / 2;
}

/// Moves the centre so that `pixel` lies inside, and the square within the slice where it fits.
double DrawCentreAbout(double span, int size, int64_t pixel, double draw) {
  const auto at = static_cast<double>(pixel);
  const double first = std::max(std::ceil(at + 1 - span), std::min(0.0, at));
  const double last = std::min(at, std::max(0.0, std::floor(static_cast<double>(size) - span)));
  if (last < first) return DrawCentre(span, size, draw);
  return first + std::floor(draw * (last - first + 1)) + span / 2;
}

int64_t DrawForegroundPixel(const SlicePixels& slice, uint64_t seed) {
  const auto count = std::count_if(slice.classes.begin(), slice.classes.end(), &SlicePixels::IsForeground);
  if (count == 0) return -1;
  auto rank = static_cast<int64_t>(UniformBelow(static_cast<uint64_t>(count), seed, kPixel));
  for (size_t i = 0; i < slice.classes.size(); ++i)
    if (SlicePixels::IsForeground(slice.classes[i]) && rank-- == 0) return static_cast<int64_t>(i);
  return -1;
}

/// Log-uniform between a and b.
double LogUniform(double a, double b, double draw) { return a * std::pow(b / a, draw); }

/// The slice's coordinates of the square's pixel (column, row).
struct Source {
  double xx, xy, x0, yx, yy, y0;  // x = xx column + xy row + x0

  Source(const Placement& p, int64_t side) {
    // A quarter turn takes (u, v) to (v, -u).
    double a = 1 / p.scale, b = 0, c = 0, d = 1 / p.scale;
    for (int i = 0; i < p.quarter_turns; ++i) {
      const double old_a = a, old_b = b;
      a = c, b = d, c = -old_a, d = -old_b;
    }
    if (p.angle != 0) {
      const double cosine = std::cos(p.angle), sine = std::sin(p.angle), old_a = a, old_b = b;
      a = cosine * a + sine * c, b = cosine * b + sine * d;
      c = cosine * c - sine * old_a, d = cosine * d - sine * old_b;
    }
    if (p.mirror_x) a = -a, b = -b;
    if (p.mirror_y) c = -c, d = -d;
    const double middle = static_cast<double>(side - 1) / 2;
    xx = a, xy = b, yx = c, yy = d;
    x0 = p.x - 0.5 - (a + b) * middle;
    y0 = p.y - 0.5 - (c + d) * middle;
  }
};

/// A level in 0..1 through the intensity's curve.
float Curved(float level, const Intensity& intensity) {
  if (level <= 0) return level;
  return static_cast<float>(
      std::clamp(intensity.gain * std::pow(static_cast<double>(level), intensity.gamma), 0.0, 1.0));
}

/// Levels of a plane as floats, through the intensity's curve.
Image<float> Curve(const SlicePixels& slice, size_t plane, const Intensity& intensity) {
  if (intensity.gain == 1 && intensity.gamma == 1) return slice.Levels(plane);
  const auto* const bytes = std::get_if<Image<uint8_t>>(&slice.planes[plane]);
  if (bytes == nullptr) {
    Image<float> image = slice.Levels(plane);
    for (float& level : image.samples) level = Curved(level, intensity);
    return image;
  }
  std::array<float, 256> curve{};  // a power of each level, not of each pixel
  for (size_t i = 0; i < curve.size(); ++i) curve[i] = Curved(static_cast<float>(i) / 255.0F, intensity);
  auto image = ImageOn<float>(bytes->grid);
  std::ranges::transform(bytes->samples, image.samples.begin(), [&](uint8_t level) { return curve[level]; });
  return image;
}

/// 0 beyond the plane.
float At(const View<const float>& plane, int64_t x, int64_t y) {
  return x < 0 || y < 0 || x >= plane.width || y >= plane.height ? 0.0F : plane(x, y);
}

/// As std::floor() has it, which is a call where the compiler may not assume SSE 4.1.
int64_t Floor(double x) {
  const auto whole = static_cast<int64_t>(x);
  return static_cast<double>(whole) > x ? whole - 1 : whole;
}

float Bilinear(const View<const float>& plane, double x, double y) {
  const int64_t i = Floor(x), j = Floor(y);
  const auto u = static_cast<float>(x - static_cast<double>(i));
  const auto v = static_cast<float>(y - static_cast<double>(j));
  if (u == 0 && v == 0) return At(plane, i, j);
  const auto between = [&](float a, float b, float c, float d) {
    return (a * (1 - u) + b * u) * (1 - v) + (c * (1 - u) + d * u) * v;
  };
  if (i >= 0 && j >= 0 && i + 1 < plane.width && j + 1 < plane.height) {
    const float *const upper = &plane(i, j), *const lower = &plane(i, j + 1);
    return between(upper[0], upper[1], lower[0], lower[1]);
  }
  return between(At(plane, i, j), At(plane, i + 1, j), At(plane, i, j + 1), At(plane, i + 1, j + 1));
}

}  // namespace

Augmentation DrawAugmentation(const SlicePixels& slice, int64_t side, bool on_foreground,
                              const SamplingOptions& options, uint64_t seed) {
  Augmentation result;
  Placement& p = result.placement;
  p.mirror_x = Uniform(seed, kFlipX) < options.flip;
  p.mirror_y = Uniform(seed, kFlipY) < options.flip;
  const bool as_nnunet = options.augmentation == AugmentationKind::kNnunet;
  if (as_nnunet && Uniform(seed, kAngle) < kAngleProbability)
    p.angle = std::numbers::pi * (2 * Uniform(seed, kAngleBy) - 1);
  if (!as_nnunet && Uniform(seed, kTurn) < options.rotate)
    p.quarter_turns = 1 + static_cast<int>(UniformBelow(3, seed, kTurnBy));
  if (Uniform(seed, kScale) < options.scale)
    p.scale = LogUniform(options.scale_least, options.scale_most, Uniform(seed, kScaleBy));
  const double span = static_cast<double>(side) / p.scale;
  const int64_t pixel = on_foreground ? DrawForegroundPixel(slice, seed) : -1;
  if (pixel >= 0) {
    p.x = DrawCentreAbout(span, slice.width, pixel % slice.width, Uniform(seed, kX));
    p.y = DrawCentreAbout(span, slice.height, pixel / slice.width, Uniform(seed, kY));
  } else {
    p.x = DrawCentre(span, slice.width, Uniform(seed, kX));
    p.y = DrawCentre(span, slice.height, Uniform(seed, kY));
  }
  for (uint64_t i = 0; i < slice.planes.size(); ++i) {
    Intensity intensity;
    if (as_nnunet)
      result.appearances.push_back(DrawAppearance(Mix(seed, kAppearance, i)));
    else if (Uniform(seed, kIntensity, i, 0) < options.intensity)
      intensity = {LogUniform(0.75, 1.25, Uniform(seed, kIntensity, i, 1)),
                   LogUniform(0.7, 1.5, Uniform(seed, kIntensity, i, 2))};
    result.intensities.push_back(intensity);
  }
  return result;
}

Augmentation NoAugmentation(const SlicePixels& slice, int64_t side) {
  Augmentation result;
  const auto span = static_cast<double>(side);
  result.placement.x = std::floor((slice.width - span) / 2) + span / 2;
  result.placement.y = std::floor((slice.height - span) / 2) + span / 2;
  result.intensities.resize(slice.planes.size());
  return result;
}

void Place(const SlicePixels& slice, const Augmentation& augmentation, int64_t side, std::span<float> images,
           std::span<int64_t> labels) {
  const Source source(augmentation.placement, side);
  for (size_t i = 0; i < slice.planes.size(); ++i) {
    const Image<float> image = Curve(slice, i, augmentation.intensities[i]);
    const View<const float> plane = image.plane();
    float* out = images.data() + static_cast<int64_t>(i) * side * side;
    for (int64_t row = 0; row < side; ++row)
      for (int64_t column = 0; column < side; ++column) {
        const auto u = static_cast<double>(column), v = static_cast<double>(row);
        *out++ = Bilinear(plane, source.xx * u + source.xy * v + source.x0,
                          source.yx * u + source.yy * v + source.y0);
      }
    if (!augmentation.appearances.empty())
      Apply(augmentation.appearances[i], side,
            images.subspan(i * static_cast<size_t>(side * side), static_cast<size_t>(side * side)));
  }
  if (labels.empty()) return;
  int64_t* out = labels.data();
  for (int64_t row = 0; row < side; ++row)
    for (int64_t column = 0; column < side; ++column) {
      const auto u = static_cast<double>(column), v = static_cast<double>(row);
      const auto x = std::llround(source.xx * u + source.xy * v + source.x0);
      const auto y = std::llround(source.yx * u + source.yy * v + source.y0);
      const bool inside = x >= 0 && y >= 0 && x < slice.width && y < slice.height;
      *out++ = inside ? SlicePixels::LabelOf(slice.classes[static_cast<size_t>(y * slice.width + x)]) : 0;
    }
}

}  // namespace f4s
