// Plots as SVG, and the small pieces of markup that pages are made of.

#include "libfuse4seg/drawing/plot.h"

#include <gtest/gtest.h>

#include "libfuse4seg/drawing/embedded.h"
#include "libfuse4seg/drawing/page.h"
#include "libfuse4seg/drawing/svg.h"

namespace f4s {
namespace {

size_t CountIn(const std::string& text, const std::string& part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST(MarkupOf, EscapesAllThatMeansSomething) {
  EXPECT_EQ(MarkupOf("<a href=\"x\" id='y'>&"), "&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;");
  EXPECT_EQ(MarkupOf("a\tb").find('\t'), std::string::npos);
}

TEST(SvgNumber, HasTwoPlacesAtMost) {
  EXPECT_EQ(SvgNumber(1), "1");
  EXPECT_EQ(SvgNumber(1.005), "1");
  EXPECT_EQ(SvgNumber(-0.001), "0");
  EXPECT_EQ(SvgNumber(12.3456), "12.35");
}

TEST(Base64, IsThatOfTheStandard) {  // RFC 4648, section 10
  EXPECT_EQ(Base64(""), "");
  EXPECT_EQ(Base64("f"), "Zg==");
  EXPECT_EQ(Base64("fo"), "Zm8=");
  EXPECT_EQ(Base64("foo"), "Zm9v");
  EXPECT_EQ(Base64("foobar"), "Zm9vYmFy");
}

TEST(PictureUrl, IsJpegWherePngIsLarge) {
  Image<float> noise = Picture(64, 64, std::vector<float>(4096));
  uint32_t state = 1;
  for (float& value : noise.samples)
    value = static_cast<float>((state = state * 1664525U + 1013904223U) >> 8) / 16777216.0F;
  EXPECT_TRUE(PictureUrl(noise, 100, 85).starts_with("data:image/jpeg;base64,/9j/"));
  EXPECT_TRUE(PictureUrl(noise, 100000, 85).starts_with("data:image/png;base64,iVBOR"));
  EXPECT_EQ(PictureUrl(noise, 100, 85), PictureUrl(noise, 100, 85));
}

TEST(TicksBetween, AreRound) {
  EXPECT_EQ(TicksBetween(0, 1), (std::vector<double>{0, 0.2, 0.4, 0.6000000000000001, 0.8, 1}));
  EXPECT_EQ(TicksBetween(-3, 12), (std::vector<double>{-2, 0, 2, 4, 6, 8, 10, 12}));
}

TEST(ScaleBarMm, IsAThirdAtMost) {
  EXPECT_EQ(ScaleBarMm(240), 50);
  EXPECT_EQ(ScaleBarMm(90), 20);
  EXPECT_EQ(ScaleBarMm(30), 10);
  EXPECT_EQ(ScaleBarMm(29), 5);
}

TEST(SvgOf, DrawsEachPointAndSaysItsLabel) {
  Plot plot{"a <b>", "x", "y"};
  plot.series = {{"one", {{0, 0}, {1, 2}, {2, 1}}, false, true, {"p", "q", "<r>"}}};
  const std::string svg = SvgOf(plot);
  EXPECT_EQ(CountIn(svg, "<circle"), 3U);
  EXPECT_EQ(CountIn(svg, "<title>&lt;r&gt;</title>"), 1U);
  EXPECT_EQ(CountIn(svg, "aria-label=\"a &lt;b&gt;\""), 1U);
  EXPECT_EQ(svg, SvgOf(plot));
}

TEST(SvgOf, PlacesTheMedianOfABox) {
  // y runs from 0 to 4 with 4 % of room: 2 lies in the middle of 12 ... 256.
  Plot plot{"boxes", "", "y"};
  plot.boxes = {{"WT", {0, 1, 2, 3, 4}}};
  EXPECT_EQ(CountIn(SvgOf(plot), "class=\"median\" d=\"M222 134L270 134\""), 1U);
  EXPECT_EQ(CountIn(SvgOf(plot), "<circle"), 5U);
}

TEST(SvgOf, KeepsLongLegendsAndNamesWithinThePlot) {
  Plot plot{"curves", "epoch", "loss"};
  for (const char* name : {"segmentation.total", "fusion.total", "fusion.intensity", "fusion.texture"})
    plot.series.push_back({name, {{0, 1}, {1, 2}}});
  std::string svg = SvgOf(plot);
  EXPECT_EQ(CountIn(svg, " y=\"16\" text-anchor=\"start\""),
            2U);  // two lines of the legend, two names in each
  EXPECT_EQ(CountIn(svg, " y=\"34\" text-anchor=\"start\""), 2U);
  plot.series.clear();
  for (const char* name : {"a method with a long name", "another one of them", "a third", "and a fourth one"})
    plot.boxes.push_back({name, {1, 2}});
  svg = SvgOf(plot);
  EXPECT_EQ(CountIn(svg, "rotate(-35)"), 4U);  // names lean where they have no room
}

TEST(SvgOf, SaysWhereThereIsNothing) {
  EXPECT_NE(SvgOf(Plot{"empty", "", ""}).find("nothing to plot"), std::string::npos);
}

TEST(SvgOf, TakesASingleValueAndEqualOnes) {
  Plot plot{"one", "x", "y"};
  plot.series = {{"s", {{3, 5}}}};
  EXPECT_EQ(SvgOf(plot).find("nan"), std::string::npos);
  plot.has_log_y = true;
  plot.series = {{"s", {{3, 5}, {4, 5}}}};
  EXPECT_EQ(SvgOf(plot).find("nan"), std::string::npos);
}

}  // namespace
}  // namespace f4s
