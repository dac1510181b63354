// Convolutions in whole numbers of 8 bits against their definition on rounded numbers.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/unit/kernels/conv_cases.h"

namespace f4s {
namespace {

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

}  // namespace
}  // namespace f4s
