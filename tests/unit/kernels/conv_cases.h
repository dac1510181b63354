// Convolutions by their definition in double precision, for the tests of the loops.

#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "libfuse4seg/kernels/net/conv_stage.h"

namespace f4s {
namespace {  // of each test for itself

using Floats = std::vector<float>;
using Doubles = std::vector<double>;

constexpr float kSlope = 0.01F;
constexpr double kRounding = 3e-6;
constexpr double kMinimalRounding = 5e-7;  // beside the sizes of all products, which may cancel

inline Floats Wave(int64_t count, double phase) {
  Floats values(static_cast<size_t>(count));
  for (size_t i = 0; i < values.size(); ++i)
    values[i] = static_cast<float>(std::sin(2.4 * static_cast<double>(i) + phase));
  return values;
}

/// Features [H,W,stride], whose last channels are zeros, and what they are once read: [H,W,C].
struct Planes {
  int64_t rows, columns, channels, stride;
  Floats x, line;
  Doubles read;

  Planes(int64_t height, int64_t width, int64_t count, bool normalised, double phase)
      : rows(height), columns(width), channels(count), stride(normalised ? StageStride(count) : count) {
    x.assign(static_cast<size_t>(rows * columns * stride), 0);
    if (normalised) line.assign(static_cast<size_t>(3 * stride), 0);
    const Floats wave = Wave(rows * columns * channels, phase);
    for (int64_t c = 0; normalised && c < channels; ++c)
      for (int64_t part = 0; part < 3; ++part)
        line[static_cast<size_t>(part * stride + c)] = 0.3F + 0.2F * static_cast<float>((c + part) % 3);
    for (int64_t i = 0; i < rows * columns; ++i)
      for (int64_t c = 0; c < channels; ++c) {
        const float value = wave[static_cast<size_t>(i * channels + c)];
        x[static_cast<size_t>(i * stride + c)] = value;
        read.push_back(normalised ? Activated(value, c) : static_cast<double>(value));
      }
  }

  [[nodiscard]] double Activated(float value, int64_t c) const {
    const auto part = [&](int64_t p) {
      return static_cast<double>(line[static_cast<size_t>(p * stride + c)]);
    };
    const double v = (static_cast<double>(value) - part(0)) * part(1) + part(2);
    return v < 0 ? v * static_cast<double>(kSlope) : v;
  }

  [[nodiscard]] FeatureView view() const {
    return {x.data(), channels, stride, line.empty() ? nullptr : line.data()};
  }
  [[nodiscard]] double At(int64_t y, int64_t column, int64_t c) const {
    const bool inside = y >= 0 && y < rows && column >= 0 && column < columns;
    return inside ? read[static_cast<size_t>((y * columns + column) * channels + c)] : 0;
  }
};

struct Case {
  std::vector<int64_t> channels;
  int64_t out, kernel, step, rows, columns;
  bool normalised;
};

/// The definition: [H',W',out].
/// @param sizes  of the products, not their values
inline Doubles Convolved(const Case& c, const std::vector<Planes>& inputs, const Floats& weight,
                         const Floats& bias, bool sizes = false) {
  Doubles all;
  int64_t in = 0;
  for (const int64_t count : c.channels) in += count;
  for (int64_t y = 0; y < c.rows; y += c.step)
    for (int64_t x = 0; x < c.columns; x += c.step)
      for (int64_t o = 0; o < c.out; ++o) {
        double sum = static_cast<double>(bias[static_cast<size_t>(o)]);
        int64_t at = 0;
        for (const Planes& planes : inputs)
          for (int64_t i = 0; i < planes.channels; ++i, ++at)
            for (int64_t t = 0; t < c.kernel * c.kernel; ++t) {
              const double product =
                  static_cast<double>(weight[static_cast<size_t>((o * in + at) * c.kernel * c.kernel + t)]) *
                  planes.At(y + t / c.kernel - c.kernel / 2, x + t % c.kernel - c.kernel / 2, i);
              sum += sizes ? std::abs(product) : product;
            }
        all.push_back(sum);
      }
  return all;
}

/// The greatest difference of y [pixels,stride] from wanted [pixels,out], beside the greatest of `sizes`.
inline double Difference(const Floats& y, int64_t stride, const Doubles& wanted, int64_t out,
                         const Doubles& sizes) {
  double most = 0, greatest = 0;
  for (const double size : sizes) greatest = std::max(greatest, std::abs(size));
  for (size_t i = 0; i < wanted.size(); ++i) {
    const auto pixel = static_cast<int64_t>(i) / out, channel = static_cast<int64_t>(i) % out;
    most = std::max(
        most, std::abs(static_cast<double>(y[static_cast<size_t>(pixel * stride + channel)]) - wanted[i]));
  }
  return most / greatest;
}

inline double Difference(const Floats& y, int64_t stride, const Doubles& wanted, int64_t out) {
  return Difference(y, stride, wanted, out, wanted);
}

/// `line` must bring each channel of wanted [pixels,out] to mean `bias` and deviation `weight`.
inline void ExpectNormalises(const Floats& line, const Doubles& wanted, int64_t out, const Floats& weight,
                             const Floats& bias) {
  const auto pixels = static_cast<double>(wanted.size()) / static_cast<double>(out);
  const int64_t stride = StageStride(out);
  for (int64_t o = 0; o < out; ++o) {
    const auto at = static_cast<size_t>(o);
    double mean = 0, square = 0;
    for (size_t i = at; i < wanted.size(); i += static_cast<size_t>(out)) mean += wanted[i] / pixels;
    for (size_t i = at; i < wanted.size(); i += static_cast<size_t>(out))
      square += (wanted[i] - mean) * (wanted[i] - mean) / pixels;
    const double scale = static_cast<double>(weight[at]) / std::sqrt(square + 1e-5);
    EXPECT_NEAR(line[at], mean, kRounding * (1 + std::abs(mean) + std::sqrt(square)));
    EXPECT_NEAR(line[static_cast<size_t>(stride) + at], scale, 1e-5 * (1 + std::abs(scale)));
    EXPECT_NEAR(line[static_cast<size_t>(2 * stride) + at], bias[at], 1e-5 * (1 + std::abs(scale)));
  }
}

}  // namespace
}  // namespace f4s
