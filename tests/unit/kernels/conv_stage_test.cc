// The loops of whole convolutions against their definition in double precision, on each kind of processor.

#include "libfuse4seg/kernels/net/conv_stage.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "tests/support/each_processor.h"
#include "tests/unit/kernels/conv_cases.h"

namespace f4s {
namespace {

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

/// One pixel that lies far off, at a corner or within, costs the moments of the others no digits: what their
/// definition says of the numbers that came out.
TEST(ConvStage, MomentsSurviveAPixelFarOff) {
  OnEachProcessor([](const std::string& kind) {
    for (const bool minimal : {false, true})
      for (const int64_t far_off : {int64_t{0}, int64_t{20 * 61 + 30}}) {
        Planes input(41, 61, 16, true, 1);
        for (size_t i = 0; i < input.x.size(); ++i) input.x[i] = 1e-4F * input.x[i] + 0.5F;
        for (int64_t c = 0; c < 16; ++c) input.x[static_cast<size_t>(far_off * input.stride + c)] = 1000;
        DenseConv conv(Wave(16 * 16 * 9, 1), Wave(16, 2), {16}, 16, 3);
        if (minimal) conv.UseMinimalFiltering();
        const int64_t stride = StageStride(16);
        Floats y(static_cast<size_t>(41 * 61 * stride)), line(static_cast<size_t>(3 * stride));
        const Floats scale(16, 1.0F), bias(16, 0.0F);
        const FeatureView view = input.view();
        conv.Run({&view, 1}, 41, 61, kSlope, y.data(), {scale.data(), bias.data()}, line.data());
        Doubles given;
        for (size_t i = 0; i < y.size(); ++i)
          if (static_cast<int64_t>(i) % stride < 16) given.push_back(static_cast<double>(y[i]));
        ExpectNormalises(line, given, 16, scale, bias);
        if (testing::Test::HasFailure()) FAIL() << kind << (minimal ? " minimal " : " ") << far_off;
      }
  });
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
