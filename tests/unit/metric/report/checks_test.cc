#include "libfuse4seg/metric/report/checks.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <functional>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/error.h"

namespace f4s {
namespace {

const Json kSummary = Json::parse(R"({"fusion":{"VIF":{"n":2,"mean":0.7,"sd":null,"ci95":[0.6,0.8]}},
  "segmentation":{"v1.5":{"dice":{"mean":0.9}}}})");
const Json kOutcome = {{"summary", kSummary}, {"cases", {{"ok", 2}, {"failed", 0}, {"skipped", 1}}}};

bool Met(const std::string& text) { return Evaluate(ParseCheck(text), kOutcome).met; }

std::string LineOf(const std::function<void()>& action, ErrorKind kind) {
  try {
    action();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), kind);
    return error.Line();
  }
  return "";
}

TEST(Check, ComparesAsItsOperatorSays) {
  EXPECT_TRUE(Met("fusion.VIF.mean >= 0.7"));
  EXPECT_FALSE(Met("fusion.VIF.mean > 0.7"));
  EXPECT_TRUE(Met("fusion.VIF.mean<=0.7"));
  EXPECT_FALSE(Met("  fusion.VIF.mean < 7e-1 "));
  EXPECT_TRUE(Met("fusion.VIF.n == 2"));
  EXPECT_TRUE(Met("fusion.VIF.n != 3"));
  EXPECT_TRUE(Met("fusion.VIF.ci95.0 > 0.5"));
  EXPECT_TRUE(Met("segmentation.v1.5.dice.mean > 0.8"));
  EXPECT_TRUE(Met("cases.failed == 0"));
  EXPECT_FALSE(Met("cases.skipped == 0"));
}

TEST(Check, NullMeetsNone) {
  for (const char* op : {">=", ">", "<=", "<", "==", "!="})
    EXPECT_FALSE(Met(std::string("fusion.VIF.sd ") + op + " 0")) << op;
  EXPECT_EQ(ToLine(ToJson(Evaluate(ParseCheck("fusion.VIF.sd != 0"), kOutcome))),
            R"({"check":"fusion.VIF.sd != 0","value":null,"met":false})");
}

TEST(Check, SaysWhatFellShort) {
  EXPECT_EQ(Describe(Evaluate(ParseCheck("fusion.VIF.mean >= 0.75"), kOutcome)),
            "check 'fusion.VIF.mean >= 0.75' not met: fusion.VIF.mean is 0.7");
}

TEST(Check, RefusesWhatItCannotRead) {
  for (const char* text : {"", "fusion.VIF.mean", ">= 1", "a >= ", "a => 1", "a = 1", "a >= one", "a >= 1 2",
                           "a >= nan", "a >= inf", "a === 1"})
    EXPECT_NE(LineOf([&] { (void)ParseCheck(text); }, ErrorKind::kUsage).find("[check.syntax]"),
              std::string::npos)
        << text;
}

TEST(Check, NamesWhatItDoesNotFind) {
  EXPECT_EQ(LineOf([] { (void)Met("fusion.VFI.mean > 0"); }, ErrorKind::kUsage),
            "check 'fusion.VFI.mean > 0': no number at 'fusion.VFI.mean'; did you mean 'fusion.VIF.mean'? "
            "[check.path]");
  EXPECT_EQ(
      LineOf([] { (void)Met("fusion.VIF > 0"); }, ErrorKind::kUsage),
      "check 'fusion.VIF > 0': no number at 'fusion.VIF'; below it are 'fusion.VIF.n', 'fusion.VIF.mean', "
      "'fusion.VIF.sd' and 2 more [check.path]");
}

TEST(Baseline, ComparesEveryOldNumber) {
  Json now = kSummary;
  EXPECT_TRUE(CompareWithBaseline(kSummary, now, 0).met());
  EXPECT_EQ(CompareWithBaseline(kSummary, now, 0).num_compared, 5);
  now["fusion"]["VIF"]["mean"] = 0.707;
  now["fusion"]["VIF"]["sd"] = 0.1;  // was null: not compared
  now["fusion"]["new"] = 1;
  EXPECT_TRUE(CompareWithBaseline(kSummary, now, 0.0101).met());
  const BaselineResult result = CompareWithBaseline(kSummary, now, 0.005);
  ASSERT_EQ(result.shortfalls.size(), 1U);
  EXPECT_EQ(Describe(result.shortfalls[0]),
            "baseline not met: fusion.VIF.mean was 0.7, is 0.707, may differ by 0.0035");
  EXPECT_EQ(ToLine(ToJson(result)),
            R"({"check":"baseline","tolerance":0.005,"compared":5,"fell_short":1,"met":false})");
}

TEST(Baseline, AMissingNumberFallsShort) {
  Json now = kSummary;
  now["segmentation"].erase("v1.5");
  now["fusion"]["VIF"]["ci95"] = nullptr;
  const BaselineResult result = CompareWithBaseline(kSummary, now, 1e9);
  ASSERT_EQ(result.shortfalls.size(), 3U);
  EXPECT_EQ(result.shortfalls[2].path, "segmentation.v1.5.dice.mean");
  EXPECT_FALSE(result.shortfalls[2].new_value);
}

class BaselineFile : public testing::Test {
 protected:
  void SetUp() override { WriteFileAtomically(path_, ""); }
  void TearDown() override { std::filesystem::remove(path_); }
  const std::filesystem::path path_ =
      std::filesystem::temp_directory_path() / ("f4s_baseline_test." + std::to_string(getpid()));
};

TEST_F(BaselineFile, IsReadFromItsLastLine) {
  const Json run = {{"schema", "f4s.run/1"}, {"tool", "f4s-metrics"}, {"summary", kSummary}};
  WriteFileAtomically(path_, "{\"schema\":\"f4s.case/1\"}\n" + ToLine(run) + "\n\n");
  EXPECT_EQ(ReadBaseline(path_), kSummary);
  WriteFileAtomically(path_, ToLine(run));
  EXPECT_EQ(ReadBaseline(path_), kSummary);
}

TEST_F(BaselineFile, IsRefusedWithoutARunRecordOfMetrics) {
  for (const char* text :
       {"", "not JSON", "[1]", "{\"schema\":\"f4s.run/1\",\"tool\":\"f4s-fuse\",\"summary\":{}}",
        "{\"schema\":\"f4s.run/1\",\"tool\":\"f4s-metrics\"}", "{\"schema\":\"f4s.case/1\"}"}) {
    WriteFileAtomically(path_, text);
    EXPECT_NE(LineOf([&] { (void)ReadBaseline(path_); }, ErrorKind::kBadInput).find("[baseline.record]"),
              std::string::npos)
        << text;
  }
  LineOf([&] { (void)ReadBaseline(path_ / "absent"); }, ErrorKind::kMissingInput);
}

}  // namespace
}  // namespace f4s
