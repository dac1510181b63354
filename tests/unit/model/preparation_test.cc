// Images held against what a model learned from.

#include "libfuse4seg/model/preparation.h"

#include <gtest/gtest.h>

#include "libfuse4seg/cases/assemble.h"
#include "tests/support/expect_error.h"

namespace f4s {
namespace {

using Texts = std::vector<std::string>;

const Preparation kModel = {"zscore", "axial", std::array<double, 2>{1.875, 1.875}};

TEST(Preparation, NamesBothValuesOfADifference) {
  EXPECT_EQ(
      DifferencesOf({"percentile", "coronal", std::array<double, 2>{1, 1}}, kModel),
      (Texts{"normalization percentile (the model's: zscore)",
             "pixels of 1 x 1 mm (the model's: 1.875 x 1.875 mm)", "slices coronal (the model's: axial)"}));
}

TEST(Preparation, AllowsOnePercentOfSpacing) {
  const auto differ = [](double mm) {
    return !DifferencesOf({"zscore", "axial", std::array<double, 2>{1.875, mm}}, kModel).empty();
  };
  EXPECT_FALSE(differ(1.875 * 1.0099));
  EXPECT_FALSE(differ(1.875 * 0.9901));
  EXPECT_TRUE(differ(1.875 * 1.0101));
  EXPECT_TRUE(differ(1.875 * 0.9899));
}

TEST(Preparation, DoesNotHoldWhatIsUnknownAgainstAnybody) {
  EXPECT_EQ(DifferencesOf({}, kModel), Texts{});
  EXPECT_EQ(DifferencesOf({"percentile", "coronal", std::array<double, 2>{1, 1}}, {}), Texts{});
  // Such a model takes levels as they come; images of unknown levels are not a z-score's.
  EXPECT_EQ(DifferencesOf({"percentile", "", {}}, {"none", "", {}}), Texts{});
  EXPECT_EQ(DifferencesOf({"none", "", {}}, kModel).size(), 1U);
  EXPECT_EQ(DifferencesOf({"range=0,4", "", {}}, {"range=0.0,4.0", "", {}}), Texts{});
}

TEST(Preparation, ReadsRecords) {
  Case slice("a");
  slice.json()["prepared"] = {{"normalize", "zscore"}};
  slice.json()["geometry"] = {{"spacing_mm", {2, 3}}, {"volume", {{"axis", "sagittal"}}}};
  const Preparation of_slice = PreparationOf(slice);
  EXPECT_EQ(of_slice.normalize, "zscore");
  EXPECT_EQ(of_slice.plane, "sagittal");
  EXPECT_EQ(of_slice.pixel_mm, (std::array<double, 2>{2, 3}));
  // Of a volume its axial slices, in whatever order its file has the axes: here the third runs to the left.
  Case volume("b");
  Grid grid;
  grid.size = {4, 4, 4};
  grid.world_from_voxel = {{{0, 0, -2, 0}, {0, 3, 0, 0}, {5, 0, 0, 0}, {0, 0, 0, 1}}};
  volume.json()["geometry"] = GeometryJson(grid);
  EXPECT_EQ(PreparationOf(volume).pixel_mm, (std::array<double, 2>{2, 3}));
  EXPECT_EQ(PreparationOf(Case("c")).pixel_mm, std::nullopt);
}

ModelDescription Coronal() {
  ModelDescription model;
  model.normalization = "zscore";
  model.plane = "coronal";
  model.modalities = {{"t1ce"}, {"flair"}};
  model.spacing_mm = {1.5, 2};
  return model;
}

TEST(Preparation, AsksForWhatTheModelKnows) {
  EXPECT_EQ(
      ToLine(ParametersFor(Coronal())),
      R"({"normalize":"zscore","plane":"coronal","spacing":"1.5,native,2","modalities":["t1ce","flair"]})");
  ModelDescription less;
  less.normalization = kUnknownNormalization;
  less.modalities = {{"mri"}, {"ct", "pet"}};
  EXPECT_EQ(ToLine(ParametersFor(less)), "{}");
}

TEST(Preparation, LiesUnderTheFlags) {
  std::string normalize = "percentile", spacing = "native", plane = "axial";
  Texts modalities;
  Parameters p;
  p.Text("normalize", normalize, "", "");
  p.Text("spacing", spacing, "", "");
  p.Text("plane", plane, "", "");
  p.List("modalities", modalities, "", "");
  p.Find("spacing")->SetFromText("1.5,9,2.01");
  PrepareFor(Coronal(), "my", p);
  EXPECT_EQ(Texts({normalize, spacing, plane}), (Texts{"zscore", "1.5,9,2.01", "coronal"}));
  EXPECT_EQ(modalities, (Texts{"t1ce", "flair"}));
  p.Find("spacing")->SetFromText("1.5,9,2.1");
  EXPECT_F4S_ERROR(PrepareFor(Coronal(), "my", p), ErrorKind::kUsage, "usage.conflict");
}

}  // namespace
}  // namespace f4s
