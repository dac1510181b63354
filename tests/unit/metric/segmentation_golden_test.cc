// Agreement with medpy (and with MONAI where the two share a definition), case by case.

#include <gtest/gtest.h>

#include <map>

#include "libfuse4seg/metric/segmentation_metrics.h"
#include "tests/unit/metric/golden.h"

namespace f4s {
namespace {

/// The golden set's names.
const std::map<std::string, Score RegionScores::*> kMedpyNames = {
    {"Dice", &RegionScores::dice},        {"IoU", &RegionScores::iou},
    {"Sens", &RegionScores::sensitivity}, {"Spec", &RegionScores::specificity},
    {"HD", &RegionScores::hd_mm},         {"Prec", &RegionScores::precision},
    {"HD95", &RegionScores::hd95_mm},     {"ASSD", &RegionScores::assd_mm}};

std::vector<Region> RegionsOfCase(const nlohmann::ordered_json& files) {
  std::vector<Region> regions;
  for (const auto& label : files["labels"])
    regions.push_back({std::to_string(label.get<int>()), {label.get<uint16_t>()}});
  if (files.contains("regions"))
    for (const auto& [name, values] : files["regions"].items())
      regions.push_back({name, values.get<std::vector<uint16_t>>()});
  return regions;
}

std::vector<RegionScores> ScoreCase(const nlohmann::ordered_json& files,
                                    const SegmentationOptions& options = {}) {
  const GoldenLabels reference = ReadGoldenNifti(kGolden / "seg" / files["ref"].get<std::string>());
  const GoldenLabels prediction = ReadGoldenNifti(kGolden / "seg" / files["pred"].get<std::string>());
  LabelGrid grid{reference.size, {1, 1, 1}, reference.dimensions};
  // The header's spacing is single precision; the reference programs got the list's.
  for (size_t axis = 0; axis < files["spacing"].size(); ++axis)
    grid.spacing_mm[axis] = files["spacing"][axis];
  return ScoreSegmentation(reference.labels, prediction.labels, grid, RegionsOfCase(files), options);
}

/// Compares METRIC[REGION] of the names given; where the reference has no number there is none.
int Compare(const std::string& id, const std::vector<RegionScores>& scores,
            const nlohmann::ordered_json& golden, const std::map<std::string, Score RegionScores::*>& names,
            double tolerance) {
  int compared = 0;
  for (const RegionScores& region : scores)
    for (const auto& [name, member] : names) {
      const std::string key = name + "[" + region.name + "]";
      if (!golden.contains(key)) continue;
      const Score& score = region.*member;
      EXPECT_EQ(score.defined(), IsNumber(golden[key])) << id << " " << key;
      if (!score.defined() || !IsNumber(golden[key])) continue;
      EXPECT_LE(RelativeError(score.value(), golden[key].get<double>()), tolerance)
          << id << " " << key << " " << score.value() << " against " << golden[key];
      ++compared;
    }
  return compared;
}

TEST(SegmentationGolden, AgreesWithMedpy) {
  if (!HasGolden()) GTEST_SKIP() << "no golden values beside the repository";
  const auto cases = GoldenJson("seg/cases.json");
  int compared = 0;
  const auto golden = GoldenJson("seg/medpy.json")["cases"];
  for (const auto& [id, expected] : golden.items())
    compared += Compare(id, ScoreCase(cases[id]), expected, kMedpyNames, kSegmentationTolerance);
  EXPECT_GT(compared, 300);
}

/// MONAI counts the same surface voxels, but compares single-precision distances.
TEST(SegmentationGolden, SurfaceDiceAgreesWithMonai) {
  if (!HasGolden()) GTEST_SKIP() << "no golden values beside the repository";
  const auto cases = GoldenJson("seg/cases.json");
  const auto golden = GoldenJson("seg/monai.json")["cases"];
  int compared = 0;
  for (const auto& [id, expected] : golden.items())
    for (const double tolerance_mm : {1.0, 2.0}) {
      const std::string name = tolerance_mm == 1 ? "NSD_1" : "NSD_2";
      SegmentationOptions options;
      options.nsd_tolerance_mm = tolerance_mm;
      nlohmann::ordered_json defined;  // monai has its own values where a mask is empty
      const auto scores = ScoreCase(cases[id], options);
      for (const RegionScores& region : scores)
        if (const std::string key = name + "[" + region.name + "]";
            expected.contains(key) && region.nsd.defined())
          defined[key] = expected[key];
      compared += Compare(id, scores, defined, {{name, &RegionScores::nsd}}, 1e-5);
    }
  EXPECT_GT(compared, 60);
}

}  // namespace
}  // namespace f4s
