#include "libfuse4seg/train/data/modality_dropout.h"

#include <gtest/gtest.h>

#include <map>

#include "tests/support/expect_error.h"

namespace f4s {
namespace {

const ModalitySlots kSlots = {{"t1"}, {"t1ce"}, {"t2", "pd"}, {"flair"}};

/// How often each set of planes is left, as "0 1 . 3", of `count` draws.
std::map<std::string, int> Left(const ModalityDropout& dropout, const std::vector<float>& levels, int count) {
  std::map<std::string, int> left;
  for (int seed = 0; seed < count; ++seed) {
    std::vector<float> planes;
    for (const float level : levels) planes.insert(planes.end(), {0, level});  // two pixels each
    dropout.Apply(static_cast<uint64_t>(seed), 2, planes);
    std::string text;
    for (size_t i = 0; i < levels.size(); ++i) text += planes[2 * i + 1] > 0 ? std::to_string(i) : ".";
    ++left[text];
  }
  return left;
}

TEST(ModalityDropout, LeavesWhatIsNeeded) {
  const auto left = Left({1, SetsOfSlots({"t1ce", "flair"}, kSlots)}, {1, 1, 1, 1}, 4000);
  EXPECT_EQ(left.size(), 11U) << "12 sets have t1ce or flair, one of them all";
  for (const auto& [kept, times] : left) {
    EXPECT_TRUE(kept[1] == '1' || kept[3] == '3') << kept;
    EXPECT_NEAR(times, 4000 / 11, 90) << kept;
  }
}

TEST(ModalityDropout, HappensAsOftenAsItIsAskedTo) {
  EXPECT_EQ(Left({0, {}}, {1, 1}, 100), (std::map<std::string, int>{{"01", 100}}));
  EXPECT_NEAR((Left({0.25, {}}, {1, 1}, 4000)["01"]), 3000, 120);
}

TEST(ModalityDropout, CountsNoEmptyPlaneAsAModality) {
  EXPECT_EQ(Left({1, {}}, {0, 1}, 50), (std::map<std::string, int>{{".1", 50}}));
  EXPECT_EQ(Left({1, SetsOfSlots({"t1+t1ce"}, kSlots)}, {1, 0, 1, 1}, 50),
            (std::map<std::string, int>{{"0.23", 50}}));
  EXPECT_EQ(Left({1, SetsOfSlots({"t1+t1ce"}, kSlots)}, {1, 1, 1, 0}, 50),
            (std::map<std::string, int>{{"01..", 50}}));
}

TEST(SetsOfSlots, AreReadFromNames) {
  EXPECT_EQ(SetsOfSlots({"t1ce", "t1+pd"}, kSlots), (std::vector<std::vector<size_t>>{{1}, {0, 2}}));
  EXPECT_F4S_ERROR(static_cast<void>(SetsOfSlots({"adc"}, kSlots)), ErrorKind::kUsage, "train.needs");
}

}  // namespace
}  // namespace f4s
