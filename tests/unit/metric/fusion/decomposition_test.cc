// How near an image is to another, on images whose differences are known.

#include "libfuse4seg/metric/fusion/decomposition.h"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/metric/fusion/ssim.h"
#include "tests/unit/metric/fusion/random_images.h"

namespace f4s {
namespace {

/// What is read of a file of 8 bits.
Image<float> OfEightBits(const Image<uint8_t>& levels) {
  Image<float> image = {levels.grid, levels.channels, {}};
  for (const uint8_t level : levels.samples) image.samples.push_back(static_cast<float>(level) / 255);
  return image;
}

/// What is read of a file of 16 bits.
Image<float> OfSixteenBits(const Image<uint16_t>& levels) {
  Image<float> image = {levels.grid, levels.channels, {}};
  for (const uint16_t level : levels.samples) image.samples.push_back(static_cast<float>(level) / 65535);
  return image;
}

Image<uint16_t> OnSixteenBits(const Image<uint8_t>& levels) {
  Image<uint16_t> image = {levels.grid, levels.channels, {}};
  for (const uint8_t level : levels.samples) image.samples.push_back(static_cast<uint16_t>(level * 257));
  return image;
}

LikenessScores Compare(const Image<float>& source, const Image<float>& image) {
  Likeness likeness;
  likeness.Add(source, image);
  return likeness.scores();
}

double SsimOf(const LevelView& a, const LevelView& b) {
  return Ssim(a, b, RulesOf(FusionConvention::kStrict).ssim).value();
}

TEST(Likeness, OfTheSameImageIsWhole) {
  const Image<uint8_t> image = RandomImage(20, 30, 1);
  for (const Image<float>& other : {OfEightBits(image), OfSixteenBits(OnSixteenBits(image))}) {
    const LikenessScores scores = Compare(OfEightBits(image), other);
    EXPECT_EQ(scores.equal, Score(1.0));
    EXPECT_EQ(scores.ssim, Score(1.0));
    EXPECT_EQ(scores.psnr, Score(Undefined::kIdenticalImages));
  }
}

TEST(Likeness, PsnrIsOfFullScaleAndOfTheBitsThatThereAre) {
  const Image<uint8_t> image = RandomImage(16, 16, 2);
  Image<uint8_t> changed = image;
  changed.samples[7] = static_cast<uint8_t>(image.samples[7] ^ 64);
  const LikenessScores eight = Compare(OfEightBits(image), OfEightBits(changed));
  EXPECT_NEAR(eight.psnr.value(), 10 * std::log10(255.0 * 255.0 * 256 / (64 * 64)), 1e-12);
  EXPECT_EQ(eight.equal, Score(255.0 / 256));
  // One step of 16 bits leaves the 8-bit levels as they are.
  Image<uint16_t> finer = OnSixteenBits(image);
  finer.samples[7] = static_cast<uint16_t>(finer.samples[7] ^ 1);
  const LikenessScores sixteen = Compare(OfEightBits(image), OfSixteenBits(finer));
  EXPECT_NEAR(sixteen.psnr.value(), 10 * std::log10(65535.0 * 65535.0 * 256), 1e-9);
  EXPECT_EQ(sixteen.equal, Score(255.0 / 256));
  EXPECT_EQ(sixteen.ssim, Score(1.0));
}

TEST(Likeness, OfSeveralImagesIsOfAllTheirSamples) {
  const Image<uint8_t> a = RandomImage(24, 24, 3), b = RandomImage(24, 24, 4), c = RandomImage(24, 24, 5);
  Likeness both, other;
  both.Add(OfEightBits(a), OfEightBits(b));
  other.Add(OfEightBits(a), OfEightBits(c));
  const double of_b = both.scores().psnr.value(), of_c = other.scores().psnr.value();
  const double ssim = (SsimOf(a, b) + SsimOf(a, c)) / 2;
  both.Add(other);
  const double mse = (std::pow(10, -of_b / 10) + std::pow(10, -of_c / 10)) / 2;
  EXPECT_NEAR(both.scores().psnr.value(), -10 * std::log10(mse), 1e-9);
  EXPECT_NEAR(both.scores().ssim.value(), ssim, 1e-12);
}

TEST(Likeness, TakesColourAsItIsAndGreyAgainstColourAsGrey) {
  Image<uint8_t> red = {PictureGrid(12, 12), 3, std::vector<uint8_t>(3 * 144, 0)};
  for (size_t i = 0; i < red.samples.size(); i += 3) red.samples[i] = 200;
  Image<uint8_t> green = red;
  for (size_t i = 0; i < green.samples.size(); i += 3) std::swap(green.samples[i], green.samples[i + 1]);
  EXPECT_EQ(Compare(OfEightBits(red), OfEightBits(green)).equal, Score(1.0 / 3));
  const Image<uint8_t> grey = GreyLevels(red, FusionConvention::kStrict);
  EXPECT_EQ(Compare(OfEightBits(red), OfEightBits(grey)).equal, Score(1.0));
}

TEST(Likeness, OfSmallImagesHasNoSsimAndOfNoneNothing) {
  const Image<float> image = OfEightBits(RandomImage(10, 40, 6));
  EXPECT_EQ(Compare(image, image).ssim, Score(Undefined::kImageTooSmall));
  EXPECT_EQ(Likeness().scores().equal, Score(Undefined::kConvention));
}

TEST(Likeness, WantsOneSize) {
  const Image<float> a = OfEightBits(RandomImage(16, 12, 7)), b = OfEightBits(RandomImage(12, 16, 7));
  EXPECT_THROW(Compare(a, b), Error);
}

}  // namespace
}  // namespace f4s
