#include "libfuse4seg/metric/report/comparison.h"

#include <gtest/gtest.h>

#include <functional>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/error.h"
#include "tests/support/scratch.h"

namespace f4s {
namespace {

const Json kConfig = {
    {"convention", "cddfuse"}, {"seg_convention", "medpy"}, {"nsd_tolerance", 1.0}, {"regions", ""}};

Json Dice(const Json& dice, const Json& hd95) {
  return {{"segmentation", {{"WT", {{"dice", dice}, {"hd95_mm", hd95}}}}}};
}

std::string Record(const std::string& id, const Json& metrics) {
  return ToLine({{"schema", "f4s.case/1"}, {"id", id}, {"regions", {{"WT", {1, 2}}}}, {"metrics", metrics}}) +
         "\n";
}

std::string RunRecord(const Json& config = kConfig, const char* status = "ok",
                      const char* tool = "f4s-metrics") {
  return ToLine({{"schema", "f4s.run/1"}, {"tool", tool}, {"status", status}, {"config", config}}) + "\n";
}

class ComparisonTest : public testing::Test {
 protected:
  const std::filesystem::path& Written(const std::string& text) {
    WriteFileAtomically(file_, text);
    return file_;
  }
  Comparison With(const std::string& text, bool is_part = false) {
    return Comparison(Written(text), kConfig, is_part);
  }
  /// The code of the error that the action ends in.
  static std::string CodeOf(const std::function<void()>& action) {
    try {
      action();
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::kBadInput);
      return error.code();
    }
    return "";
  }

  const Scratch scratch_;
  const std::filesystem::path file_ = scratch_ / "other.ndjson";
  const std::vector<Region> regions_ = {{"WT", {1, 2}}};
};

TEST_F(ComparisonTest, IsWhatOneComputesByHand) {
  Comparison comparison = With(Record("a", Dice(0.5, 4)) + Record("b", Dice(0.75, 8)) +
                               Record("c", Dice(0.25, 6)) + Record("d", Dice(0.5, nullptr)) + RunRecord());
  comparison.Add({3, "s3", "", 100, "d"}, regions_, Dice(0.25, 10));
  comparison.Add({0, "s1", "", 100, "a"}, regions_, Dice(0.75, 2));
  comparison.Add({1, "s1", "", 100, "b"}, regions_, Dice(0.75, 9));
  comparison.Add({2, "s2", "", 100, "c"}, regions_, Dice(0.75, 2));
  EXPECT_TRUE(comparison.Pairs().complete());
  const Json summary = comparison.Summary(7);
  EXPECT_EQ(summary["cases"]["pairs"], 4);
  const Json& dice = summary["segmentation"]["WT"]["dice"];
  EXPECT_EQ(dice["n"], 4);
  EXPECT_EQ(dice["n_subjects"], 3);
  EXPECT_EQ(dice["mean"], 0.625);
  EXPECT_EQ(dice["other_mean"], 0.5);
  EXPECT_EQ(dice["mean_difference"], 0.125);  // 0.25, 0, 0.5, -0.25
  EXPECT_EQ(dice["median_difference"], 0.125);
  EXPECT_EQ(dice["wins"], 2);
  EXPECT_EQ(dice["ties"], 1);
  EXPECT_EQ(dice["losses"], 1);
  EXPECT_EQ(dice["p"], 0.75);           // ranks 1.5 3 -1.5: 3 of 8 signs give 4.5 or more, twice that
  EXPECT_EQ(dice["p_subjects"], 0.75);  // 0.125, 0.5, -0.25: ranks 1 3 -2
  const Json& hd95 = summary["segmentation"]["WT"]["hd95_mm"];
  EXPECT_EQ(hd95["n"], 3);
  EXPECT_EQ(hd95["n_undefined"], 1);
  EXPECT_EQ(hd95["undefined_here"], 0);
  EXPECT_EQ(hd95["undefined_there"], 1);
  EXPECT_EQ(hd95["wins"], 2) << "less is better: 2 against 4, 2 against 6";
  EXPECT_EQ(hd95["losses"], 1);
  EXPECT_DOUBLE_EQ(hd95["mean_difference"], (-2 + 1 - 4) / 3.0);
  EXPECT_DOUBLE_EQ(hd95["mean_difference_penalised"], (-2 + 1 - 4 + (10 - 100)) / 4.0);
}

TEST_F(ComparisonTest, KnowsWhatIsBetter) {
  EXPECT_TRUE(LowerIsBetter({"segmentation", "WT", "hd95_mm"}));
  EXPECT_TRUE(LowerIsBetter({"fusion", "MSE"}));
  EXPECT_FALSE(LowerIsBetter({"segmentation", "WT", "dice"}));
  EXPECT_FALSE(LowerIsBetter({"fusion", "VIF"}));
}

TEST_F(ComparisonTest, RoundingIsNoDifference) {
  EXPECT_EQ(PairedDifference(0.3, 0.1 + 0.2), 0);
  EXPECT_NE(PairedDifference(0.3, 0.3 + 1e-9), 0);
  EXPECT_EQ(PairedDifference(0, 0), 0);
}

TEST_F(ComparisonTest, CountsWhatOneSideAloneHas) {
  const std::string text = Record("a", Dice(1, 0)) + Record("y", Dice(1, 0)) + Record("x", Dice(1, 0)) +
                           R"({"schema":"f4s.case/1","id":"failed","error":{"code":"x"}})" + "\n" +
                           R"({"schema":"f4s.case/1","id":"a+floor-average","floor":"average"})" + "\n" +
                           RunRecord();
  for (const bool is_part : {false, true}) {
    Comparison comparison = With(text, is_part);
    comparison.Add({2, "s", "", 1, "failed"}, regions_, Dice(1, 0));
    comparison.Add({1, "s", "", 1, "new"}, regions_, Dice(1, 0));
    comparison.Add({0, "s", "", 1, "a"}, regions_, Dice(1, 0));
    const Pairing pairing = comparison.Pairs();
    EXPECT_EQ(pairing.pairs, 1);
    EXPECT_EQ(pairing.only_here, 2);
    EXPECT_EQ(pairing.only_there, is_part ? 0 : 2);
    EXPECT_EQ(pairing.Text(), std::string("2 cases of this run are not in it or failed there, first 'new'") +
                                  (is_part ? "" : "; 2 of its cases are not in this run, first 'x'"));
  }
}

TEST_F(ComparisonTest, HasATreeForEachSplit) {
  Comparison comparison = With(Record("a", Dice(0.5, 4)) + Record("b", Dice(0.5, 8)) + RunRecord());
  comparison.Add({0, "s1", "train", 1, "a"}, regions_, Dice(0.75, 2));
  comparison.Add({1, "s2", "val", 1, "b"}, regions_, Dice(1, 9));
  const Json summary = comparison.Summary(0);
  EXPECT_EQ(summary["by_split"]["train"]["segmentation"]["WT"]["dice"]["mean_difference"], 0.25);
  EXPECT_EQ(summary["by_split"]["val"]["segmentation"]["WT"]["dice"]["mean_difference"], 0.5);
}

TEST_F(ComparisonTest, RefusesWhatWasScoredOtherwise) {
  const auto add = [&](const Json& config, const Json& there, const Json& here,
                       const std::vector<Region>& regions) {
    return CodeOf([&] {
      Comparison comparison = With(Record("a", there) + RunRecord(config));
      comparison.Add({0, "s", "", 1, "a"}, regions, here);
    });
  };
  const Json dice = Dice(1, 0), vif = {{"fusion", {{"VIF", 1}, {"per_source", {{"t1", {{"VIF", 1}}}}}}}},
             other_source = {{"fusion", {{"VIF", 1}, {"per_source", {{"t2", {{"VIF", 1}}}}}}}};
  Json film = kConfig, monai = kConfig, wider = kConfig, given = kConfig;
  film["convention"] = "film";
  monai["seg_convention"] = "monai";
  wider["nsd_tolerance"] = 2.0;
  given["regions"] = "WT=1,2,4";
  EXPECT_EQ(add(kConfig, dice, dice, regions_), "");
  EXPECT_EQ(add(film, dice, dice, regions_), "") << "no fusion metric is compared";
  EXPECT_EQ(add(film, vif, vif, regions_), "compare.settings");
  EXPECT_EQ(add(monai, dice, dice, regions_), "compare.settings");
  EXPECT_EQ(add(wider, dice, dice, regions_), "compare.settings");
  EXPECT_EQ(add(given, dice, dice, regions_), "compare.settings");
  EXPECT_EQ(add(given, dice, dice, {{"WT", {1, 2, 4}}}), "");
  EXPECT_EQ(add(kConfig, dice, dice, {{"WT", {1, 4}}}), "compare.settings");
  EXPECT_EQ(add(kConfig, vif, other_source, {}), "compare.settings");
}

TEST_F(ComparisonTest, RefusesWhatIsNoOutputOfMetrics) {
  const auto code = [&](const std::string& text) { return CodeOf([&] { (void)With(text); }); };
  const std::string a = Record("a", Dice(1, 0));
  EXPECT_EQ(code(a + RunRecord()), "");
  EXPECT_EQ(code(a + RunRecord() + Record("b", Dice(1, 0)) + RunRecord()), "") << "shards";
  EXPECT_EQ(code(a), "compare.record");
  EXPECT_EQ(code(""), "compare.record");
  EXPECT_EQ(code(RunRecord()), "compare.record");
  EXPECT_EQ(code(a + RunRecord(kConfig, "ok", "f4s-fuse")), "compare.record");
  EXPECT_EQ(code(a + RunRecord(kConfig, "interrupted")), "compare.incomplete");
  EXPECT_EQ(code(a + a + RunRecord()), "compare.twice");
  EXPECT_EQ(code(R"({"schema":"f4s.case/1","id":"a"})" + std::string("\n") + RunRecord()),
            "compare.no_metrics");
  EXPECT_EQ(code(a.substr(0, a.size() / 2)), "json.syntax");
  EXPECT_EQ(code(Record("a", Dice("much", 0)) + RunRecord()), "metrics.value");
  Json other = kConfig;
  other["convention"] = "film";
  EXPECT_EQ(code(a + RunRecord() + Record("b", Dice(1, 0)) + RunRecord(other)), "compare.settings");
}

TEST_F(ComparisonTest, RefusesTwinsAndNothingInCommon) {
  EXPECT_EQ(CodeOf([&] {
              Comparison comparison = With(Record("a", Dice(1, 0)) + RunRecord());
              for (const uint64_t i : {0, 1}) comparison.Add({i, "s", "", 1, "a"}, regions_, Dice(1, 0));
            }),
            "compare.twice");
  EXPECT_EQ(CodeOf([&] {
              Comparison comparison = With(Record("a", Dice(1, 0)) + RunRecord());
              comparison.Add({0, "s", "", 1, "a"}, regions_, {{"fusion", {{"VIF", 1}}}});
              (void)comparison.Summary(0);
            }),
            "compare.nothing");
}

}  // namespace
}  // namespace f4s
