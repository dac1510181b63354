// What is shown of a case, and that it is drawn.

#include "libfuse4seg/drawing/case_pages.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/image/orient.h"

namespace f4s {
namespace {

TEST(SlicesToShow, StandForEqualShares) {
  EXPECT_EQ(SlicesToShow({0, 3, 9, 8, 0}, 6), (std::vector<int64_t>{1, 2, 3}));
  EXPECT_EQ(SlicesToShow({0, 3, 9, 8, 0}, 1), (std::vector<int64_t>{2}));
  EXPECT_EQ(SlicesToShow({0, 0, 5, 0}, 6), (std::vector<int64_t>{2}));
  EXPECT_EQ(SlicesToShow({0, 0, 0, 0, 0}, 6), (std::vector<int64_t>{2}));
  EXPECT_EQ(SlicesToShow({1, 1, 1, 1, 1, 1}, 6), (std::vector<int64_t>{0, 1, 2, 3, 4, 5}));
  EXPECT_EQ(SlicesToShow(std::vector<int64_t>(60, 7), 6), (std::vector<int64_t>{4, 14, 24, 34, 44, 54}));
  EXPECT_EQ(SlicesToShow({10, 0, 0, 10}, 2), (std::vector<int64_t>{0, 3}));  // never an empty one
}

TEST(CropPanels, KeepsAMarginAndAllPanelsAlike) {
  Image<uint16_t> labels = Picture(50, 40, std::vector<uint16_t>(2000));
  labels.plane()(20, 10) = 1;
  std::optional<Image<uint16_t>> reference = labels;
  reference->plane()(30, 39) = 2;
  const Page page = OverlayPage(ImageOn<float>(labels.grid), labels, reference, {});
  const Image<uint16_t>& shown = *page.panels.front().labels;
  EXPECT_EQ(std::tuple(shown.width(), shown.height()), std::tuple(4 + 11 + 4, 4 + 30));
  EXPECT_EQ(shown.plane()(4, 4), 1);
  EXPECT_EQ(page.panels.front().reference->plane()(14, 33), 2);
  EXPECT_EQ(page.panels.front().picture.grid, shown.grid);
}

/// A volume of 4x3x5 voxels of 1x2x6 mm that lie along x to the right, y to the front, z up: on an axial
/// slice the patient's left is on the right side, and the front above, so that both axes run backwards.
Grid VolumeGrid() {
  Grid grid = {{4, 3, 5}};
  grid.world_from_voxel[1][1] = 2;
  grid.world_from_voxel[2][2] = 6;
  return grid;
}

TEST(OverlayPage, ShowsSlicesInThePatientsOrientation) {
  Image<uint16_t> labels = ImageOn<uint16_t>(VolumeGrid());
  labels.samples[static_cast<size_t>(0 + 4 * (0 + 3 * 3))] = 4;  // left, back, slice 3
  std::optional<Image<uint16_t>> reference = ImageOn<uint16_t>(VolumeGrid());
  reference->samples[static_cast<size_t>(3 + 4 * (2 + 3 * 1))] = 9;  // right, front, slice 1
  const Page page = OverlayPage(ImageOn<float>(VolumeGrid(), 0.5F), labels, reference, {{4, "enhancing"}});
  ASSERT_EQ(page.panels.size(), 2U);
  EXPECT_EQ(page.columns, 2);
  EXPECT_EQ(page.pixel_aspect, 2);
  EXPECT_EQ(page.panels[0].name, "slice 1");
  EXPECT_EQ(page.panels[1].name, "slice 3");
  const Slicing slicing = SlicingOf(VolumeGrid(), Plane::kAxial);
  EXPECT_EQ(page.panels[1].labels->samples, ExtractSlice(labels.samples, slicing, 3));
  EXPECT_EQ(page.panels[1].labels->plane()(3, 2), 4);  // the patient's left is on the right, the back below
  EXPECT_EQ(page.panels[0].reference->plane()(0, 0), 9);
  ASSERT_EQ(page.legend.size(), 3U);
  EXPECT_EQ(page.legend[0].name, "enhancing");
  EXPECT_EQ(page.legend[1].name, "label 9");
  EXPECT_EQ(page.legend[2].name, "reference");
  EXPECT_EQ(page.legend[2].label, std::nullopt);
}

TEST(OverlayPage, ShowsAVolumeWithoutLabel) {
  Image<float> image = ImageOn<float>(VolumeGrid());
  image.samples[static_cast<size_t>(4 * 3 * 2)] = 1;
  const Page page = OverlayPage(image, ImageOn<uint16_t>(VolumeGrid()), std::nullopt, {});
  ASSERT_EQ(page.panels.size(), 1U);
  EXPECT_EQ(page.panels[0].name, "slice 2");
  EXPECT_TRUE(page.legend.empty());
}

TEST(MontagePage, ShowsOneSliceOfAll) {
  const Image<float> dark = ImageOn<float>(VolumeGrid()), light = ImageOn<float>(VolumeGrid(), 1.0F);
  Image<uint16_t> label = ImageOn<uint16_t>(VolumeGrid());
  label.samples.back() = 1;
  const Page page = MontagePage({{"t1", &dark}, {"fused", &light}}, label);
  ASSERT_EQ(page.panels.size(), 2U);
  EXPECT_EQ(page.columns, 2);
  EXPECT_EQ(page.panels[1].name, "fused");
  EXPECT_EQ(page.panels[1].picture.samples, std::vector<float>(12, 1.0F));
  EXPECT_FALSE(page.panels[1].labels);
}

/// How many pixels have a colour.
int64_t CountOf(const Image<uint16_t>& sheet, const LabelRgb& colour) {
  int64_t count = 0;
  for (size_t i = 0; i < sheet.samples.size(); i += 3)
    count += sheet.samples[i] == colour[0] && sheet.samples[i + 1] == colour[1] &&
             sheet.samples[i + 2] == colour[2];
  return count;
}

Page PictureOf(int64_t width, int64_t height, bool with_reference) {
  Image<uint16_t> labels = Picture(width, height, std::vector<uint16_t>(static_cast<size_t>(width * height)));
  for (int64_t y = height / 4; y < height / 2; ++y)
    for (int64_t x = width / 4; x < width / 2; ++x) labels.plane()(x, y) = 2;
  std::optional<Image<uint16_t>> reference;
  if (with_reference) {
    reference = labels;
    std::reverse(reference->samples.begin(), reference->samples.end());
  }
  return OverlayPage(ImageOn<float>(labels.grid, 0.25F), labels, reference, {{2, "oedema"}});
}

TEST(Draw, EnlargesByAWholeNumberAndOutlines) {
  const Page page = PictureOf(240, 240, false);
  const Image<uint16_t> sheet = Draw(page);
  EXPECT_EQ(std::tuple(sheet.width(), sheet.channels), std::tuple(720, 3));
  EXPECT_GE(sheet.height(), 720 + 20);  // and the legend
  EXPECT_EQ(sheet.samples, Draw(page).samples);
  // An outline of 4 sides of 60 pixels, enlarged 3 times, 2 thick; and a square in the legend.
  EXPECT_GT(CountOf(sheet, LabelColour(2)), 4 * 60 * 3);
  EXPECT_LT(CountOf(sheet, LabelColour(2)), 4 * 60 * 3 * 4);
  EXPECT_GT(CountOf(sheet, {64, 64, 64}),
            700 * 700);  // the image itself is as it was, within the outline too
  EXPECT_EQ(sheet.samples[3 * (size_t{270} * 720 + 270)], 64);
}

TEST(Draw, TheReferenceIsThinner) {
  const auto coloured = [](const Image<uint16_t>& sheet) {
    int64_t count = 0;
    for (size_t i = 0; i < sheet.samples.size(); i += 3) count += sheet.samples[i] != sheet.samples[i + 2];
    return count;
  };
  const int64_t alone = coloured(Draw(PictureOf(240, 240, false)));
  const int64_t both = coloured(Draw(PictureOf(240, 240, true)));
  EXPECT_GT(both, alone + 4 * 60 * 3 / 3);
  EXPECT_LT(both, alone + alone * 3 / 4);
}

TEST(Draw, DoesNotLoseASinglePixel) {
  Image<uint16_t> labels = Picture<uint16_t>(100, 100, std::vector<uint16_t>(10000));
  labels.samples[5050] = 1;
  const Page page = OverlayPage(ImageOn<float>(labels.grid, 0.25F), labels, std::nullopt, {{1, "x"}});
  Page without = page;
  without.panels[0].labels.reset();
  EXPECT_GT(CountOf(Draw(page), LabelColour(1)), CountOf(Draw(without), LabelColour(1)));
}

TEST(Draw, TakesAnySizeAndColour) {
  for (const auto& [width, height] : {std::pair<int64_t, int64_t>{1, 1}, {3, 50}, {1500, 20}}) {
    const Image<uint16_t> sheet = Draw(PictureOf(width, height, true));
    EXPECT_EQ(static_cast<int64_t>(sheet.samples.size()), sheet.num_pixels() * 3);
    EXPECT_EQ(sheet.width() % width, 0);
  }
  const Image<float> grey = Picture<float>(8, 8, std::vector<float>(64, 0.5F));
  Image<float> red = {grey.grid, 3, std::vector<float>(192)};
  for (size_t i = 0; i < 192; i += 3) red.samples[i] = 1;
  const Image<uint16_t> sheet = Draw(MontagePage(
      {{"mri", &grey}, {"a long name of a modality, longer than its panel", &red}}, std::nullopt));
  EXPECT_GE(CountOf(sheet, {255, 0, 0}), 256 * 256);
  EXPECT_GE(CountOf(sheet, {128, 128, 128}), 256 * 256);
}

TEST(Draw, RefusesPanelsOfDifferentSizes) {
  Page page = PictureOf(8, 8, false);
  page.panels.push_back(PictureOf(8, 9, false).panels.front());
  EXPECT_THROW(static_cast<void>(Draw(page)), Error);
}

}  // namespace
}  // namespace f4s
