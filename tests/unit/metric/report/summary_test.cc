#include "libfuse4seg/metric/report/summary.h"

#include <gtest/gtest.h>

#include <cmath>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/metric/report/bootstrap.h"
#include "libfuse4seg/metric/score_case.h"

namespace f4s {
namespace {

Json Dice(const Json& dice, const Json& hd95) {
  return {{"segmentation", {{"WT", {{"dice", dice}, {"hd95_mm", hd95}}}}},
          {"undefined", {{"x", "both_empty"}}}};
}

/// Four cases of three subjects, one of them missed.
SummaryBuilder Built(const std::vector<uint64_t>& order) {
  const Json metrics[] = {Dice(0.5, 2), Dice(0.75, 4), Dice(1, nullptr), Dice(nullptr, 9)};
  const char *subjects[] = {"s1", "s1", "s2", "s3"}, *splits[] = {"train", "train", "val", "val"};
  SummaryBuilder builder(7);
  for (const uint64_t i : order)
    builder.Add({i, subjects[i], splits[i], 100.0 + static_cast<double>(i)}, metrics[i]);
  return builder;
}

TEST(Summary, IsWhatOneComputesByHand) {
  const Json summary = Built({0, 1, 2, 3}).Summary();
  const Json& dice = summary["segmentation"]["WT"]["dice"];
  EXPECT_EQ(dice["n"], 3);
  EXPECT_EQ(dice["n_undefined"], 1);
  EXPECT_DOUBLE_EQ(dice["mean"], 0.75);
  EXPECT_DOUBLE_EQ(dice["sd"], 0.25);
  EXPECT_DOUBLE_EQ(dice["median"], 0.75);
  EXPECT_DOUBLE_EQ(dice["min"], 0.5);
  EXPECT_DOUBLE_EQ(dice["max"], 1);
  EXPECT_DOUBLE_EQ(dice["mean_penalised"], 2.25 / 4);
  const Json& hd95 = summary["segmentation"]["WT"]["hd95_mm"];
  EXPECT_DOUBLE_EQ(hd95["mean"], 5);
  EXPECT_DOUBLE_EQ(hd95["mean_penalised"], (2 + 4 + 9 + 102) / 4.0);
  EXPECT_FALSE(summary.contains("undefined"));
}

TEST(Summary, HasATreeForEachSplit) {
  const Json summary = Built({0, 1, 2, 3}).Summary();
  EXPECT_DOUBLE_EQ(summary["by_split"]["train"]["segmentation"]["WT"]["dice"]["mean"], 0.625);
  const Json& dice = summary["by_split"]["val"]["segmentation"]["WT"]["dice"];
  EXPECT_EQ(dice["n"], 1);
  EXPECT_TRUE(dice["sd"].is_null());
  EXPECT_TRUE(dice["ci95"].is_null()) << "one subject tells nothing of the spread";
}

TEST(Summary, DoesNotDependOnTheOrderOfArrival) {
  EXPECT_EQ(ToLine(Built({0, 1, 2, 3}).Summary()), ToLine(Built({3, 1, 0, 2}).Summary()));
}

TEST(Summary, CountsOnlyCasesThatHaveTheMetric) {
  SummaryBuilder builder(0);
  builder.Add({0, "a", "", 1}, {{"fusion", {{"VIF", 0.5}, {"SCD", nullptr}}}});
  builder.Add({1, "b", "", 1}, {{"segmentation", {{"1", {{"dice", 1}}}}}});
  const Json summary = builder.Summary();
  EXPECT_EQ(summary["fusion"]["VIF"]["n"], 1);
  EXPECT_TRUE(summary["fusion"]["SCD"]["mean"].is_null());
  EXPECT_TRUE(summary["fusion"]["SCD"]["mean_penalised"].is_null()) << "there is no worst of it";
  EXPECT_EQ(summary["segmentation"]["1"]["dice"]["n"], 1);
  EXPECT_FALSE(summary.contains("by_split"));
  EXPECT_EQ(SummaryBuilder(0).Summary(), Json::object());
}

TEST(Summary, HasAMeanOverTheReferencesThatNoPredictionMoves) {
  SummaryBuilder builder(0);
  const auto add = [&](uint64_t i, const Json& dice, const Json& hd, const char* side) {
    Json metrics = {{"segmentation", {{"WT", {{"dice", dice}, {"hd_mm", hd}}}}}};
    if (*side != 0) metrics["empty"]["WT"] = side;
    builder.Add({i, std::to_string(i), "", 50}, metrics);
  };
  add(0, 0.5, 2, "");
  add(1, 0, nullptr, "prediction_empty");
  add(2, 0, nullptr, "reference_empty");
  add(3, 1, nullptr, "both_empty");
  const Json wt = builder.Summary()["segmentation"]["WT"];
  EXPECT_EQ(wt["dice"]["n"], 4);
  EXPECT_EQ(wt["dice"]["n_reference"], 2);
  EXPECT_DOUBLE_EQ(wt["dice"]["mean_reference"], 0.25);
  EXPECT_DOUBLE_EQ(wt["hd_mm"]["mean_reference"], (2 + 50) / 2.0);
  EXPECT_EQ(ToLine(wt["cases"]), R"({"reference_empty":1,"prediction_empty":1,"both_empty":1})");
}

TEST(Summary, HasNoPenaltyForWhatTheConventionHasNot) {
  SummaryBuilder builder(0);
  builder.Add({0, "a", "", 50}, {{"segmentation", {{"WT", {{"hd_mm", nullptr}, {"nsd", nullptr}}}}},
                                 {"undefined", {{"segmentation.WT.hd_mm", "convention"}}}});
  const Json wt = builder.Summary()["segmentation"]["WT"];
  EXPECT_TRUE(wt["hd_mm"]["mean_penalised"].is_null());
  EXPECT_TRUE(wt["hd_mm"]["mean_reference"].is_null());
  EXPECT_EQ(wt["hd_mm"]["n_undefined"], 1);
  EXPECT_EQ(wt["nsd"]["mean_penalised"], 0.0);
}

TEST(Summary, CountsALateValueForTheEarlierCasesToo) {
  const Json absent = {{"segmentation", {{"", {{"dice", 1}}}}}};
  const auto of = [&](const char* value, double dice) -> Json {
    return {{"segmentation", {{value, {{"dice", dice}}}}}, {"absent", absent}};
  };
  SummaryBuilder builder(0);
  builder.Add({0, "a", "", 1}, of("10", 0.5));
  builder.Add({1, "b", "", 1}, {{"segmentation", Json::object()}, {"absent", absent}});
  builder.Add({2, "c", "", 1}, of("2", 0));
  builder.Add({3, "d", "", 1}, {{"segmentation", {{"tumour", {{"dice", 0}}}}}});
  const Json summary = builder.Summary()["segmentation"];
  EXPECT_EQ(summary.begin().key(), "2") << "in the order of the numbers";
  EXPECT_EQ(summary["2"]["dice"]["n"], 3);
  EXPECT_DOUBLE_EQ(summary["2"]["dice"]["mean"], 2 / 3.0);
  EXPECT_EQ(summary["2"]["dice"]["n_reference"], 1);
  EXPECT_DOUBLE_EQ(summary["10"]["dice"]["mean"], 2.5 / 3);
  EXPECT_EQ(summary["10"]["cases"]["both_empty"], 2);
  EXPECT_EQ(summary["tumour"]["dice"]["n"], 1);
}

TEST(Summary, RefusesAValueThatIsNoNumber) {
  SummaryBuilder builder(0);
  EXPECT_THROW(builder.Add({0, "a", "", 1}, {{"fusion", {{"VIF", "much"}}}}), Error);
}

TEST(Bootstrap, IsTheSameEverywhere) {
  std::vector<SubjectSum> subjects;
  for (int i = 0; i < 50; ++i) subjects.push_back({static_cast<double>(i * i % 97), 1.0 + i % 2});
  const Interval first = BootstrapMeans({subjects}, 42)[0];
  ASSERT_TRUE(first);
  EXPECT_DOUBLE_EQ(first->first, 25.827051101734646);
  EXPECT_DOUBLE_EQ(first->second, 38.682185990338155);
  EXPECT_EQ(first, BootstrapMeans({subjects, subjects}, 42)[1]);
  EXPECT_NE(first, BootstrapMeans({subjects}, 43)[0]);
}

TEST(Bootstrap, CoversTheStandardError) {
  std::vector<SubjectSum> subjects;
  for (int i = 0; i < 200; ++i) subjects.push_back({std::sin(i * 12.9898), 1});
  double mean = 0, square = 0;
  for (const SubjectSum& s : subjects) mean += s.sum / 200, square += s.sum * s.sum / 200;
  const double standard_error = std::sqrt((square - mean * mean) / 200);
  const auto [low, high] = *BootstrapMeans({subjects}, 1)[0];
  EXPECT_NEAR(low, mean - 1.96 * standard_error, 0.2 * standard_error);
  EXPECT_NEAR(high, mean + 1.96 * standard_error, 0.2 * standard_error);
}

TEST(Bootstrap, DrawsWholeSubjects) {
  // Two subjects of very different means: an interval over cases would be narrower.
  const auto [low, high] = *BootstrapMeans({{{0, 100}, {100, 100}}}, 3)[0];
  EXPECT_EQ(low, 0);
  EXPECT_EQ(high, 1);
}

TEST(Bootstrap, NeedsTwoSubjectsWithValues) {
  EXPECT_FALSE(BootstrapMeans({{{1, 1}, {0, 0}}}, 3)[0]);
  EXPECT_TRUE(BootstrapMeans({{{1, 1}, {0, 0}, {3, 1}}}, 3)[0]);
}

TEST(ScoresJson, IsTheContracts) {
  FusionScores fusion;
  fusion.vif = 0.5;
  fusion.scd = Undefined::kConstantImage;
  fusion.per_source = {{"t1", {}}};
  Json record = {
      {"id", "x"},
      {"metrics", {{"undefined", {{"segmentation.ET.dice", "convention"}, {"fusion.VIF", "stale"}}}}}};
  AddFusionScores(record, fusion);
  RegionScores et;
  et.name = "ET";
  et.dice = 0.9;
  et.hd95_mm = Undefined::kPredictionEmpty;
  AddSegmentationScores(record, {et});
  const Json& metrics = record["metrics"];
  EXPECT_EQ(metrics["fusion"]["VIF"], 0.5);
  EXPECT_TRUE(metrics["fusion"]["SCD"].is_null());
  EXPECT_TRUE(metrics["fusion"]["per_source"]["t1"]["MI"].is_null());
  EXPECT_EQ(metrics["segmentation"]["ET"]["dice"], 0.9);
  const Json& undefined = metrics["undefined"];
  EXPECT_EQ(undefined["fusion.SCD"], "constant_image");
  EXPECT_EQ(undefined["fusion.per_source.t1.MI"], "convention");
  EXPECT_EQ(undefined["segmentation.ET.hd95_mm"], "prediction_empty");
  EXPECT_FALSE(undefined.contains("segmentation.ET.dice"));
  EXPECT_FALSE(undefined.contains("fusion.VIF"));
  EXPECT_EQ(metrics.back(), undefined);
}

}  // namespace
}  // namespace f4s
