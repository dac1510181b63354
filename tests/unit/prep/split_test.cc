#include "libfuse4seg/prep/split.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "libfuse4seg/base/atomic_file.h"
#include "tests/support/expect_error.h"
#include "tests/support/scratch.h"

namespace f4s {
namespace {

std::vector<std::string> Subjects(int count) {
  std::vector<std::string> subjects;
  for (int i = 0; i < count; ++i) subjects.push_back("s" + std::to_string(i));
  return subjects;
}

std::map<std::string, int> Counts(const SplitRule& rule, int subjects) {
  std::map<std::string, int> counts;
  for (const std::string& subject : Subjects(subjects)) ++counts[rule.Of(subject)];
  return counts;
}

TEST(SplitRule, MeetsFractionsExactlyWhereSubjectsAreKnown) {
  using Expected = std::map<std::string, int>;
  for (const auto& [count, expected] :
       std::vector<std::pair<int, Expected>>{{10, {{"train", 8}, {"val", 1}, {"test", 1}}},
                                             {224, {{"train", 179}, {"val", 22}, {"test", 23}}},
                                             {3, {{"train", 1}, {"val", 1}, {"test", 1}}},
                                             {1, {{"train", 1}}}}) {
    SplitRule rule("0.8,0.1,0.1", 0);
    rule.Know(Subjects(count));
    auto counts = Counts(rule, count);
    EXPECT_EQ(counts["train"], expected.at("train")) << count;
    EXPECT_EQ(counts["val"] + counts["test"], count - expected.at("train")) << count;
  }
}

TEST(SplitRule, ASplitThatWasNotAskedForStaysEmpty) {
  SplitRule rule("0.5,0.5,0", 3);
  rule.Know(Subjects(9));
  EXPECT_EQ(Counts(rule, 9).count("test"), 0U);
  const SplitRule unknown("1,0,0", 3);
  EXPECT_EQ(Counts(unknown, 50)["train"], 50);
}

TEST(SplitRule, DependsOnTheSeedAndNotOnTheOrder) {
  SplitRule a("0.5,0.25,0.25", 1), b("0.5,0.25,0.25", 1), c("0.5,0.25,0.25", 2);
  auto subjects = Subjects(40);
  a.Know(subjects);
  c.Know(subjects);
  std::reverse(subjects.begin(), subjects.end());
  b.Know(subjects);
  int differ = 0;
  for (const std::string& subject : subjects) {
    EXPECT_EQ(a.Of(subject), b.Of(subject));
    differ += a.Of(subject) != c.Of(subject);
  }
  EXPECT_GT(differ, 5);
}

TEST(SplitRule, DrawsUnknownSubjectsWithTheRightChance) {
  const SplitRule rule("0.8,0.1,0.1", 0);
  auto counts = Counts(rule, 4000);
  EXPECT_NEAR(counts["train"], 3200, 120);
  EXPECT_NEAR(counts["val"], 400, 80);
}

TEST(SplitRule, ReadsATable) {
  const Scratch scratch;
  WriteFileAtomically(scratch / "s.tsv", "# subject\tsplit\na\ttrain\nb\ttest\r\n");
  const SplitRule rule((scratch / "s.tsv").string(), 0);
  EXPECT_EQ(rule.Of("a"), "train");
  EXPECT_EQ(rule.Of("b"), "test");
  EXPECT_F4S_ERROR(static_cast<void>(rule.Of("c")), ErrorKind::kBadInput, "split.subject");
  WriteFileAtomically(scratch / "bad.tsv", "a train\n");
  EXPECT_F4S_ERROR(SplitRule((scratch / "bad.tsv").string(), 0), ErrorKind::kBadInput, "split.file");
  WriteFileAtomically(scratch / "twice.tsv", "a\ttrain\na\ttest\n");
  EXPECT_F4S_ERROR(SplitRule((scratch / "twice.tsv").string(), 0), ErrorKind::kBadInput, "split.file");
}

TEST(SplitRule, RefusesFractionsThatAreNone) {
  for (const char* text : {"0.8,0.1,0.2", "-1,1,1", "nan,0.5,0.5", "0.8,0.2", "no/such/file.tsv"})
    EXPECT_F4S_ERROR(SplitRule(text, 0), ErrorKind::kUsage, "split.syntax");
}

}  // namespace
}  // namespace f4s
