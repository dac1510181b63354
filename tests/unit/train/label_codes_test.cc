#include "libfuse4seg/train/data/label_codes.h"

#include <gtest/gtest.h>

#include "libfuse4seg/train/objective/validation.h"

namespace f4s {
namespace {

using Sets = std::vector<std::vector<int64_t>>;

const Classes kBrats = {{1, "necrosis"}, {2, "oedema"}, {4, "enhancing"}};  // classes 1, 2, 3
const std::vector<Region> kRegions = {{"WT", {1, 2, 4}}, {"TC", {1, 4}}, {"ET", {4}}};

std::vector<int> CodesOf(const LabelCodes& codes, const Classes& own, const std::vector<int>& values) {
  std::vector<int> found;
  for (const int value : values) found.push_back(codes.Of(own).at(static_cast<size_t>(value)));
  return found;
}

TEST(LabelCodes, AreTheClassesOfACaseThatTellsAll) {
  const LabelCodes codes(kBrats, kRegions);
  EXPECT_EQ(CodesOf(codes, kBrats, {0, 1, 2, 3, 4}), (std::vector<int>{0, 1, 2, LabelCodes::kNone, 3}));
  EXPECT_EQ(codes.unions(), Sets());
}

TEST(LabelCodes, AreUnionsWhereACaseTellsLess) {
  const Classes whole = {{1, "WT"}}, core = {{7, "TC"}}, nested = {{1, "WT"}, {2, "ET"}};
  const LabelCodes codes(kBrats, kRegions, {9}, {{whole, {8}}, {core}, {nested}});
  EXPECT_EQ(CodesOf(codes, whole, {8, 9}), (std::vector<int>{LabelCodes::kIgnored, LabelCodes::kNone}));
  EXPECT_EQ(CodesOf(codes, kBrats, {8, 9}), (std::vector<int>{LabelCodes::kNone, LabelCodes::kIgnored}));
  EXPECT_EQ(CodesOf(codes, whole, {0, 1}), (std::vector<int>{0, 4})) << "what is not WT is background";
  EXPECT_EQ(CodesOf(codes, core, {0, 7}), (std::vector<int>{6, 5})) << "what is not TC may be oedema";
  EXPECT_EQ(CodesOf(codes, nested, {0, 1, 2}), (std::vector<int>{0, 7, 3}))
      << "WT without ET; ET is one class";
  EXPECT_EQ(codes.unions(), (Sets{{1, 2, 3}, {1, 3}, {0, 2}, {1, 2}}));
}

TEST(LabelCodes, CountInTheRegionsThatHoldThem) {
  const auto regions = WithUnions({{"WT", {1, 2, 3}}, {"TC", {1, 3}}, {"ET", {3}}}, {{1, 2, 3}, {1, 3}}, 4);
  EXPECT_EQ(regions, (std::vector<Region>{{"WT", {1, 2, 3, 4, 5}}, {"TC", {1, 3, 5}}, {"ET", {3}}}));
}

TEST(IsPartOf, WantsARegionForEachClass) {
  EXPECT_TRUE(IsPartOf({{1, "WT"}, {2, "ET"}}, kRegions));
  EXPECT_FALSE(IsPartOf({{1, "WT"}, {2, "cyst"}}, kRegions));
  EXPECT_FALSE(IsPartOf(kBrats, kRegions));
}

}  // namespace
}  // namespace f4s
