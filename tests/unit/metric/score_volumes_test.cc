// Volumes in ml and how they agree, by hand.

#include "libfuse4seg/metric/score_volumes.h"

#include <gtest/gtest.h>

#include <cmath>

#include "libfuse4seg/metric/report/summary.h"
#include "libfuse4seg/metric/report/volume_agreement.h"

namespace f4s {
namespace {

// Voxels of 10x10x10 mm are 1 ml each.
const Vector3 kCentimetre = {10, 10, 10};
const std::vector<uint16_t> kReference = {0, 1, 1, 2, 4, 4, 4, 0}, kPrediction = {0, 1, 0, 2, 4, 4, 0, 4};

TEST(VolumesOfRegions, CountsRegionsAndClasses) {
  const auto volumes =
      VolumesOfRegions(kReference, kPrediction, kCentimetre, {{"WT", {1, 2, 4}}, {"ET", {4}}},
                       {{1, "necrosis"}, {2, "oedema"}, {4, "ET"}});
  ASSERT_EQ(volumes.size(), 4U);  // ET is both a region and a class
  EXPECT_EQ(std::tuple(volumes[0].name, volumes[0].reference_ml, volumes[0].prediction_ml),
            std::tuple("WT", 6, 5));
  EXPECT_EQ(std::tuple(volumes[1].name, volumes[1].reference_ml, volumes[1].prediction_ml),
            std::tuple("ET", 3, 3));
  EXPECT_EQ(std::tuple(volumes[2].name, volumes[2].reference_ml, volumes[2].prediction_ml),
            std::tuple("necrosis", 2, 1));
}

TEST(VolumesOfRegions, TakesTheValuesWhereNobodyNamesThem) {
  const auto volumes = VolumesOfRegions(kReference, kPrediction, {1, 1, 1}, {}, {});
  ASSERT_EQ(volumes.size(), 3U);
  EXPECT_EQ(volumes[2].name, "4");
  EXPECT_EQ(volumes[2].reference_ml, 0.003);
}

TEST(VolumesJson, HasNoRelativeDifferenceWithoutAReference) {
  Json reasons = Json::object();
  const Json json = VolumesJson({{"WT", 4, 5, 0.25}, {"ET", 0, 1}}, reasons);
  EXPECT_EQ(json["WT"]["difference_ml"], 1);
  EXPECT_EQ(json["WT"]["difference_relative"], 0.25);
  EXPECT_TRUE(json["ET"]["difference_relative"].is_null());
  EXPECT_EQ(reasons["volumes.ET.difference_relative"], "reference_empty");
}

TEST(AgreementOf, IsThatOfBlandAndAltman) {
  // Differences 1, 2, 3: mean 2, sd 1.
  const Agreement agreement = AgreementOf({{10, 11}, {20, 22}, {30, 33}});
  EXPECT_EQ(agreement.n, 3);
  EXPECT_DOUBLE_EQ(agreement.bias_ml, 2);
  EXPECT_DOUBLE_EQ(*agreement.sd_ml, 1);
  EXPECT_DOUBLE_EQ(agreement.low_ml(), 2 - 1.96);
  EXPECT_TRUE(AgreementOf({{1, 2}}).ToJson()["limits_ml"].is_null());
}

TEST(SummaryBuilder, HasTheAgreementOfVolumes) {
  SummaryBuilder summary(0);
  for (uint64_t i = 0; i < 2; ++i) {
    Json reasons;
    const double ml = static_cast<double>(i) + 1;
    summary.Add({i, std::to_string(i), "", 0, std::to_string(i)},
                {{"volumes", VolumesJson({{"WT", 10, 10 + ml}}, reasons)}});
  }
  const Json json = summary.Summary();
  EXPECT_DOUBLE_EQ(json["agreement"]["WT"]["bias_ml"].get<double>(), 1.5);
  EXPECT_DOUBLE_EQ(json["agreement"]["WT"]["sd_ml"].get<double>(), std::sqrt(0.5));
  EXPECT_DOUBLE_EQ(json["volumes"]["WT"]["difference_ml"]["mean"].get<double>(), 1.5);
}

}  // namespace
}  // namespace f4s
