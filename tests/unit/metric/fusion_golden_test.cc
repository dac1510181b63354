// Agreement with CDDFuse's own evaluator, case by case.

#include <gtest/gtest.h>

#include <map>

#include "libfuse4seg/metric/fusion_metrics.h"
#include "tests/unit/metric/golden.h"

namespace f4s {
namespace {

LevelImage GoldenLevels(const nlohmann::ordered_json& file) {
  return ToLevels(ReadGoldenPng(kGolden / "fusion" / file.get<std::string>()), FusionConvention::kCddfuse);
}

FusionScores ScoreCase(const nlohmann::ordered_json& files) {
  const std::vector<FusionSource> sources = {{"A", GoldenLevels(files["A"])},
                                             {"B", GoldenLevels(files["B"])}};
  return ScoreFusion(GoldenLevels(files["F"]), sources);
}

/// Where the reference's number is an artefact that is not to be matched: VIF below 41 pixels.
bool IsArtefact(const std::string& metric, const LevelImage& fused) {
  return metric == "VIF" && std::min(fused.width, fused.height) < 41;
}

/// One reference value is itself less exact than the tolerance: both sources are flat there, and
/// it takes their covariance with the fused image, which is 0, as a difference of large numbers.
double ToleranceFor(const std::string& id, const std::string& metric, double tolerance) {
  return id == "edge_constAB" && metric == "SSIM" ? 1e-8 : tolerance;
}

/// Compares all metrics of a case; where the reference has no number there is none here.
void ExpectAgreement(const std::string& id, const nlohmann::ordered_json& files,
                     const nlohmann::ordered_json& golden, double tolerance, int& compared) {
  const FusionScores scores = ScoreCase(files);
  const LevelImage fused = GoldenLevels(files["F"]);
  for (const auto& field : kFusionFields) {
    if (!golden.contains(field.name)) continue;
    const Score& score = scores.*field.score;
    const auto& expected = golden[field.name];
    if (IsArtefact(field.name, fused) || !IsNumber(expected)) {
      EXPECT_FALSE(score.defined()) << id << " " << field.name;
      continue;
    }
    ASSERT_TRUE(score.defined()) << id << " " << field.name << " " << ReasonName(score.reason());
    EXPECT_LE(RelativeError(score.value(), expected.get<double>()), ToleranceFor(id, field.name, tolerance))
        << id << " " << field.name << " " << score.value() << " against " << expected;
    ++compared;
  }
}

bool IsWhollyNull(const nlohmann::ordered_json& golden) {
  return std::all_of(golden.begin(), golden.end(), [](const auto& value) { return value.is_null(); });
}

/// @return how many numbers were compared.
int CompareWith(const std::string& reference, double tolerance, const nlohmann::ordered_json& but_not_in) {
  const auto cases = GoldenJson("fusion/cases.json");
  const auto golden = GoldenJson("fusion/" + reference)["cases"];
  int compared = 0;
  for (const auto& [id, expected] : golden.items())
    if (!but_not_in.contains(id) && !IsWhollyNull(expected))
      ExpectAgreement(id, cases[id], expected, tolerance, compared);
  return compared;
}

TEST(FusionGolden, AgreesWithCddfuseInDoublePrecision) {
  if (!HasGolden()) GTEST_SKIP() << "no golden values beside the repository";
  EXPECT_GT(CompareWith("cddfuse_f64.json", kFusionTolerance, nlohmann::ordered_json::object()), 400);
}

TEST(FusionGolden, AgreesWithCddfuseAsPublishedWhereOnlyThatRan) {
  if (!HasGolden()) GTEST_SKIP() << "no golden values beside the repository";
  EXPECT_GT(CompareWith("cddfuse_f32.json", 1e-5, GoldenJson("fusion/cddfuse_f64.json")["cases"]), 50);
}

}  // namespace
}  // namespace f4s
