// Intensities and colours.

#include "libfuse4seg/image/intensity.h"

#include <cmath>
#include <random>

#include "libfuse4seg/image/colour.h"
#include "tests/unit/image/files.h"

namespace f4s {
namespace {

std::string UsageCode(const std::string& text) {
  try {
    static_cast<void>(ParseNormalization(text));
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kUsage);
    return error.code();
  }
  return "";
}

TEST(Normalization, Parses) {
  EXPECT_EQ(ParseNormalization("percentile").kind, Normalization::Kind::kPercentile);
  EXPECT_EQ(ParseNormalization("zscore").kind, Normalization::Kind::kZscore);
  EXPECT_EQ(ParseNormalization("none").kind, Normalization::Kind::kNone);
  const Normalization range = ParseNormalization("range=-1000,2.5e3");
  EXPECT_EQ(range, (Normalization{Normalization::Kind::kRange, -1000, 2500}));
  EXPECT_EQ(ToString(range), "range=-1000,2500");
  for (const char* text : {"", "Percentile", "range", "range=", "range=1", "range=1,", "range=2,1",
                           "range=1,1", "range=nan,1", "range=0,inf", "range=0,1,2", "range=0,1x", "zscore "})
    EXPECT_EQ(UsageCode(text), "normalize.syntax") << text;
}

/// numpy.percentile([7, 1, 5, 3], [0, 10, 50, 99.5, 100]) = 1, 1.6, 4, 6.97, 7.
TEST(Normalization, PercentilesAreNumpys) {
  std::vector<float> values = {7, 1, 5, 3};
  const std::vector<double> found = Percentiles(values, {0, 10, 50, 99.5, 100});
  const std::vector<double> expected = {1, 1.6, 4, 6.97, 7};
  for (size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(found[i], expected[i], 1e-12);
}

TEST(Normalization, WorksWithinTheMask) {
  std::vector<float> values(1201, -500);
  std::vector<uint8_t> mask(1201, 0);
  for (size_t i = 0; i <= 1000; ++i) {
    values[i + 100] = static_cast<float>(i);
    mask[i + 100] = 1;
  }
  const IntensityWindow window = Normalize({}, values, mask);
  EXPECT_NEAR(window.low, 5, 1e-9);
  EXPECT_NEAR(window.high, 995, 1e-9);
  EXPECT_FALSE(window.constant);
  EXPECT_EQ(values[0], 0);
  EXPECT_EQ(values[100], 0);
  EXPECT_NEAR(values[600], 0.5, 1e-6);
  EXPECT_EQ(values[1100], 1);
}

/// Whole numbers are counted, others sorted: to the same window.
TEST(Normalization, CountsWholeNumbersAsItSortsOthers) {
  std::mt19937 random(9);
  for (const auto& [least, greatest] :
       {std::pair{0, 4000}, {-32768, 65535}, {7, 7}, {-3, 1}, {-40000, 70000}})
    for (const size_t count : {size_t{1}, size_t{2}, size_t{200}, size_t{5003}}) {
      std::vector<float> values(count), within;
      std::vector<uint8_t> mask(count);
      for (size_t i = 0; i < count; ++i) {
        values[i] = static_cast<float>(
            least + static_cast<int>(random() % static_cast<unsigned>(greatest - least + 1)));
        mask[i] = static_cast<uint8_t>(i % 50 < 30 ? 0 : random() % 3);
        if (mask[i] != 0) within.push_back(values[i]);
      }
      const IntensityWindow window = WindowOf({}, values, mask), everywhere = WindowOf({}, values, {});
      if (within.empty()) {
        EXPECT_TRUE(window == (IntensityWindow{0, 1, true}));
      }
      for (const auto& [found, of] : {std::pair{window, within}, {everywhere, values}}) {
        std::vector<float> sorted = of;
        if (sorted.empty()) continue;
        const std::vector<double> ends = Percentiles(sorted, {kLowPercentile, kHighPercentile});
        EXPECT_EQ(found.low, ends[0]) << least << " " << count;
        EXPECT_EQ(found.high, ends[1]) << least << " " << count;
        EXPECT_EQ(found.constant, ends[0] == ends[1]);
      }
      std::vector<float> with_half = values;
      with_half.back() += 0.5F;
      std::vector<float> sorted = with_half;
      EXPECT_EQ(WindowOf({}, with_half, {}).high, Percentiles(sorted, {kHighPercentile})[0]);
    }
}

TEST(Normalization, PassesOverNothingWithinTheMask) {
  std::mt19937 random(10);
  for (size_t count = 0; count < 70; ++count) {
    std::vector<uint8_t> mask(count);
    std::vector<size_t> wanted, found, all;
    for (size_t i = 0; i < count; ++i) {
      mask[i] = static_cast<uint8_t>(random() % 5 == 0 ? 200 : 0);
      if (mask[i] != 0) wanted.push_back(i);
    }
    ForEachWithin(mask, count, [&](size_t i) { found.push_back(i); });
    ForEachWithin({}, count, [&](size_t i) { all.push_back(i); });
    EXPECT_EQ(found, wanted);
    EXPECT_EQ(all.size(), count);
    std::vector<float> values(count, 3);
    ApplyWindow({0, 6, false}, values, mask);
    for (size_t i = 0; i < count; ++i) EXPECT_EQ(values[i], mask[i] != 0 ? 0.5F : 0) << i << " of " << count;
  }
}

TEST(Normalization, ZscoreMapsTheMeanToHalf) {
  std::vector<float> values = {-1, 1, -1, 1};  // mean 0, sd 1
  const IntensityWindow window = Normalize(ParseNormalization("zscore"), values, {});
  EXPECT_EQ(window.low, -4);
  EXPECT_EQ(window.high, 4);
  EXPECT_EQ(values[0], 0.375F);
}

TEST(Normalization, SaysWhenAVolumeIsConstant) {
  for (const char* text : {"percentile", "zscore", "range=0,10", "none"}) {
    std::vector<float> values = {5, 5, 5};
    const IntensityWindow window = Normalize(ParseNormalization(text), values, {});
    EXPECT_TRUE(window.constant) << text;
    for (const float value : values) EXPECT_TRUE(value >= 0 && value <= 1) << text;
    EXPECT_TRUE(WindowOf(ParseNormalization(text), values, std::vector<uint8_t>(3, 0)).constant)
        << "empty mask";
  }
  std::vector<float> spike(1000, 2);  // percentiles coincide, the spike stands out
  spike[7] = 3;
  EXPECT_TRUE(Normalize({}, spike, {}).constant);
  EXPECT_EQ(spike[0], 0);
  EXPECT_EQ(spike[7], 1);
}

TEST(Quantize, RoundsHalfUp) {
  EXPECT_EQ(Quantize(0.0F, 8), 0);
  EXPECT_EQ(Quantize(1.0F, 8), 255);
  EXPECT_EQ(Quantize(0.5F, 8), 128);
  EXPECT_EQ(Quantize(0.5F, 16), 32768);
  EXPECT_EQ(Quantize(-1.0F, 8), 0);
  EXPECT_EQ(Quantize(2.0F, 16), 65535);
  EXPECT_EQ(Quantize(NAN, 8), 0);
  for (int level = 0; level <= 255; ++level) EXPECT_EQ(Quantize(static_cast<float>(level) / 255, 8), level);
  for (int level = 0; level <= 65535; ++level)
    ASSERT_EQ(Quantize(static_cast<float>(level) / 65535, 16), level);
}

TEST(Quantize, IsTheSameOfMany) {
  std::vector<float> values = {NAN, -NAN, INFINITY, -INFINITY, -0.0F, 1e-45F, 1e30F, -1e30F, 1, 0.99999994F};
  std::mt19937 random(11);
  for (int i = 0; i < 20000; ++i)
    values.push_back(static_cast<float>(static_cast<int>(random() % 140000) - 30000) / 65535 +
                     (i % 2 == 0 ? 0.5F / 65535 : 0));
  for (const int bits : {8, 16}) {
    const std::vector<uint16_t> levels = Quantize(values, bits);
    for (size_t i = 0; i < values.size(); ++i) ASSERT_EQ(levels[i], Quantize(values[i], bits)) << values[i];
  }
}

TEST(Colour, RoundTripsAllEightBitColours) {
  for (int r = 0; r < 256; r += 5)
    for (int g = 0; g < 256; g += 3)
      for (int b = 0; b < 256; b += 5) {
        const Rgb rgb = {static_cast<float>(r) / 255, static_cast<float>(g) / 255,
                         static_cast<float>(b) / 255};
        const YCbCr colour = YCbCrFromRgb(rgb);
        ASSERT_TRUE(colour.cb > -1e-6F && colour.cb < 1 + 1e-6F && colour.cr > -1e-6F &&
                    colour.cr < 1 + 1e-6F);
        const Rgb back = RgbFromYCbCr(colour);
        for (size_t i = 0; i < 3; ++i) ASSERT_NEAR(back[i], rgb[i], 1e-6);
        ASSERT_EQ(Quantize(back[1], 8), g);
      }
}

/// ITU-T T.871, section 7: Y = 0.299 R + 0.587 G + 0.114 B, Cb = (B - Y) / 1.772 + 0.5.
TEST(Colour, HasTheStandardsValues) {
  const YCbCr red = YCbCrFromRgb({1, 0, 0}), blue = YCbCrFromRgb({0, 0, 1}),
              grey = YCbCrFromRgb({0.3F, 0.3F, 0.3F});
  EXPECT_NEAR(red.y, 0.299, 1e-6);
  EXPECT_NEAR(red.cr, 1, 1e-6);
  EXPECT_NEAR(red.cb, 0.5 - 0.168736, 1e-5);
  EXPECT_NEAR(blue.cb, 1, 1e-6);
  EXPECT_NEAR(blue.cr, 0.5 - 0.081312, 1e-5);
  EXPECT_NEAR(grey.cb, 0.5, 1e-6);
  const Image<float> image = {PictureGrid(2, 1), 3, {1, 0, 0, 0.04F, 0.04F, 0.04F}};
  EXPECT_NEAR(LumaOf(image).samples[0], 0.299, 1e-6);
  EXPECT_NEAR(ColourAt(image, 1).cr, 0.5, 1e-6);
}

}  // namespace
}  // namespace f4s
