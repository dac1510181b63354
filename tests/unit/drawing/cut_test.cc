// Which plane a volume is shown in, and figures and outlines as lines.

#include "libfuse4seg/drawing/cut.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "libfuse4seg/drawing/case_pages.h"
#include "libfuse4seg/drawing/page.h"

namespace f4s {
namespace {

/// Voxels so long along x (left), y (back) and z (up).
Grid GridOf(double x, double y, double z) {
  Grid grid = {{6, 5, 4}};
  grid.world_from_voxel[0][0] = x;
  grid.world_from_voxel[1][1] = y;
  grid.world_from_voxel[2][2] = z;
  return grid;
}

TEST(PlaneToShow, IsAcrossTheLongestAxisThatStandsOut) {
  EXPECT_EQ(PlaneToShow(GridOf(1, 1, 1)), Plane::kAxial);
  EXPECT_EQ(PlaneToShow(GridOf(1, 1, 5)), Plane::kAxial);
  EXPECT_EQ(PlaneToShow(GridOf(1, 5, 1)), Plane::kCoronal);
  EXPECT_EQ(PlaneToShow(GridOf(5, 1, 1)), Plane::kSagittal);
  EXPECT_EQ(PlaneToShow(GridOf(1.1, 1, 1)), Plane::kAxial);  // by less than a fifth
}

TEST(Cut, SaysWhatOfThePatientIsOnTheLeft) {
  Grid grid = GridOf(1, 1, 1);
  EXPECT_EQ(Cut(grid, Plane::kAxial).left_side(), "R");
  EXPECT_EQ(Cut(grid, Plane::kCoronal).left_side(), "R");
  EXPECT_EQ(Cut(grid, Plane::kSagittal).left_side(), "A");
  grid.has_place = false;
  EXPECT_EQ(Cut(grid, Plane::kAxial).left_side(), "");
  EXPECT_EQ(Cut(Picture<float>(2, 2, {0, 1, 1, 0}).grid).left_side(), "");
}

TEST(OverlayPage, IsCutAlongTheVolumesOwnAxis) {
  Image<uint16_t> labels = ImageOn<uint16_t>(GridOf(5, 1, 1));
  labels.samples[labels.grid.Index(4, 2, 2)] = 1;
  const Page own = OverlayPage(ImageOn<float>(labels.grid, 0.5F), labels, std::nullopt, {});
  EXPECT_TRUE(own.panels.front().name.starts_with("sagittal "));
  const Page told = OverlayPage(ImageOn<float>(labels.grid, 0.5F), labels, std::nullopt, {}, Plane::kAxial);
  EXPECT_EQ(told.panels.front().name, "slice 2");
}

TEST(ErrorPicture, TellsMissedFromFoundTooMuch) {
  const Image<float> image = Picture<float>(4, 1, {1, 1, 1, 1});
  const Image<uint16_t> labels = Picture<uint16_t>(4, 1, {0, 0, 2, 2}),
                        reference = Picture<uint16_t>(4, 1, {0, 1, 0, 1});
  const Image<float> errors = ErrorPicture(image, labels, reference);
  const std::vector<LegendEntry> legend = ErrorLegend();
  EXPECT_FLOAT_EQ(errors.samples[0], 0.6F);  // right, and darkened
  for (size_t i = 0; i < 3; ++i)
    for (size_t c = 0; c < 3; ++c)
      EXPECT_FLOAT_EQ(errors.samples[3 * (i + 1) + c], static_cast<float>((*legend[i].colour)[c]) / 255.0F);
}

Image<uint16_t> Square() {
  Image<uint16_t> labels = Picture(20, 20, std::vector<uint16_t>(400));
  for (int64_t y = 5; y < 15; ++y)
    for (int64_t x = 5; x < 15; ++x) labels.plane()(x, y) = 4;
  return labels;
}

TEST(Draw, GivesOutlinesAsLinesRoundTheirPixels) {
  const std::vector<Outline> outlines = TheArtist().OutlinesOf(Square());
  ASSERT_EQ(outlines.size(), 1U);
  EXPECT_EQ(outlines[0].label, 4);
  float least = 100, greatest = 0;
  for (const auto& [x, y] : outlines[0].points)
    least = std::min({least, x, y}), greatest = std::max({greatest, x, y});
  EXPECT_NEAR(least, 5, 0.2);
  EXPECT_NEAR(greatest, 15, 0.2);
}

TEST(Draw, BurnsOutlinesIntoAnEnlargedPicture) {
  const Image<uint16_t> burnt = TheArtist().Burnt(ImageOn<float>(Square().grid, 0.5F), Square(), 3);
  EXPECT_EQ(std::tuple(burnt.width(), burnt.height(), burnt.channels), std::tuple(60, 60, 3));
  EXPECT_EQ(burnt.samples[0], 128);
  EXPECT_NE(
      burnt.samples,
      TheArtist().Burnt(ImageOn<float>(Square().grid, 0.5F), ImageOn<uint16_t>(Square().grid), 3).samples);
}

TEST(Draw, FiguresAreWhiteAndHaveMarks) {
  Page page = OverlayPage(ImageOn<float>(Square().grid, 0.5F), Square(), std::nullopt, {{4, "enhancing"}});
  page.is_figure = true;
  page.pixel_mm = 1;
  const Image<uint16_t> sheet = Draw(page);
  EXPECT_EQ(sheet.samples[sheet.samples.size() - 1], 255);
  EXPECT_GE(sheet.width(), 600);
  const std::string svg = SvgOf(page);
  EXPECT_NE(svg.find(">a</text>"), std::string::npos);
  EXPECT_NE(svg.find("mm</text>"), std::string::npos);
  EXPECT_NE(svg.find("enhancing</text>"), std::string::npos);
  page.left_side = "R";
  EXPECT_NE(SvgOf(page).find(">R</text>"), std::string::npos);
  EXPECT_NE(Draw(page).samples, sheet.samples);
}

TEST(Draw, AveragesWhatBecomesSmaller) {
  const Image<float> half = TheArtist().Resized(Picture<float>(2, 2, {0, 1, 1, 0}), 1, 1);
  EXPECT_FLOAT_EQ(half.samples[0], 0.5F);
}

}  // namespace
}  // namespace f4s
