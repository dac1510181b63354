#include "libfuse4seg/infer/take_out_parts.h"

#include <gtest/gtest.h>

namespace f4s {
namespace {

const Classes kClasses = {{1, "necrosis"}, {2, "oedema"}, {4, ""}};
const std::vector<Region> kRegions = {{"WT", {1, 2, 4}}, {"TC", {1, 4}}, {"ET", {4}}};

/// A row of voxels of 100 mm^3, 0.1 ml.
Image<uint16_t> Row(const std::vector<uint16_t>& labels) {
  Image<uint16_t> image = {{{static_cast<int64_t>(labels.size()), 1, 1}, IdentityAffine(), false}, 1, labels};
  image.grid.world_from_voxel[0][0] = -5;
  image.grid.world_from_voxel[1][1] = 4;
  image.grid.world_from_voxel[2][2] = 5;
  return image;
}

/// What is left of a row.
std::vector<uint16_t> Left(const Postprocess& rules, const std::vector<uint16_t>& labels,
                           const std::string& taken) {
  Image<uint16_t> image = Row(labels);
  EXPECT_EQ(TakeOutParts(rules, kRegions, image), Json::parse(taken));
  return image.samples;
}

using Labels = std::vector<uint16_t>;

TEST(TakeOutParts, TakesOutWhatIsSmaller) {
  EXPECT_EQ(Left({{{"WT", 0.2}}, {}}, {2, 0, 1, 4, 0, 2, 0}, R"({"WT":{"parts":2,"ml":0.2}})"),
            (Labels{0, 0, 1, 4, 0, 0, 0}));
  EXPECT_EQ(Left({{{"WT", 0.1}}, {}}, {2, 0, 1, 4}, "{}"), (Labels{2, 0, 1, 4}))
      << "as large as the limit stays";
}

TEST(TakeOutParts, LeavesTheRegionAroundAPart) {
  EXPECT_EQ(Left({{{"ET", 0.2}}, {}}, {2, 4, 2, 4, 4}, R"({"ET":{"parts":1,"ml":0.1}})"),
            (Labels{2, 1, 2, 4, 4}));
  EXPECT_EQ(Left({{{"TC", 0.2}}, {}}, {2, 4, 2, 4, 1}, R"({"TC":{"parts":1,"ml":0.1}})"),
            (Labels{2, 2, 2, 4, 1}));
  EXPECT_EQ(Left({{{"ET", 0.2}, {"TC", 0.3}}, {}}, {2, 4, 1, 2},
                 R"({"ET":{"parts":1,"ml":0.1},"TC":{"parts":1,"ml":0.2}})"),
            (Labels{2, 2, 2, 2}))
      << "the smaller region first";
}

TEST(TakeOutParts, LeavesTheLargest) {
  EXPECT_EQ(Left({{}, {"WT"}}, {2, 0, 1, 4, 0, 2, 2}, R"({"WT":{"parts":2,"ml":0.3}})"),
            (Labels{0, 0, 1, 4, 0, 0, 0}))
      << "of two the first";
  EXPECT_EQ(Left({{}, {"WT", "ET"}}, {0, 0}, "{}"), (Labels{0, 0}));
}

TEST(VolumesMl, AreOfClassesAndRegions) {
  EXPECT_EQ(VolumesMl(Row({0, 1, 2, 2, 4, 0}), kClasses, kRegions),
            Json::parse(R"({"necrosis":0.1,"oedema":0.2,"4":0.1,"WT":0.4,"TC":0.2,"ET":0.1})"));
}

}  // namespace
}  // namespace f4s
