// What holds in every fusion convention, and what each has to itself.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "libfuse4seg/metric/fusion/fusion_evidence.h"
#include "libfuse4seg/metric/fusion/fusion_of_case.h"
#include "libfuse4seg/metric/fusion/information.h"
#include "tests/unit/metric/fusion/plain_fusion.h"
#include "tests/unit/metric/fusion/random_images.h"

namespace f4s {
namespace {

const Image<uint8_t> kA = RandomImage(61, 53, 11), kB = RandomImage(61, 53, 12), kC = RandomImage(61, 53, 13);
const Image<uint8_t> kF = MeanImage(kA, kB);

Image<uint8_t> Constant(uint8_t level) { return ImageOn(PictureGrid(61, 53), level); }

class EveryFusionConvention : public testing::TestWithParam<std::string> {
 protected:
  const FusionConvention convention_ = ParseFusionConvention(GetParam());
  const FusionRules& rules_ = RulesOf(convention_);
  FusionScores Score(const Image<uint8_t>& fused, const std::vector<FusionSource>& sources) const {
    return ScoreFusion(fused, sources, convention_, true);
  }
};

TEST_P(EveryFusionConvention, IsSymmetricInItsSources) {
  const FusionScores ab = Score(kF, {{"a", kA}, {"b", kB}}), ba = Score(kF, {{"b", kB}, {"a", kA}});
  const auto expect_equal = [](const f4s::Score& x, const f4s::Score& y, const char* name) {
    ASSERT_EQ(x.defined(), y.defined()) << name;
    if (x.defined()) {
      EXPECT_NEAR(x.value(), y.value(), 1e-13 * std::max(1.0, std::abs(x.value()))) << name;
    }
  };
  for (const auto& field : kFusionFields) expect_equal(ab.*field.score, ba.*field.score, field.name);
  for (const auto& field : kExtraFields)
    expect_equal((*ab.extras).*field.score, (*ba.extras).*field.score, field.name);
}

TEST_P(EveryFusionConvention, IsTheSumOrTheMeanOfItsSources) {
  const FusionScores scores = Score(kF, {{"a", kA}, {"b", kB}});
  const SourceScores &a = scores.per_source[0].second, &b = scores.per_source[1].second;
  EXPECT_DOUBLE_EQ(scores.mi.value(), a.mi.value() + b.mi.value());
  EXPECT_DOUBLE_EQ(scores.ssim.value(), (a.ssim.value() + b.ssim.value()) / (rules_.ssim.is_mean ? 2 : 1));
  EXPECT_EQ(scores.scd.defined(), rules_.has_scd);
  EXPECT_EQ(scores.vif.defined(), rules_.has_vif);
  if (rules_.has_scd) {
    EXPECT_DOUBLE_EQ(scores.scd.value(), a.scd.value() + b.scd.value());
  }
  if (rules_.has_vif) {
    EXPECT_DOUBLE_EQ(scores.vif.value(), a.vif.value() + b.vif.value());
  }
  EXPECT_GT(scores.qabf.value(), std::min(a.qabf.value(), b.qabf.value()));
  EXPECT_LT(scores.qabf.value(), std::max(a.qabf.value(), b.qabf.value()));
  EXPECT_EQ(scores.weakest.ssim.value(), std::min(a.ssim.value(), b.ssim.value()));
}

TEST_P(EveryFusionConvention, StaysWithinItsBounds) {
  for (unsigned seed = 0; seed < 8; ++seed) {
    const Image<uint8_t> a = RandomImage(47, 51, 3 * seed), b = RandomImage(47, 51, 3 * seed + 1);
    const FusionScores s = Score(RandomImage(47, 51, 3 * seed + 2), {{"a", a}, {"b", b}});
    EXPECT_TRUE(s.en.value() >= -1e-6 && s.en.value() <= 8);
    EXPECT_TRUE(s.sd.value() >= 0 && s.sd.value() <= (rules_.sd_saturates ? 16 : 127.5));
    EXPECT_TRUE(s.mi.value() >= 0 && s.mi.value() <= 16);
    EXPECT_TRUE(s.qabf.value() >= 0 && s.qabf.value() < 0.9874);
    EXPECT_LE(std::abs(s.ssim.value()), 2);
    EXPECT_LE(std::abs(s.extras->cc.value()), 1);
    EXPECT_TRUE(s.extras->nmi.value() >= 0 && s.extras->nmi.value() <= 2 + 1e-12);
    EXPECT_GE(s.extras->mse.value(), 0);
    if (rules_.has_vif) {
      EXPECT_GE(s.vif.value(), 0);
    }
  }
}

TEST_P(EveryFusionConvention, MoreSourcesGiveTheMeanOverPairs) {
  const FusionScores abc = Score(kF, {{"a", kA}, {"b", kB}, {"c", kC}});
  const FusionScores pairs[] = {Score(kF, {{"a", kA}, {"b", kB}}), Score(kF, {{"a", kA}, {"c", kC}}),
                                Score(kF, {{"b", kB}, {"c", kC}})};
  for (const auto& field : kExtraFields) {
    double mean = 0;
    for (const FusionScores& pair : pairs) mean += ((*pair.extras).*field.score).value() / 3;
    EXPECT_NEAR(((*abc.extras).*field.score).value(), mean, 1e-12 * std::max(1.0, mean)) << field.name;
  }
  EXPECT_NEAR(abc.ssim.value(), (pairs[0].ssim.value() + pairs[1].ssim.value() + pairs[2].ssim.value()) / 3,
              1e-13);
}

TEST_P(EveryFusionConvention, DegenerateImagesHaveNumbersOrReasons) {
  for (const uint8_t level : std::initializer_list<uint8_t>{0, 90, 255})
    for (const Image<uint8_t>& source : {Constant(level), kA}) {
      const FusionScores s = Score(Constant(level), {{"a", source}, {"b", Constant(7)}});
      const auto expect_finite = [](const f4s::Score& score, const char* name) {
        if (score.defined()) {
          EXPECT_TRUE(std::isfinite(score.value())) << name;
        }
      };
      for (const auto& field : kFusionFields) expect_finite(s.*field.score, field.name);
      for (const auto& field : kSourceFields) expect_finite(s.weakest.*field.score, field.name);
      for (const auto& field : kExtraFields) expect_finite((*s.extras).*field.score, field.name);
      EXPECT_EQ(s.extras->cc.reason(), Undefined::kConstantImage);
    }
  const auto dot = Picture<uint8_t>(1, 1, {9});
  const FusionScores s = Score(dot, {{"a", dot}, {"b", dot}});
  EXPECT_EQ(s.ag.reason(), Undefined::kImageTooSmall);
  EXPECT_EQ(s.extras->psnr.reason(), Undefined::kIdenticalImages);
  EXPECT_EQ(s.extras->viff.reason(), Undefined::kImageTooSmall);
}

INSTANTIATE_TEST_SUITE_P(Conventions, EveryFusionConvention, testing::ValuesIn(FusionConventionNames()),
                         [](const auto& instance) { return instance.param; });

double PlainEntropy(const std::vector<double>& counts, double total) {
  double sum = 0;
  for (const double count : counts)
    if (count > 0) sum -= count / total * std::log2(count / total);
  return sum;
}

/// In bits, from the entropies; `merged`: the joint histogram has 254 for 255.
double PlainMi(const Image<uint8_t>& a, const Image<uint8_t>& b, bool merged) {
  std::vector<double> of_a(256), of_b(256), joint(65536);
  for (size_t i = 0; i < a.samples.size(); ++i) {
    const int top = merged ? 254 : 255;
    ++of_a[a.samples[i]];
    ++of_b[b.samples[i]];
    ++joint[static_cast<size_t>(256 * std::min<int>(a.samples[i], top) + std::min<int>(b.samples[i], top))];
  }
  const auto n = static_cast<double>(a.samples.size());
  return PlainEntropy(of_a, n) + PlainEntropy(of_b, n) - PlainEntropy(joint, n);
}

TEST(StrictConvention, IsWhatThePapersSay) {
  const FusionScores s = ScoreFusion(kF, {{"a", kA}, {"b", kB}}, FusionConvention::kStrict);
  EXPECT_NEAR(s.mi.value(), PlainMi(kF, kA, false) + PlainMi(kF, kB, false), 1e-9);
  EXPECT_NEAR(s.ssim.value(),
              (PlainGaussianSsim<double>(kF, kA, 255) + PlainGaussianSsim<double>(kF, kB, 255)) / 2, 1e-9);
  EXPECT_NEAR(s.vif.value(), PlainVif(kA, kF) + PlainVif(kB, kF), 1e-9);
  const FusionScores copy = ScoreFusion(kA, {{"a", kA}, {"b", kA}}, FusionConvention::kStrict);
  EXPECT_NEAR(copy.ssim.value(), 1, 1e-12);
  // Every edge kept: both sigmoids at 1.
  EXPECT_NEAR(copy.qabf.value(), 0.9994 / (1 + std::exp(-7.5)) * 0.9879 / (1 + std::exp(-4.4)), 1e-12);
  EXPECT_EQ(ScoreFusion(kF, {{"a", kA}, {"b", Constant(9)}}, FusionConvention::kStrict).vif.reason(),
            Undefined::kConstantImage);
}

TEST(StrictConvention, BlackFrameOrNotIsNoEdge) {
  Image<uint8_t> bright = Constant(200);
  EXPECT_EQ(ScoreFusion(bright, {{"a", bright}, {"b", bright}}, FusionConvention::kStrict).qabf.reason(),
            Undefined::kConstantImage);
  EXPECT_TRUE(ScoreFusion(bright, {{"a", bright}, {"b", bright}}).qabf.defined());
}

TEST(LtConvention, MergesTheTwoWhitestLevelsOfPairs) {
  Image<uint8_t> a = kA, f = kF;
  for (size_t i = 0; i < a.samples.size(); ++i) {
    a.samples[i] = static_cast<uint8_t>(250 + a.samples[i] % 6);
    f.samples[i] = static_cast<uint8_t>(252 + f.samples[i] % 4);
  }
  const double merged = MutualInformation(f, a, true) / std::log(2.0);
  EXPECT_NEAR(merged, PlainMi(f, a, true), 1e-12);
  EXPECT_GT(merged, PlainMi(f, a, false) + 0.01);
}

TEST(Lt2022Convention, SaturatesItsDeviation) {
  // Mean 100; deviations round to -100, 10 and 90, of which the squares end at 0, 100 and 255.
  const auto image = Picture<uint8_t>(3, 1, {0, 110, 190});
  const FusionScores s = ScoreFusion(image, {{"a", image}}, FusionConvention::kLt2022);
  EXPECT_DOUBLE_EQ(s.sd.value(), std::sqrt((0 + 100 + 255) / 3.0));
}

TEST(ZooConvention, GuardsItsLogarithm) {
  const FusionScores s = ScoreFusion(Constant(9), {{"a", kA}, {"b", kB}}, FusionConvention::kZoo);
  EXPECT_NEAR(s.en.value(), -std::log2(1 + 0x1p-23), 1e-15);  // 1 + 1e-7 in single precision
}

TEST(VifbConvention, AveragesTheChannelsOfAColourImage) {
  Image<uint8_t> colour = {PictureGrid(61, 53), 3, {}};
  for (size_t i = 0; i < kA.samples.size(); ++i)
    colour.samples.insert(colour.samples.end(), {kA.samples[i], kB.samples[i], kC.samples[i]});
  const auto convention = FusionConvention::kVifb;
  const std::vector<FusionSource> sources = {{"colour", colour}, {"grey", kF}};
  const FusionScores s = ScoreFused({colour, sources}, {.convention = convention}).scores;
  double en = 0, ssim = 0, sf = 0;
  for (const Image<uint8_t>& channel : {kA, kB, kC}) {
    const FusionScores of_channel = ScoreFusion(channel, {{"colour", channel}, {"grey", kF}}, convention);
    en += of_channel.en.value() / 3;
    ssim += of_channel.ssim.value() / 3;
    sf += of_channel.sf.value() * of_channel.sf.value() / 3;
  }
  EXPECT_NEAR(s.en.value(), en, 1e-13);
  EXPECT_NEAR(s.ssim.value(), ssim, 1e-13);
  EXPECT_GT(s.sf.value(), std::sqrt(sf));  // the seams between the channels count
  // A grey fused image is compared with the colour source's grey.
  const FusionScores g = ScoreFused({kF, sources}, {.convention = convention}).scores;
  EXPECT_NEAR(g.per_source[1].second.ssim.value(), 1, 1e-12);
}

TEST(GreyOfColour, FollowsTheProgram) {
  const Image<uint8_t> rgb = {PictureGrid(3, 1), 3, {255, 0, 0, 0, 255, 0, 0, 0, 255}};
  for (const std::string& name : FusionConventionNames())
    EXPECT_EQ(GreyLevels(rgb, ParseFusionConvention(name)).samples, (std::vector<uint8_t>{76, 150, 29}))
        << name;
  const Image<uint8_t> tie = {PictureGrid(1, 1), 3, {0, 0, 250}};  // 28.5 by the weights 0.299, 0.587, 0.114
  EXPECT_EQ(GreyLevels(tie, FusionConvention::kCddfuse).samples[0], 28);  // half to even
  EXPECT_EQ(GreyLevels(tie, FusionConvention::kStrict).samples[0], 29);
  EXPECT_EQ(GreyLevels(tie, FusionConvention::kLt).samples[0], 29);  // 0.1140209 blue
}

TEST(FusionEvidence, CountsCopiesAndLight) {
  const auto a = Picture<uint8_t>(4, 1, {0, 0, 100, 50}), b = Picture<uint8_t>(4, 1, {0, 0, 10, 50}),
             f = Picture<uint8_t>(4, 1, {0, 9, 101, 50});
  const FusionEvidence evidence = GatherEvidence(f, {{"a", a}, {"b", b}});
  EXPECT_EQ(evidence.num_differing, 1);
  EXPECT_EQ(evidence.num_copied, (std::vector<int64_t>{1, 0}));
  EXPECT_EQ(evidence.num_black, 2);
  EXPECT_EQ(evidence.num_lit, 1);
  EXPECT_EQ(evidence.brightest, 9);
  Case record("case");
  AddFusionFindings(evidence, {"a", "b"}, record);
  ASSERT_EQ(record.json()["findings"].size(), 2U);
  EXPECT_EQ(
      record.json()["findings"][0]["text"],
      "the fused image is nearly a copy of a: within 1 level of it at 100.0 % of the 1 pixels where the "
      "sources differ");
  EXPECT_EQ(
      record.json()["findings"][1]["text"],
      "the fused image is above level 8 at 1 of the 2 pixels where all its sources are 0, up to level 9");
}

TEST(FusionEvidence, IsThatOfEachPixel) {
  const auto a = RandomImage(203, 77, 1), b = RandomImage(203, 77, 2), c = RandomImage(203, 77, 3),
             f = RandomImage(203, 77, 4);
  FusionEvidence wanted;
  wanted.num_copied.resize(3);
  for (size_t i = 0; i < f.samples.size(); ++i) {
    const int levels[] = {a.samples[i], b.samples[i], c.samples[i]}, fused = f.samples[i];
    const auto [least, greatest] = std::minmax_element(std::begin(levels), std::end(levels));
    const bool differ = *greatest - *least > kSameLevels;
    wanted.num_differing += differ ? 1 : 0;
    for (size_t s = 0; s < 3; ++s)
      wanted.num_copied[s] += differ && std::abs(fused - levels[s]) <= kSameLevels ? 1 : 0;
    if (*greatest > 0) continue;
    ++wanted.num_black;
    wanted.num_lit += fused > kDarkLevel ? 1 : 0;
    wanted.brightest = std::max(wanted.brightest, fused);
  }
  const FusionEvidence found = GatherEvidence(f, {{"a", a}, {"b", b}, {"c", c}});
  EXPECT_GT(wanted.num_lit, 0);
  EXPECT_EQ(found.num_differing, wanted.num_differing);
  EXPECT_EQ(found.num_copied, wanted.num_copied);
  EXPECT_EQ(found.num_black, wanted.num_black);
  EXPECT_EQ(found.num_lit, wanted.num_lit);
  EXPECT_EQ(found.brightest, wanted.brightest);
}

TEST(FusionEvidence, IsSilentOnAnHonestImage) {
  Case record("case");
  AddFusionFindings(GatherEvidence(kF, {{"a", kA}, {"b", kB}}), {"a", "b"}, record);
  AddFusionFindings(GatherEvidence(kA, {{"a", kA}, {"b", kA}}), {"a", "b"}, record);  // no difference
  EXPECT_FALSE(record.json().contains("findings"));
}

TEST(FusionFloors, AreAverageMaximumAndCopies) {
  const auto a = Picture<uint8_t>(3, 1, {0, 10, 255}), b = Picture<uint8_t>(3, 1, {1, 30, 0});
  const auto floors = FloorsOf({{"t1", a}, {"t2", b}});
  ASSERT_EQ(floors.size(), 4U);
  EXPECT_EQ(floors[0].first, "average");
  EXPECT_EQ(floors[0].second.samples, (std::vector<uint8_t>{1, 20, 128}));
  EXPECT_EQ(floors[1].first, "maximum");
  EXPECT_EQ(floors[1].second.samples, (std::vector<uint8_t>{1, 30, 255}));
  EXPECT_EQ(floors[2].first, "copy-t1");
  EXPECT_EQ(floors[2].second.samples, a.samples);
  EXPECT_EQ(floors[3].second.samples, b.samples);
}

}  // namespace
}  // namespace f4s
