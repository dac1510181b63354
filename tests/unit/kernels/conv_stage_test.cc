// The loops of whole convolutions against their definition in double precision, on each kind of processor.

#include "libfuse4seg/kernels/net/conv_stage.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "tests/support/each_processor.h"

namespace f4s {
namespace {

using Floats = std::vector<float>;
using Doubles = std::vector<double>;

constexpr float kSlope = 0.01F;
constexpr double kRounding = 3e-6;
constexpr double kMinimalRounding = 5e-7;  // beside the sizes of all products, which may cancel

Floats Wave(int64_t count, double phase) {
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
Doubles Convolved(const Case& c, const std::vector<Planes>& inputs, const Floats& weight, const Floats& bias,
                  bool sizes = false) {
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
double Difference(const Floats& y, int64_t stride, const Doubles& wanted, int64_t out, const Doubles& sizes) {
  double most = 0, greatest = 0;
  for (const double size : sizes) greatest = std::max(greatest, std::abs(size));
  for (size_t i = 0; i < wanted.size(); ++i) {
    const auto pixel = static_cast<int64_t>(i) / out, channel = static_cast<int64_t>(i) % out;
    most = std::max(
        most, std::abs(static_cast<double>(y[static_cast<size_t>(pixel * stride + channel)]) - wanted[i]));
  }
  return most / greatest;
}

double Difference(const Floats& y, int64_t stride, const Doubles& wanted, int64_t out) {
  return Difference(y, stride, wanted, out, wanted);
}

/// `line` must bring each channel of wanted [pixels,out] to mean `bias` and deviation `weight`.
void ExpectNormalises(const Floats& line, const Doubles& wanted, int64_t out, const Floats& weight,
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
    EXPECT_NEAR(line[at], mean, kRounding * (1 + std::abs(mean)));
    EXPECT_NEAR(line[static_cast<size_t>(stride) + at], scale, 1e-5 * (1 + std::abs(scale)));
    EXPECT_NEAR(line[static_cast<size_t>(2 * stride) + at], bias[at], 1e-5 * (1 + std::abs(scale)));
  }
}

void Check(const Case& c, const std::string& kind, bool minimal = false) {
  std::vector<Planes> inputs;
  std::vector<FeatureView> views;
  int64_t in = 0;
  for (const int64_t count : c.channels) {
    inputs.emplace_back(c.rows, c.columns, count, c.normalised, static_cast<double>(in));
    in += count;
  }
  for (const Planes& planes : inputs) views.push_back(planes.view());
  const Floats weight = Wave(c.out * in * c.kernel * c.kernel, 1), bias = Wave(c.out, 2),
               scale = Wave(c.out, 3);
  DenseConv conv(weight, bias, c.channels, c.out, c.kernel, c.step);
  if (minimal) conv.UseMinimalFiltering();
  const Doubles wanted = Convolved(c, inputs, weight, bias);
  const int64_t stride = StageStride(c.out);
  Floats y(wanted.size() / static_cast<size_t>(c.out) * static_cast<size_t>(stride), NAN);
  Floats line(static_cast<size_t>(3 * stride), NAN);
  conv.Run(views, c.rows, c.columns, kSlope, y.data(), {scale.data(), bias.data()}, line.data());
  EXPECT_LT(minimal ? Difference(y, stride, wanted, c.out, Convolved(c, inputs, weight, bias, true))
                    : Difference(y, stride, wanted, c.out),
            minimal ? kMinimalRounding : kRounding)
      << kind << " " << in << " to " << c.out << ", " << c.kernel << " by " << c.step << ", " << c.rows << "x"
      << c.columns;
  for (size_t i = 0; i < y.size(); ++i)
    EXPECT_TRUE(static_cast<int64_t>(i) % stride < c.out || y[i] == 0) << "behind the channels";
  ExpectNormalises(line, wanted, c.out, scale, bias);
}

TEST(ConvStage, ConvolvesNormalisesAndSumsUp) {
  OnEachProcessor([](const std::string& kind) {
    for (const Case& c : {Case{{1}, 8, 3, 1, 5, 7, false},
                          {{4}, 16, 3, 1, 9, 40, false},
                          {{16}, 16, 3, 1, 13, 31, true},
                          {{12}, 24, 3, 2, 12, 18, true},
                          {{16, 16}, 16, 3, 1, 6, 50, true},
                          {{5, 3, 8}, 40, 3, 1, 4, 17, true},
                          {{32}, 48, 1, 1, 7, 9, true},
                          {{20}, 33, 3, 2, 7, 5, true},
                          {{128}, 96, 3, 1, 3, 4, true},
                          {{64, 64}, 130, 3, 1, 1, 1, true}})
      Check(c, kind);
  });
}

TEST(ConvStage, ConvolvesByMinimalFiltering) {
  OnEachProcessor([](const std::string& kind) {
    for (const Case& c : {Case{{16}, 16, 3, 1, 13, 31, true},  // tiles that reach over both edges
                          {{32}, 32, 3, 1, 8, 160, true},      // more tiles a row than at once
                          {{16, 16}, 16, 3, 1, 6, 50, true},
                          {{12, 24}, 24, 3, 1, 7, 9, true},  // zeros behind the channels
                          {{128}, 96, 3, 1, 30, 12, true},   // weights for all rows at once
                          {{64, 64}, 130, 3, 1, 1, 1, true},
                          {{16}, 8, 3, 2, 6, 8, true},  // which stay as they are
                          {{4}, 16, 3, 1, 9, 40, true},
                          {{32}, 48, 1, 1, 7, 9, true}})
      Check(c, kind, true);
  });
}

/// What 8 bits leave of features: each channel in 256 levels of its range, rounded as the loops round.
void RoundToLevels(std::vector<Planes>& inputs, const ChannelRanges& ranges) {
  size_t begin = 0;
  for (Planes& planes : inputs) {
    const auto channels = static_cast<size_t>(planes.channels), stride = static_cast<size_t>(planes.stride);
    for (size_t i = 0; i < planes.read.size(); ++i) {
      const size_t c = i % channels;
      const float least = ranges.least[begin + c], greatest = ranges.greatest[begin + c];
      const float step = (greatest - least) / 255, inverse = 1 / step,
                  zero = std::nearbyint(-least * inverse);
      float v = planes.x[i / channels * stride + c];
      v = std::fma(v - planes.line[c], planes.line[stride + c], planes.line[2 * stride + c]);
      const float level = std::nearbyint(std::fma(std::max(v, v * kSlope), inverse, zero));
      planes.read[i] = (std::clamp(level, 0.0F, 255.0F) - zero) * step;
    }
    begin += channels;
  }
}

/// Likewise of weights [out,in,taps], on one scale an output and each channel's step.
void RoundToWholes(Floats& weight, int64_t out, int64_t taps, const ChannelRanges& ranges) {
  const size_t of_output = weight.size() / static_cast<size_t>(out);
  const auto step = [&](size_t i) {
    const size_t c = i / static_cast<size_t>(taps);
    return (ranges.greatest[c] - ranges.least[c]) / 255;
  };
  for (size_t o = 0; o < static_cast<size_t>(out); ++o) {
    float* const w = weight.data() + o * of_output;
    float most = 0;
    for (size_t i = 0; i < of_output; ++i) most = std::max(most, std::abs(w[i] * step(i)));
    const float scale = most / 127;
    for (size_t i = 0; i < of_output; ++i)
      w[i] = static_cast<float>(std::lround(w[i] * step(i) / scale)) * scale / step(i);
  }
}

/// Of one channel that has these values, the longest part several times.
ChannelRanges BestRangesOf(const std::vector<Floats>& parts, int times = 1) {
  ChannelHistograms all;
  for (const Floats& values : parts) {
    const FeatureView view = {values.data(), 1, 1, nullptr};
    ChannelHistograms some;
    some.Add({&view, 1}, 1, std::ssize(values), kSlope);
    for (int i = 0; i < (values.size() > 1000 ? times : 1); ++i) all.Add(some);
  }
  return all.BestRanges();
}

TEST(ChannelHistograms, LeaveOutWhatIsRareAndFar) {
  Floats usual;
  for (int i = 0; i < 100000; ++i)
    usual.push_back(static_cast<float>(i % 1000) / 500 - 0.5F);  // -0.5 to 1.498
  const ChannelRanges all = BestRangesOf({usual});
  EXPECT_EQ(all.greatest[0], 1.498F);
  EXPECT_EQ(all.least[0], -0.5F);
  const ChannelRanges clipped = BestRangesOf({usual, {40, -3}}, 200),
                      turned = BestRangesOf({{40, -3}, usual}, 200);
  EXPECT_LT(clipped.greatest[0], 4);
  EXPECT_GE(clipped.greatest[0], 1.4F);
  EXPECT_EQ(turned.greatest, clipped.greatest);
  EXPECT_EQ(turned.least, clipped.least);
  const ChannelRanges common = BestRangesOf({usual, Floats(20000, 40.0F)});
  EXPECT_EQ(common.greatest[0], 40);
  const ChannelRanges nothing = BestRangesOf({Floats(9, 0.0F)});
  EXPECT_EQ(nothing.greatest[0], 0);
  EXPECT_EQ(nothing.least[0], 0);
}

TEST(ConvStage, ConvolvesInWholeNumbers) {
  if (!CanConvolveInt8()) GTEST_SKIP() << "no AVX-512 VNNI";
  for (const Case& c : {Case{{16}, 16, 3, 1, 13, 31, true},
                        {{12}, 24, 3, 2, 12, 18, true},
                        {{16, 16}, 16, 3, 1, 6, 50, true},
                        {{5, 3, 8}, 40, 3, 1, 4, 17, true},
                        {{32}, 48, 1, 1, 7, 9, true},
                        {{20}, 33, 3, 2, 7, 5, true},
                        {{128}, 384, 3, 1, 5, 4, true},
                        {{64, 64}, 130, 3, 1, 1, 1, true}}) {
    std::vector<Planes> inputs;
    std::vector<FeatureView> views;
    int64_t in = 0;
    for (const int64_t count : c.channels) {
      inputs.emplace_back(c.rows, c.columns, count, true, static_cast<double>(in));
      in += count;
    }
    for (const Planes& planes : inputs) views.push_back(planes.view());
    ChannelHistograms histograms;
    histograms.Add(views, c.rows, c.columns, kSlope);
    ChannelRanges ranges = histograms.BestRanges();
    for (float& greatest : ranges.greatest) greatest = 0.9F * greatest + 1e-3F;  // some are beyond it
    for (float& least : ranges.least) least -= 1e-3F;
    Floats weight = Wave(c.out * in * c.kernel * c.kernel, 1);
    const Floats bias = Wave(c.out, 2), scale = Wave(c.out, 3);
    DenseConv conv(weight, bias, c.channels, c.out, c.kernel, c.step);
    conv.Quantize(ranges);
    RoundToLevels(inputs, ranges);
    RoundToWholes(weight, c.out, c.kernel * c.kernel, ranges);
    const Doubles wanted = Convolved(c, inputs, weight, bias);
    const int64_t stride = StageStride(c.out);
    Floats y(wanted.size() / static_cast<size_t>(c.out) * static_cast<size_t>(stride), NAN);
    Floats line(static_cast<size_t>(3 * stride), NAN);
    conv.Run(views, c.rows, c.columns, kSlope, y.data(), {scale.data(), bias.data()}, line.data());
    EXPECT_LT(Difference(y, stride, wanted, c.out), kRounding) << in << " to " << c.out << " by " << c.step;
    ExpectNormalises(line, wanted, c.out, scale, bias);
  }
}

TEST(ConvStage, DoublesPlanesInWholeNumbers) {
  if (!CanConvolveInt8()) GTEST_SKIP() << "no AVX-512 VNNI";
  const int64_t in = 24, out = 12, stride = StageStride(out);
  const Planes input(5, 6, in, true, 1);
  const FeatureView view = input.view();
  DenseConv conv = DenseConv::Doubling(Wave(in * out * 4, 2), Wave(out, 3), in, out);
  Floats y(static_cast<size_t>(120 * stride), NAN), levels = y;
  conv.Run({&view, 1}, 5, 6, kSlope, y.data());
  ChannelHistograms histograms;
  histograms.Add({&view, 1}, 5, 6, kSlope);
  conv.Quantize(histograms.BestRanges());
  conv.Run({&view, 1}, 5, 6, kSlope, levels.data());
  const Doubles wanted(y.begin(), y.end());
  EXPECT_LT(Difference(levels, stride, wanted, stride), 0.01);
  EXPECT_GT(Difference(levels, stride, wanted, stride), 1e-5);  // it is not the same computation
}

TEST(ConvStage, DoublesPlanes) {
  OnEachProcessor([](const std::string& kind) {
    for (const auto& [in, out] : {std::pair<int64_t, int64_t>{32, 16}, {24, 12}, {7, 5}, {40, 33}}) {
      const Planes input(5, 6, in, true, 1);
      const Floats weight = Wave(in * out * 4, 2), bias = Wave(out, 3);
      Doubles wanted;
      for (int64_t y = 0; y < 10; ++y)
        for (int64_t x = 0; x < 12; ++x)
          for (int64_t o = 0; o < out; ++o) {
            double sum = static_cast<double>(bias[static_cast<size_t>(o)]);
            for (int64_t c = 0; c < in; ++c)
              sum +=
                  input.At(y / 2, x / 2, c) *
                  static_cast<double>(weight[static_cast<size_t>(((c * out + o) * 2 + y % 2) * 2 + x % 2)]);
            wanted.push_back(sum);
          }
      Floats y(static_cast<size_t>(120 * StageStride(out)), NAN);
      const FeatureView view = input.view();
      DenseConv::Doubling(weight, bias, in, out).Run({&view, 1}, 5, 6, kSlope, y.data());
      EXPECT_LT(Difference(y, StageStride(out), wanted, out), kRounding)
          << kind << " " << in << " to " << out;
    }
  });
}

TEST(ConvStage, GivesTheSoftmaxOfWhatIsKept) {
  OnEachProcessor([](const std::string& kind) {
    for (const int64_t classes : {2, 4, 19}) {
      const Planes input(6, 9, 16, true, 1);
      const Floats weight = Wave(classes * 16, 2), bias = Wave(classes, 3);
      const Doubles logits = Convolved({{16}, classes, 1, 1, 6, 9, true}, {input}, weight, bias);
      Floats planes(static_cast<size_t>(classes * 5 * 7), NAN);
      DenseConv(weight, bias, {16}, classes, 1).RunSoftmax(input.view(), 9, kSlope, 5, 7, planes.data());
      for (int64_t i = 0; i < 35; ++i) {
        const double* const at = logits.data() + (i / 7 * 9 + i % 7) * classes;
        double sum = 0;
        for (int64_t k = 0; k < classes; ++k) sum += std::exp(at[k]);
        for (int64_t k = 0; k < classes; ++k)
          EXPECT_NEAR(planes[static_cast<size_t>(k * 35 + i)], std::exp(at[k]) / sum, 2e-6) << kind;
      }
    }
  });
}

TEST(ConvStage, AConstantPlaneBecomesTheBias) {
  OnEachProcessor([](const std::string&) {
    const Floats weight = {2}, bias = {0.7F}, scale = {3}, x(12, 0.1F);
    Floats y(static_cast<size_t>(12 * StageStride(1))), line(static_cast<size_t>(3 * StageStride(1)));
    const FeatureView view = {x.data(), 1, 1, nullptr};
    DenseConv(weight, {}, {1}, 1, 1)
        .Run({&view, 1}, 3, 4, kSlope, y.data(), {scale.data(), bias.data()}, line.data());
    EXPECT_EQ(line[0], y[0]);
    EXPECT_EQ(line[static_cast<size_t>(2 * StageStride(1))], 0.7F);
  });
}

TEST(ConvStage, GatesBySoftmax) {
  OnEachProcessor([](const std::string&) {
    const Floats r[] = {Wave(37, 0), Wave(37, 1), Wave(37, 2)},
                 own[] = {Wave(37, 3), Wave(37, 4), Wave(37, 5)};
    Floats merged = Wave(37, 6);
    const Floats before = merged;
    AddGated({r[0].data(), r[1].data(), r[2].data()}, {own[0].data(), own[1].data(), own[2].data()}, 37,
             merged.data());
    for (size_t i = 0; i < 37; ++i) {
      double sum = 0, gated = 0;
      for (const Floats& rating : r) sum += std::exp(static_cast<double>(rating[i]));
      for (size_t m = 0; m < 3; ++m)
        gated += std::exp(static_cast<double>(r[m][i])) / sum * static_cast<double>(own[m][i]);
      EXPECT_NEAR(merged[i], static_cast<double>(before[i]) + gated, 1e-6);
    }
  });
}

TEST(ConvStage, ScalesTanh) {
  OnEachProcessor([](const std::string&) {
    Floats x = Wave(37, 0);
    const Floats before = x;
    ScaleTanh(x.data(), 37, 1.5F);
    for (size_t i = 0; i < x.size(); ++i)
      EXPECT_NEAR(x[i], 1.5 * std::tanh(static_cast<double>(before[i])), 1e-6);
  });
}

}  // namespace
}  // namespace f4s
