// How near an image is to another, on images whose differences are known.

#include "libfuse4seg/metric/fusion/likeness.h"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/metric/fusion/ssim.h"
#include "tests/unit/metric/fusion/random_images.h"

namespace f4s {
namespace {

Raster GreyRaster(const LevelImage& image) {
  return {image.width, image.height, 1, 8, {image.levels.begin(), image.levels.end()}};
}

Raster OnSixteenBits(Raster raster) {
  raster.bits = 16;
  for (uint16_t& sample : raster.samples) sample = static_cast<uint16_t>(sample * 257);
  return raster;
}

LikenessScores Compare(const Raster& source, const Raster& image) {
  Likeness likeness;
  likeness.Add(source, image);
  return likeness.scores();
}

double SsimOf(const LevelImage& a, const LevelImage& b) {
  return Ssim(a, b, RulesOf(FusionConvention::kStrict).ssim).value();
}

TEST(Likeness, OfTheSameImageIsWhole) {
  const Raster image = GreyRaster(RandomImage(20, 30, 1));
  for (const Raster& other : {image, OnSixteenBits(image)}) {
    const LikenessScores scores = Compare(image, other);
    EXPECT_EQ(scores.equal, Score(1.0));
    EXPECT_EQ(scores.ssim, Score(1.0));
    EXPECT_EQ(scores.psnr, Score(Undefined::kIdenticalImages));
  }
}

TEST(Likeness, PsnrIsOfFullScaleAndOfTheBitsThatThereAre) {
  const Raster image = GreyRaster(RandomImage(16, 16, 2));
  Raster changed = image;
  changed.samples[7] = static_cast<uint16_t>(image.samples[7] ^ 64);
  const LikenessScores eight = Compare(image, changed);
  EXPECT_NEAR(eight.psnr.value(), 10 * std::log10(255.0 * 255.0 * 256 / (64 * 64)), 1e-12);
  EXPECT_EQ(eight.equal, Score(255.0 / 256));
  // One step of 16 bits leaves the 8-bit levels as they are.
  Raster finer = OnSixteenBits(image);
  finer.samples[7] = static_cast<uint16_t>(finer.samples[7] ^ 1);
  const LikenessScores sixteen = Compare(image, finer);
  EXPECT_NEAR(sixteen.psnr.value(), 10 * std::log10(65535.0 * 65535.0 * 256), 1e-9);
  EXPECT_EQ(sixteen.equal, Score(255.0 / 256));
  EXPECT_EQ(sixteen.ssim, Score(1.0));
}

TEST(Likeness, OfSeveralImagesIsOfAllTheirSamples) {
  const LevelImage a = RandomImage(24, 24, 3), b = RandomImage(24, 24, 4), c = RandomImage(24, 24, 5);
  Likeness both, other;
  both.Add(GreyRaster(a), GreyRaster(b));
  other.Add(GreyRaster(a), GreyRaster(c));
  const double of_b = both.scores().psnr.value(), of_c = other.scores().psnr.value();
  const double ssim = (SsimOf(a, b) + SsimOf(a, c)) / 2;
  both.Add(other);
  const double mse = (std::pow(10, -of_b / 10) + std::pow(10, -of_c / 10)) / 2;
  EXPECT_NEAR(both.scores().psnr.value(), -10 * std::log10(mse), 1e-9);
  EXPECT_NEAR(both.scores().ssim.value(), ssim, 1e-12);
}

TEST(Likeness, TakesColourAsItIsAndGreyAgainstColourAsGrey) {
  Raster red{12, 12, 3, 8, std::vector<uint16_t>(3 * 144, 0)};
  for (size_t i = 0; i < red.samples.size(); i += 3) red.samples[i] = 200;
  Raster green = red;
  for (size_t i = 0; i < green.samples.size(); i += 3) std::swap(green.samples[i], green.samples[i + 1]);
  EXPECT_EQ(Compare(red, green).equal, Score(1.0 / 3));
  const Raster grey{12, 12, 1, 8,
                    std::vector<uint16_t>(144, ToLevels(red, FusionConvention::kStrict).levels[0])};
  EXPECT_EQ(Compare(red, grey).equal, Score(1.0));
}

TEST(Likeness, OfSmallImagesHasNoSsimAndOfNoneNothing) {
  const Raster image = GreyRaster(RandomImage(10, 40, 6));
  EXPECT_EQ(Compare(image, image).ssim, Score(Undefined::kImageTooSmall));
  EXPECT_EQ(Likeness().scores().equal, Score(Undefined::kConvention));
}

TEST(Likeness, WantsOneSize) {
  const Raster a = GreyRaster(RandomImage(16, 12, 7)), b = GreyRaster(RandomImage(12, 16, 7));
  EXPECT_THROW(Compare(a, b), Error);
}

}  // namespace
}  // namespace f4s
