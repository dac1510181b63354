#include "libfuse4seg/train/data/training_cases.h"

#include <gtest/gtest.h>

#include <set>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/train/objective/optimiser.h"
#include "tests/support/expect_error.h"
#include "tests/support/scratch.h"

namespace f4s {
namespace {

class Folds : public testing::Test {
 protected:
  Json Record(int i, const std::string& split, const Json& images) {
    return {{"schema", kCaseSchema},
            {"id", Cat("c", i)},
            {"subject", Cat("s", i / 2)},
            {"split", split},
            {"images", images}};
  }
  void Put(const std::vector<Json>& records) {
    std::string text;
    for (const Json& record : records) text += ToLine(record) + "\n";
    WriteFileAtomically(scratch_ / "cases.ndjson", text);
  }
  TrainingCases Read(const std::string& fold, const std::vector<std::string>& slots) {
    RunOptions options;
    options.quiet = true;
    RunContext run({"test", {}, Json::object()}, options);
    CaseSelection selection;
    selection.words = {(scratch_ / "cases.ndjson").string()};
    return ReadTrainingCases(selection, ParseFold(fold), ParseSlots(slots), run);
  }

  Scratch scratch_;
};

TEST_F(Folds, PartSubjectsAndLeaveTheTestSplitAlone) {
  std::vector<Json> records;
  for (int i = 0; i < 20; ++i)
    records.push_back(Record(i, i < 16 ? "train" : "test", {{"a", "a.png"}, {"b", "b.png"}}));
  Put(records);
  std::set<std::string> validated;
  for (int k = 1; k <= 3; ++k) {
    const TrainingCases cases = Read(Cat(k, "/3"), {"a", "b"});
    EXPECT_EQ(cases.train.size() + cases.val.size(), 16U);
    std::set<std::string> train;
    for (const auto& one : cases.train) train.insert(one.record.subject());
    for (const auto& one : cases.val) {
      EXPECT_FALSE(train.contains(one.record.subject()));
      validated.insert(one.record.id());
    }
  }
  EXPECT_EQ(validated.size(), 16U) << "each case is validated on once";
}

TEST_F(Folds, AreWhatTheirSelectionGives) {
  std::vector<Json> records;
  for (int i = 0; i < 24; ++i)
    records.push_back(Record(i, i < 18 ? "train" : i < 20 ? "val" : "test", {{"a", "a.png"}}));
  // A subject of which nothing came counts nowhere; a part of one leaves the rest where it was.
  for (const int i : {6, 7, 10}) records[static_cast<size_t>(i)]["error"] = {{"code", "x"}, {"message", "y"}};
  Put(records);
  RunOptions options;
  options.quiet = true;
  for (int k = 1; k <= 4; ++k) {
    RunContext run({"test", {}, Json::object()}, options);
    CaseSelection selection;
    selection.words = {(scratch_ / "cases.ndjson").string()};
    selection.fold = Cat(k, "/4");
    const auto source = OpenCases(selection);
    std::vector<std::string> held_out, validated, named;
    const auto names = source->Names();
    ASSERT_TRUE(names);
    for (const CaseName& name : *names)
      if (!name.failed) named.push_back(name.id);
    while (const auto sourced = source->Next(run))
      if (!sourced->record.has_error()) held_out.push_back(sourced->record.id());
    for (const auto& one : Read(selection.fold, {"a"}).val) validated.push_back(one.record.id());
    EXPECT_EQ(held_out, validated) << k;
    EXPECT_EQ(held_out, named) << k;
  }
  CaseSelection stream;
  stream.words = {"-"};
  stream.fold = "1/2";
  EXPECT_F4S_ERROR(static_cast<void>(OpenCases(stream)), ErrorKind::kUsage, "cases.fold");
}

TEST_F(Folds, SplitsOfTheRecords) {
  Put({Record(0, "train", {{"a", "a.png"}}), Record(2, "val", {{"a", "a.png"}}),
       Record(4, "test", {{"a", "a.png"}})});
  const TrainingCases cases = Read("", {});
  EXPECT_EQ(cases.train.at(0).record.id(), "c0");
  EXPECT_EQ(cases.val.at(0).record.id(), "c2");
  EXPECT_EQ(cases.slots, (ModalitySlots{{"a"}}));
  Put({Record(0, "train", {{"a", "a.png"}})});
  EXPECT_F4S_ERROR(Read("", {}), ErrorKind::kBadInput, "train.empty");
  EXPECT_F4S_ERROR(Read("1/2", {}), ErrorKind::kBadInput, "train.empty");
}

TEST_F(Folds, AlternativesFillOneSlot) {
  Put({Record(0, "train", {{"mri", "m.png"}, {"ct", "c.png"}}),
       Record(2, "train", {{"mri", "m.png"}, {"pet", "p.png"}}),
       Record(4, "val", {{"mri", "m.png"}, {"ct", "c.png"}, {"pet", "p.png"}}),
       Record(6, "val", {{"mri", "m.png"}})});
  const TrainingCases cases = Read("", {"mri", "ct|pet|spect"});
  ASSERT_EQ(cases.train.size(), 2U);
  EXPECT_EQ(cases.train[1].modalities, (std::vector<std::string>{"mri", "pet"}));
  EXPECT_EQ(cases.val.size(), 2U) << "one for each modality that fits the slot";
  EXPECT_EQ(cases.left_out, 1);
  EXPECT_F4S_ERROR(Read("", {"mri", "t2"}), ErrorKind::kBadInput, "train.modalities");
}

TEST(Slots, AreReadStrictly) {
  EXPECT_EQ(ParseSlots({"mri", "ct|pet"}), (ModalitySlots{{"mri"}, {"ct", "pet"}}));
  EXPECT_F4S_ERROR(static_cast<void>(ParseSlots({"a", "b|a"})), ErrorKind::kUsage, "train.modalities");
  EXPECT_F4S_ERROR(static_cast<void>(ParseSlots({"a", "b", "c", "d", "e"})), ErrorKind::kUsage,
                   "train.modalities");
  EXPECT_F4S_ERROR(static_cast<void>(ParseSlots({"|"})), ErrorKind::kUsage, "train.modalities");
  for (const char* bad : {"0/3", "4/3", "1/1", "1", "a/b", "1/3x"})
    EXPECT_F4S_ERROR(static_cast<void>(ParseFold(bad)), ErrorKind::kUsage, "parameter.value");
}

TEST(Schedule, HalvesDownToTheLeast) {
  EXPECT_DOUBLE_EQ(HalvedRate(1e-4, 19, 20, 1e-6), 1e-4);
  EXPECT_DOUBLE_EQ(HalvedRate(1e-4, 20, 20, 1e-6), 5e-5);
  EXPECT_DOUBLE_EQ(HalvedRate(1e-4, 100, 20, 1e-6), 3.125e-6);
  EXPECT_DOUBLE_EQ(HalvedRate(1e-4, 1000000, 20, 1e-6), 1e-6);
  EXPECT_DOUBLE_EQ(HalvedRate(0, 5, 20, 1e-6), 0) << "no learning stays none";
}

TEST(Schedule, PolyRisesAndFalls) {
  EXPECT_DOUBLE_EQ(PolyRate(0.01, 0, 100, 0.9, 0), 0.01);
  EXPECT_NEAR(PolyRate(0.01, 50, 100, 0.9, 0), 0.01 * 0.5358867312681466, 1e-15);
  EXPECT_DOUBLE_EQ(PolyRate(0.01, 0, 100, 0.9, 10), 0.001);
  EXPECT_NEAR(PolyRate(0.01, 99, 100, 0.9, 10), 0.01 * 0.015848931924611134, 1e-15);
}

}  // namespace
}  // namespace f4s
