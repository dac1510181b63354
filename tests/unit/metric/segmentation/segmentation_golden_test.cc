// Agreement with each convention's reference program, case by case.

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <set>

#include "libfuse4seg/metric/segmentation/segmentation_metrics.h"
#include "tests/unit/metric/golden.h"

namespace f4s {
namespace {

using Golden = nlohmann::ordered_json;

/// Every label by itself, the regions, and "fg": all labels as one.
std::vector<Region> RegionsOfCase(const Golden& files) {
  std::vector<Region> regions;
  const auto labels = files["labels"].get<std::vector<uint16_t>>();
  for (const uint16_t label : labels) regions.push_back({std::to_string(label), {label}});
  if (files.contains("regions"))
    for (const auto& [name, values] : files["regions"].items())
      regions.push_back({name, values.get<std::vector<uint16_t>>()});
  regions.push_back({"fg", labels});
  return regions;
}

struct GoldenCase {
  GoldenLabels reference, prediction;
  Grid grid;
  std::vector<Region> regions;
};

GoldenCase ReadCase(const Golden& files) {
  GoldenCase out = {ReadGoldenNifti(kGolden / "seg" / files["ref"].get<std::string>()),
                    ReadGoldenNifti(kGolden / "seg" / files["pred"].get<std::string>()),
                    {},
                    RegionsOfCase(files)};
  out.grid = {out.reference.size, IdentityAffine(), out.reference.dimensions == 2};
  // The header's spacing is single precision; the reference programs got the list's.
  for (size_t axis = 0; axis < files["spacing"].size(); ++axis)
    out.grid.world_from_voxel[axis][axis] = files["spacing"][axis];
  return out;
}

std::optional<Score> ScoreNamed(const RegionScores& scores, const std::string& name) {
  for (const auto& field : kRegionFields)
    if (name == field.name) return scores.*field.score;
  for (const FurtherScore& further : scores.further)
    if (name == further.name) return further.score;
  return {};
}

/// What the golden file of a convention calls our metrics.
struct Reference {
  const char* file;
  SegmentationOptions options;
  std::map<std::string, std::string> names;  ///< golden -> ours
  double tolerance;
  int least;  ///< so many values are compared at least
};

const std::map<std::string, std::string> kOverlapNames = {
    {"Dice", "dice"},      {"IoU", "iou"},  {"Sens", "sensitivity"}, {"Spec", "specificity"},
    {"Prec", "precision"}, {"HD", "hd_mm"}, {"HD95", "hd95_mm"},     {"ASSD", "assd_mm"}};

std::map<std::string, std::string> With(std::map<std::string, std::string> names, const std::string& golden,
                                        const std::string& ours) {
  names[golden] = ours;
  return names;
}

std::map<std::string, std::string> LesionNames(const std::string& challenge) {
  return {{challenge + ".Legacy_Dice", "dice"},
          {challenge + ".Legacy_HD95", "hd95_mm"},
          {challenge + ".Sensitivity", "sensitivity"},
          {challenge + ".Specificity", "specificity"},
          {challenge + ".LesionWise_Score_Dice", "lesion_dice"},
          {challenge + ".LesionWise_Score_HD95", "lesion_hd95_mm"},
          {challenge + ".Num_TP", "lesion_tp"},
          {challenge + ".Num_FP", "lesion_fp"},
          {challenge + ".Num_FN", "lesion_fn"}};
}

SegmentationOptions Options(SegmentationConvention convention, double tolerance_mm = 1) {
  SegmentationOptions options;
  options.convention = convention;
  options.nsd_tolerance_mm = tolerance_mm;
  return options;
}

std::vector<Reference> References() {
  using Convention = SegmentationConvention;
  const std::map<std::string, std::string> cells = {{"Dice", "dice"}, {"HD", "hd_mm"}, {"HD95", "hd95_mm"}};
  SegmentationOptions metastases = Options(Convention::kBrats2023);
  metastases.lesions = {1, 2};
  const std::map<std::string, std::string> panoptica = {{"HD", "hd_mm"},
                                                        {"HD95", "hd95_mm"},
                                                        {"ASSD", "assd_mm"},
                                                        {"NSD_1", "nsd"},
                                                        {"panoptic_rq", "instance_rq"},
                                                        {"panoptic_sq", "instance_sq"},
                                                        {"panoptic_pq", "instance_pq"},
                                                        {"panoptic_tp", "instance_tp"},
                                                        {"panoptic_fp", "instance_fp"},
                                                        {"panoptic_fn", "instance_fn"}};
  return {
      {"medpy", Options(Convention::kMedpy), kOverlapNames, kSegmentationTolerance, 300},
      {"monai", Options(Convention::kMonai), With(kOverlapNames, "NSD_1", "nsd"), kSingleTolerance, 350},
      {"monai", Options(Convention::kMonai, 2), {{"NSD_2", "nsd"}}, kSingleTolerance, 40},
      {"surface_distance", Options(Convention::kDeepmind), With(cells, "NSD_1", "nsd"),
       kSegmentationTolerance, 160},
      {"surface_distance", Options(Convention::kDeepmind, 2), {{"NSD_2", "nsd"}}, kSegmentationTolerance, 40},
      {"brats2023_lesionwise", Options(Convention::kBrats2023), LesionNames("BraTS-GLI"),
       kSegmentationTolerance, 100},
      {"brats2023_lesionwise", metastases, LesionNames("BraTS-MET"), kSegmentationTolerance, 54},
      {"panoptica", Options(Convention::kPanoptica), panoptica, kSegmentationTolerance, 180},
      {"nnunetv2",
       Options(Convention::kNnunet),
       {{"Dice", "dice"}, {"IoU", "iou"}},
       kSegmentationTolerance,
       90}};
}

/// How a failed test names it.
void PrintTo(const Reference& reference, std::ostream* out) { *out << reference.file; }

class SegmentationGolden : public testing::TestWithParam<Reference> {};

TEST_P(SegmentationGolden, Agrees) {
  if (!HasGolden()) GTEST_SKIP() << "no golden values beside the repository";
  const Reference& reference = GetParam();
  const auto cases = GoldenJson("seg/cases.json");
  const auto golden = GoldenJson(std::string("seg/") + reference.file + ".json")["cases"];
  int compared = 0;
  for (const auto& [id, expected] : golden.items()) {
    const GoldenCase in = ReadCase(cases[id]);
    for (const RegionScores& region :
         ScoreSegmentation(in.reference.labels, in.prediction.labels, in.grid, in.regions, reference.options))
      for (const auto& [theirs, ours] : reference.names) {
        const std::string key = theirs + "[" + region.name + "]";
        if (!expected.contains(key)) continue;
        const Score score = ScoreNamed(region, ours).value();
        ++compared;
        // null (it raised), "nan" and "inf" are no numbers.
        EXPECT_EQ(score.defined(), IsNumber(expected[key])) << id << " " << key << " " << expected[key];
        if (score.defined() && IsNumber(expected[key])) {
          EXPECT_LE(RelativeError(score.value(), expected[key].get<double>()), reference.tolerance)
              << id << " " << key << " " << score.value() << " against " << expected[key];
        }
      }
  }
  EXPECT_GE(compared, reference.least);
}

INSTANTIATE_TEST_SUITE_P(Conventions, SegmentationGolden, testing::ValuesIn(References()),
                         [](const auto& test) {
                           const SegmentationOptions& options = test.param.options;
                           return std::string(test.param.file) + (options.nsd_tolerance_mm == 2 ? "_2mm"
                                                                  : options.lesions.dilations == 1
                                                                      ? "_metastases"
                                                                      : "");
                         });

/// surface-distance gives the two means; the convention is their mean.
TEST(SegmentationGoldenDetails, MeanDistanceAgreesWithSurfaceDistance) {
  if (!HasGolden()) GTEST_SKIP() << "no golden values beside the repository";
  const auto cases = GoldenJson("seg/cases.json");
  const auto golden = GoldenJson("seg/surface_distance.json")["cases"];
  int compared = 0;
  for (const auto& [id, expected] : golden.items()) {
    const GoldenCase in = ReadCase(cases[id]);
    for (const RegionScores& region :
         ScoreSegmentation(in.reference.labels, in.prediction.labels, in.grid, in.regions,
                           Options(SegmentationConvention::kDeepmind))) {
      const std::string there = "ASD_rp[" + region.name + "]", back = "ASD_pr[" + region.name + "]";
      if (!expected.contains(there)) continue;
      const bool is_number = IsNumber(expected[there]) && IsNumber(expected[back]);
      ASSERT_EQ(region.assd_mm.defined(), is_number) << id << region.name;
      if (!is_number) continue;
      const double mean = (expected[there].get<double>() + expected[back].get<double>()) / 2;
      EXPECT_LE(RelativeError(region.assd_mm.value(), mean), kSegmentationTolerance) << id << region.name;
      ++compared;
    }
  }
  EXPECT_GE(compared, 48);
}

TEST(SegmentationGoldenDetails, CountsAreNnunets) {
  if (!HasGolden()) GTEST_SKIP() << "no golden values beside the repository";
  const auto cases = GoldenJson("seg/cases.json");
  const auto golden = GoldenJson("seg/nnunetv2.json")["cases"];
  int compared = 0;
  for (const auto& [id, expected] : golden.items()) {
    const GoldenCase in = ReadCase(cases[id]);
    const LabelPairs pairs(in.reference.labels, in.prediction.labels, in.grid.size);
    for (const Region& region : in.regions) {
      const auto overlap = pairs.OverlapOf(region);
      const std::map<std::string, int64_t> counts = {
          {"TP", overlap.tp}, {"FP", overlap.fp}, {"FN", overlap.fn}, {"TN", overlap.tn}};
      for (const auto& [name, count] : counts)
        if (const std::string key = name + "[" + region.name + "]"; expected.contains(key)) {
          EXPECT_EQ(static_cast<double>(count), expected[key].get<double>()) << id << key;
          ++compared;
        }
    }
  }
  EXPECT_GE(compared, 180);
}

/// The case that shows how far apart programs are.
TEST(SegmentationGoldenDetails, OneSatelliteDecidesHd95) {
  if (!HasGolden()) GTEST_SKIP() << "no golden values beside the repository";
  const GoldenCase in = ReadCase(GoldenJson("seg/cases.json")["brats_big"]);
  const auto scores = ScoreSegmentation(in.reference.labels, in.prediction.labels, in.grid, {{"ET", {3}}});
  ASSERT_TRUE(scores[0].hd95_spread);
  EXPECT_NEAR(scores[0].hd95_spread->pooled_mm, 2.45, 0.005);
  EXPECT_NEAR(scores[0].hd95_spread->worse_direction_mm, 3.16, 0.005);
  EXPECT_NEAR(scores[0].hd95_spread->by_area_mm, 36.18, 0.005);
}

}  // namespace
}  // namespace f4s
