// Agreement with the reference programs, case by case.
//
// Tolerances, relative: kFusionTolerance (1e-9) for every metric where the reference computes in
// double precision, 1e-5 where it computes in single precision.  Where a reference cannot be met
// the reason stands beside the exception, and is tested itself where it can be.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "libfuse4seg/metric/fusion/fusion_of_case.h"
#include "libfuse4seg/metric/fusion/ssim.h"
#include "libfuse4seg/metric/fusion/vif.h"
#include "tests/unit/metric/fusion/plain_fusion.h"
#include "tests/unit/metric/golden.h"

namespace f4s {
namespace {

using GoldenValue = nlohmann::ordered_json;
constexpr double kSinglePrecision = 1e-5;

/// A reference and what is known of it.
struct Reference {
  const char* file;
  FusionConvention convention;
  double tolerance;
  int least_compared;                             ///< numbers, so that the test cannot pass on nothing
  std::set<std::string> not_compared = {};        ///< "metric" or "case metric"
  std::map<std::string, double> tolerances = {};  ///< likewise, in place of `tolerance`
};

Image<uint8_t> GoldenImage(const GoldenValue& file) {
  return ReadGoldenPng(kGolden / "fusion" / file.get<std::string>());
}
Image<uint8_t> GoldenLevels(const GoldenValue& file, FusionConvention convention) {
  return GreyLevels(GoldenImage(file), convention);
}

class GoldenComparison {
 public:
  explicit GoldenComparison(const Reference& reference) : reference_(reference) {}

  /// @return how many numbers were compared.
  int Run() {
    const auto cases = GoldenJson("fusion/cases.json");
    const auto golden = GoldenJson(std::string("fusion/") + reference_.file)["cases"];
    for (const auto& [id, expected] : golden.items()) {
      const Image<uint8_t> fused = GoldenImage(cases[id]["F"]);
      has_vif_ = std::min(fused.width(), fused.height()) >= RulesOf(reference_.convention).vif.minimum_side;
      const FusionScores scores =
          ScoreFused({fused, {{"A", GoldenImage(cases[id]["A"])}, {"B", GoldenImage(cases[id]["B"])}}},
                     {.convention = reference_.convention, .extras = true})
              .scores;
      for (const auto& field : kFusionFields) Compare(id, field.name, scores.*field.score, expected);
      for (const auto& field : kExtraFields) Compare(id, field.name, (*scores.extras).*field.score, expected);
      if (expected.contains("VIFF_han"))
        Compare(id, "VIFF", scores.extras->viff, {{"VIFF", expected["VIFF_han"]}});
    }
    return compared_;
  }

 private:
  [[nodiscard]] double ToleranceFor(const std::string& id, const std::string& metric) const {
    for (const std::string& key : {id + " " + metric, metric})
      if (const auto found = reference_.tolerances.find(key); found != reference_.tolerances.end())
        return found->second;
    return reference_.tolerance;
  }

  void Compare(const std::string& id, const std::string& metric, const Score& score,
               const GoldenValue& golden) {
    if (!golden.contains(metric) || reference_.not_compared.count(metric) > 0 ||
        reference_.not_compared.count(id + " " + metric) > 0)
      return;
    const GoldenValue& expected = golden[metric];
    // Below its minimum side CDDFuse's VIF is an artefact that is not to be matched: SciPy exchanges
    // image and window there.
    if (!IsNumber(expected) || (metric == "VIF" && !has_vif_)) {
      EXPECT_FALSE(score.defined()) << id << " " << metric;
      return;
    }
    ASSERT_TRUE(score.defined()) << id << " " << metric << " " << ReasonName(score.reason());
    EXPECT_LE(RelativeError(score.value(), expected.get<double>()), ToleranceFor(id, metric))
        << id << " " << metric << " " << score.value() << " against " << expected;
    ++compared_;
  }

  const Reference& reference_;
  bool has_vif_ = true;
  int compared_ = 0;
};

class FusionGolden : public testing::TestWithParam<Reference> {};

TEST_P(FusionGolden, Agrees) {
  if (!HasGolden()) GTEST_SKIP() << "no golden values beside the repository";
  EXPECT_GE(GoldenComparison(GetParam()).Run(), GetParam().least_compared);
}

const Reference kReferences[] = {
    // Both sources are flat: the reference takes their covariance with the fused image, which is
    // 0, as a difference of large numbers, and is itself off by 2e-9.
    {"cddfuse_f64.json",
     FusionConvention::kCddfuse,
     kFusionTolerance,
     900,
     {},
     {{"edge_constAB SSIM", 1e-8}}},
    // As published, in single precision.  A data range of 2 makes C2 0.0036, which the rounding of
    // squares up to 65025 (0.004) drowns in bright flat areas; the double-precision run has them.
    {"cddfuse_f32.json",
     FusionConvention::kCddfuse,
     kSinglePrecision,
     1000,
     {"edge_constF SSIM", "edge_constAB SSIM", "edge_constA SSIM", "edge_ramp SSIM",
      "edge_sat_254_255 SSIM"}},
    {"film_f32.json", FusionConvention::kFilm, kSinglePrecision, 1000},
    // Octave reads a picture of two levels as 0 and 1: see VIFF below.
    {"lt_octave.json", FusionConvention::kLt, kFusionTolerance, 800, {"edge_checker VIFF"}},
    {"vifb_octave.json", FusionConvention::kVifb, kFusionTolerance, 180},
    // Single precision and, as above, flat areas: SingleZoo below.
    {"ivif_zoo.json",
     FusionConvention::kZoo,
     kSinglePrecision,
     700,
     {"edge_constF SSIM", "edge_constAB SSIM", "edge_ramp SSIM", "edge_sat_254_255 SSIM", "edge_constAB VIF",
      "edge_constA VIF", "edge_ramp VIF"}},
    // The published Qabf is 0.04 to 0.8 % below what the program of today gives, for no known reason.
    {"published_lt_tno.json", FusionConvention::kLt2022, kFusionTolerance, 40, {}, {{"Qabf", 0.008}}},
    // Printed with 5 digits.
    {"published_vifb.json", FusionConvention::kVifb, 5e-5, 30},
};

INSTANTIATE_TEST_SUITE_P(References, FusionGolden, testing::ValuesIn(kReferences), [](const auto& instance) {
  const std::string file = instance.param.file;
  return file.substr(0, file.find('.'));
});

/// A two-level picture, read as 0 and 1.
TEST(FusionGoldenViff, CheckersAsOctaveReadsThem) {
  if (!HasGolden()) GTEST_SKIP() << "no golden values beside the repository";
  const auto files = GoldenJson("fusion/cases.json")["edge_checker"];
  std::vector<Image<uint8_t>> images;
  for (const char* which : {"F", "A", "B"}) {
    images.push_back(GoldenLevels(files[which], FusionConvention::kLt));
    for (uint8_t& level : images.back().samples) level = level > 0 ? 1 : 0;
  }
  const auto golden = GoldenJson("fusion/lt_octave.json")["cases"]["edge_checker"]["VIFF_han"];
  EXPECT_LE(RelativeError(FusionVif(images[0], {images[1], images[2]}).value(), golden.get<double>()),
            kFusionTolerance);
}

/// IVIF_ZOO on images with large bright flat areas.  There the rounding of its single-precision
/// squares is larger than the constants that it is compared with, so its numbers are not the
/// formula's: a plain single-precision version is as far from it as they are, within a factor.
TEST(FusionGoldenZoo, SinglePrecisionIsWhatKeepsItApart) {
  if (!HasGolden()) GTEST_SKIP() << "no golden values beside the repository";
  constexpr double kFactor = 10;  // the order of its sums is not known
  const auto cases = GoldenJson("fusion/cases.json");
  const auto golden = GoldenJson("fusion/ivif_zoo.json")["cases"];
  for (const auto& [id, metric] :
       std::vector<std::pair<std::string, std::string>>{{"edge_constF", "SSIM"},
                                                        {"edge_constAB", "SSIM"},
                                                        {"edge_ramp", "SSIM"},
                                                        {"edge_sat_254_255", "SSIM"},
                                                        {"edge_constAB", "VIF"},
                                                        {"edge_constA", "VIF"},
                                                        {"edge_ramp", "VIF"}}) {
    const Image<uint8_t> f = GoldenLevels(cases[id]["F"], FusionConvention::kZoo),
                         a = GoldenLevels(cases[id]["A"], FusionConvention::kZoo),
                         b = GoldenLevels(cases[id]["B"], FusionConvention::kZoo);
    const FusionScores scores = ScoreFusion(f, {{"A", a}, {"B", b}}, FusionConvention::kZoo);
    const bool is_ssim = metric == "SSIM";
    const double exact = is_ssim ? scores.ssim.value() : scores.vif.value();
    const double in_single = is_ssim ? PlainGaussianSsim<float>(a, f, 1) + PlainGaussianSsim<float>(b, f, 1)
                                     : PlainPaddedVif<float>(a, f) + PlainPaddedVif<float>(b, f);
    const double reference = golden[id][metric].get<double>();
    EXPECT_LE(std::abs(reference - exact), kFactor * std::abs(in_single - exact) + kSinglePrecision * exact)
        << id << " " << metric << " " << reference << " " << exact << " " << in_single;
  }
}

/// Each source's part against the libraries that have them by themselves.
TEST(FusionGoldenLibraries, AgreePerSource) {
  if (!HasGolden()) GTEST_SKIP() << "no golden values beside the repository";
  const auto cases = GoldenJson("fusion/cases.json");
  const auto golden = GoldenJson("fusion/libs.json")["cases"];
  int compared = 0;
  for (const auto& [id, expected] : golden.items()) {
    const Image<uint8_t> f = GoldenLevels(cases[id]["F"], FusionConvention::kCddfuse);
    for (const std::string which : {"A", "B"}) {
      const Image<uint8_t> source = GoldenLevels(cases[id][which], FusionConvention::kCddfuse);
      const auto expect = [&](const std::string& name, const Score& score, double tolerance) {
        const auto& value = expected[name + "_" + which];
        if (!IsNumber(value) || !score.defined()) return;
        EXPECT_LE(RelativeError(score.value(), value.get<double>()), tolerance) << id << " " << name;
        ++compared;
      };
      expect("SSIM_sk_u7", Ssim(source, f, RulesOf(FusionConvention::kFilm).ssim), kFusionTolerance);
      expect("SSIM_sk_gauss11", Ssim(source, f, RulesOf(FusionConvention::kStrict).ssim), kFusionTolerance);
      expect("SSIM_piq", Ssim(source, f, RulesOf(FusionConvention::kStrict).ssim), kFusionTolerance);
    }
  }
  EXPECT_GT(compared, 450);
}

}  // namespace
}  // namespace f4s
