// Which cases are shown, and what is noted of each.

#include "libfuse4seg/report/case_survey.h"

#include <gtest/gtest.h>

#include <cmath>

namespace f4s {
namespace {

Case CaseOf(const std::string& id, double dice) {
  Case record(id);
  record.json()["metrics"] = {{"segmentation", {{"WT", {{"dice", dice}}}, {"ET", {{"dice", nullptr}}}}}};
  return record;
}

TEST(CaseScore, IsTheMeanDiceElseVif) {
  EXPECT_EQ(CaseScore(CaseOf("a", 0.5)).value().value, 0.5);
  Case fused("b");
  EXPECT_FALSE(CaseScore(fused));
  fused.json()["metrics"] = {{"fusion", {{"VIF", 0.7}}}};
  EXPECT_EQ(CaseScore(fused).value().value, 0.7);
  EXPECT_STREQ(CaseScore(fused).value().name, "VIF");
}

std::vector<SurveyedCase> CasesOf(const std::vector<float>& scores) {
  std::vector<SurveyedCase> cases;
  for (const float score : scores) cases.push_back({0, score, 0, false});
  return cases;
}

TEST(CasesToShow, TakesWorstMedianAndBestFirst) {
  std::vector<float> scores;
  for (int i = 0; i < 101; ++i) scores.push_back(static_cast<float>((i * 37) % 101));
  std::vector<float> shown;
  for (const size_t i : CasesToShow(CasesOf(scores), 9)) shown.push_back(scores[i]);
  std::sort(shown.begin(), shown.end());
  EXPECT_EQ(shown, (std::vector<float>{0, 1, 2, 49, 50, 51, 98, 99, 100}));
}

TEST(CasesToShow, TakesAllOfFew) {
  EXPECT_EQ(CasesToShow(CasesOf({3, 1, 2}), 50), (std::vector<size_t>{0, 1, 2}));
  EXPECT_TRUE(CasesToShow({}, 50).empty());
  EXPECT_TRUE(CasesToShow(CasesOf({1}), 0).empty());
  EXPECT_EQ(CasesToShow(CasesOf({1}), 1).size(), 1U);
}

TEST(CasesToShow, LeavesFailedOnesOutAndTakesThoseWithoutScores) {
  std::vector<SurveyedCase> cases = CasesOf({1, NAN, 2});
  cases[0].failed = true;
  EXPECT_EQ(CasesToShow(cases, 9), (std::vector<size_t>{1, 2}));
}

TEST(CaseSurvey, GroupsFindingsAndFailures) {
  CaseSurvey survey;
  CaseSet& set = survey.NewSet("a", "a.ndjson");
  for (int i = 0; i < 50; ++i) {
    Case record = CaseOf("case_" + std::to_string(i), 0.5);
    record.AddFinding("geometry.spacing_assumed", "warning", "text");
    survey.Add(record);
  }
  survey.AddFailure(Case("bad"), {{"code", "png.damaged"}, {"message", "m"}, {"file", "f"}});
  EXPECT_EQ(set.num_cases, 51);
  EXPECT_EQ(set.num_failed, 1);
  EXPECT_EQ(set.failed.front().code, "png.damaged");
  EXPECT_EQ(set.findings.at("geometry.spacing_assumed").count, 50);
  EXPECT_EQ(set.findings.at("geometry.spacing_assumed").ids.size(), kMostIdsOfFinding);
  EXPECT_EQ(survey.RecordOf(survey.cases()[7]).id(), "case_7");
  EXPECT_DOUBLE_EQ(set.Summary()["segmentation"]["WT"]["dice"]["mean"].get<double>(), 0.5);
}

TEST(CaseSurvey, TakesTheSummaryOfTheRunThatScored) {
  CaseSurvey survey;
  CaseSet& set = survey.NewSet("a", "");
  set.runs.push_back({{"tool", "f4s-metrics"},
                      {"summary",
                       {{"fusion",
                         {{"VIF",
                           {{"n", 1},
                            {"n_undefined", 0},
                            {"mean", 9},
                            {"sd", nullptr},
                            {"median", 9},
                            {"min", 9},
                            {"max", 9},
                            {"ci95", nullptr}}}}}}}});
  EXPECT_EQ(set.Summary()["fusion"]["VIF"]["mean"], 9);
}

}  // namespace
}  // namespace f4s
