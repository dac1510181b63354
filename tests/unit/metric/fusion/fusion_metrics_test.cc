#include "libfuse4seg/metric/fusion/fusion_metrics.h"

#include <gtest/gtest.h>

#include <cmath>

#include "libfuse4seg/base/error.h"
#include "tests/unit/metric/fusion/random_images.h"

namespace f4s {
namespace {

Image<uint8_t> Constant(int width, int height, uint8_t level) {
  return ImageOn(PictureGrid(width, height), level);
}

const Image<uint8_t> kA = RandomImage(61, 53, 11), kB = RandomImage(61, 53, 12), kC = RandomImage(61, 53, 13);
const Image<uint8_t> kF = MeanImage(kA, kB);

std::string CodeOf(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.code() + ": " + error.message();
  }
  return "";
}

TEST(ScoreFusion, IsSymmetricInItsSources) {
  const FusionScores ab = ScoreFusion(kF, {{"a", kA}, {"b", kB}}),
                     ba = ScoreFusion(kF, {{"b", kB}, {"a", kA}});
  for (const auto& field : kFusionFields)
    EXPECT_NEAR((ab.*field.score).value(), (ba.*field.score).value(), 1e-14) << field.name;
}

TEST(ScoreFusion, TwoSourcesGiveTheSumOfTheirParts) {
  const FusionScores scores = ScoreFusion(kF, {{"a", kA}, {"b", kB}});
  const SourceScores &a = scores.per_source[0].second, &b = scores.per_source[1].second;
  EXPECT_DOUBLE_EQ(scores.mi.value(), a.mi.value() + b.mi.value());
  EXPECT_DOUBLE_EQ(scores.scd.value(), a.scd.value() + b.scd.value());
  EXPECT_DOUBLE_EQ(scores.vif.value(), a.vif.value() + b.vif.value());
  EXPECT_DOUBLE_EQ(scores.ssim.value(), a.ssim.value() + b.ssim.value());
  // Qabf is a weighted mean: it lies between the parts.
  EXPECT_GT(scores.qabf.value(), std::min(a.qabf.value(), b.qabf.value()));
  EXPECT_LT(scores.qabf.value(), std::max(a.qabf.value(), b.qabf.value()));
  for (const auto& field : kSourceFields)
    EXPECT_EQ((scores.weakest.*field.score).value(),
              std::min((a.*field.score).value(), (b.*field.score).value()));
}

TEST(ScoreFusion, MoreSourcesGiveTheMeanOverPairs) {
  const FusionScores abc = ScoreFusion(kF, {{"a", kA}, {"b", kB}, {"c", kC}});
  const FusionScores pairs[] = {ScoreFusion(kF, {{"a", kA}, {"b", kB}}),
                                ScoreFusion(kF, {{"a", kA}, {"c", kC}}),
                                ScoreFusion(kF, {{"b", kB}, {"c", kC}})};
  for (const auto& field : kFusionFields) {
    double mean = 0;
    for (const FusionScores& pair : pairs) mean += (pair.*field.score).value() / 3;
    EXPECT_NEAR((abc.*field.score).value(), mean, 1e-13) << field.name;
  }
}

TEST(ScoreFusion, StaysWithinItsBounds) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    const Image<uint8_t> a = RandomImage(47, 51, 3 * seed), b = RandomImage(47, 51, 3 * seed + 1);
    const FusionScores s = ScoreFusion(RandomImage(47, 51, 3 * seed + 2), {{"a", a}, {"b", b}});
    EXPECT_TRUE(s.en.value() >= 0 && s.en.value() <= 8);
    EXPECT_TRUE(s.sd.value() >= 0 && s.sd.value() <= 127.5);
    EXPECT_GE(s.mi.value(), 0);
    EXPECT_LE(std::abs(s.scd.value()), 2);
    EXPECT_GE(s.vif.value(), 0);
    EXPECT_TRUE(s.qabf.value() >= 0 && s.qabf.value() < 0.9874);
    EXPECT_LE(std::abs(s.ssim.value()), 2);
    for (const auto& [name, part] : s.per_source)
      EXPECT_LE(part.mi.value(), s.en.value() * std::log(2) + 1e-12);
  }
}

TEST(ScoreFusion, ACopyOfBothSourcesIsPerfect) {
  const FusionScores scores = ScoreFusion(kA, {{"a", kA}, {"b", kA}});
  EXPECT_NEAR(scores.ssim.value(), 2, 1e-12);
  EXPECT_NEAR(scores.vif.value(), 2, 1e-6);
  EXPECT_NEAR(scores.mi.value(), 2 * scores.en.value() * std::log(2), 1e-12);
  EXPECT_EQ(scores.scd.reason(), Undefined::kConstantImage);
}

TEST(ScoreFusion, IsUndefinedWhereItsHeaderSays) {
  const FusionScores small =
      ScoreFusion(RandomImage(40, 60, 1), {{"a", RandomImage(40, 60, 2)}, {"b", RandomImage(40, 60, 3)}});
  EXPECT_EQ(small.vif.reason(), Undefined::kImageTooSmall);
  EXPECT_TRUE(small.ssim.defined());
  const FusionScores line =
      ScoreFusion(RandomImage(1, 60, 1), {{"a", RandomImage(1, 60, 2)}, {"b", RandomImage(1, 60, 3)}});
  EXPECT_EQ(line.sf.reason(), Undefined::kImageTooSmall);
  EXPECT_EQ(line.ag.reason(), Undefined::kImageTooSmall);
  EXPECT_EQ(line.ssim.reason(), Undefined::kImageTooSmall);
  EXPECT_TRUE(line.en.defined() && line.mi.defined() && line.qabf.defined());
  const FusionScores black =
      ScoreFusion(Constant(50, 50, 0), {{"a", Constant(50, 50, 0)}, {"b", Constant(50, 50, 0)}});
  EXPECT_EQ(black.qabf.reason(), Undefined::kConstantImage);
  EXPECT_EQ(black.weakest.qabf.reason(), Undefined::kConstantImage);
  EXPECT_EQ(black.vif.value(), 2);
  EXPECT_EQ(black.mi.value(), 0);
}

TEST(ScoreFusion, OneSourceHasAPartButNoSum) {
  const FusionScores scores = ScoreFusion(kF, {{"a", kA}});
  EXPECT_EQ(scores.mi.reason(), Undefined::kConvention);
  EXPECT_EQ(scores.qabf.reason(), Undefined::kConvention);
  EXPECT_EQ(scores.per_source[0].second.scd.reason(), Undefined::kConvention);
  EXPECT_GT(scores.per_source[0].second.mi.value(), 0);
}

TEST(ScoreFusion, RefusesWhatDoesNotFit) {
  EXPECT_EQ(CodeOf([] {
              (void)ScoreFusion(kF, {{"flair", RandomImage(60, 53, 1)}});
            }),
            "metric.size: the fused image has 61x53 pixels, source 'flair' 60x53: wanted one size");
  EXPECT_TRUE(CodeOf([] { (void)ScoreFusion(kF, {}); }).starts_with("metric.sources"));
}

TEST(MeanOverSlices, LeavesOutUndefinedSlices) {
  const FusionScores good = ScoreFusion(kF, {{"a", kA}, {"b", kB}}),
                     other = ScoreFusion(kB, {{"a", kA}, {"b", kC}});
  const Image<uint8_t> black = Constant(61, 53, 0);
  const FusionScores empty = ScoreFusion(black, {{"a", black}, {"b", black}});
  const FusionScores mean = MeanOverSlices({empty, good, other});
  EXPECT_DOUBLE_EQ(mean.scd.value(), (good.scd.value() + other.scd.value()) / 2);
  EXPECT_DOUBLE_EQ(mean.en.value(), (0 + good.en.value() + other.en.value()) / 3);
  EXPECT_EQ(mean.weakest.mi.value(),
            std::min(mean.per_source[0].second.mi.value(), mean.per_source[1].second.mi.value()));
  EXPECT_EQ(MeanOverSlices({empty, empty}).qabf.reason(), Undefined::kConstantImage);
  EXPECT_TRUE(CodeOf([&] {
                (void)MeanOverSlices({good, ScoreFusion(kF, {{"a", kA}})});
              }).starts_with("metric.sources"));
}

TEST(ToLevels, ScalesSixteenBitsAndRounds) {
  const auto image = Picture<float>(4, 1, {0, 128.0F / 65535, 129.0F / 65535, 1});
  EXPECT_EQ(ToLevels(image).samples, (std::vector<uint8_t>{0, 0, 1, 255}));
}

TEST(ToLevels, TurnsColourGrey) {
  const Image<uint8_t> rgb = {PictureGrid(4, 1), 3, {255, 255, 255, 255, 0, 0, 0, 255, 0, 0, 0, 255}};
  EXPECT_EQ(GreyLevels(rgb, FusionConvention::kCddfuse).samples, (std::vector<uint8_t>{255, 76, 150, 29}));
}

TEST(ToLevels, RefusesAnUnsoundImage) {
  EXPECT_TRUE(CodeOf([] {
                (void)ToLevels(Picture<float>(2, 2, {0, 0.5F, 1}));
              }).starts_with("metric.raster: 2x2 pixels, 1 channels in 3 samples"));
}

TEST(Conventions, AreFoundByName) {
  EXPECT_EQ(ParseFusionConvention("cddfuse"), FusionConvention::kCddfuse);
  EXPECT_EQ(ParseSegmentationConvention("medpy"), SegmentationConvention::kMedpy);
  EXPECT_EQ(CodeOf([] { (void)ParseFusionConvention("medpy"); }),
            "convention.unknown: 'medpy' is not a convention; available: cddfuse, film, vifb, lt, lt2022, "
            "zoo, strict");
}

}  // namespace
}  // namespace f4s
