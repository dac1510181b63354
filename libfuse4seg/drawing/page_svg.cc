// A page as SVG: the layout of drawing/opencv/opencv_page.cc, with lines and text as such.

#include <algorithm>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/drawing/embedded.h"
#include "libfuse4seg/drawing/page.h"
#include "libfuse4seg/drawing/svg.h"

namespace f4s {
namespace {

constexpr double kPanel = 144, kGap = 6, kLine = 18,
                 kLetter = 10;  ///< points: a panel's longer side is 2 inches

struct Layout {
  double width, height, head;
  int columns, rows;

  explicit Layout(const Page& page) {
    const Image<float>& picture = page.panels.front().picture;
    const double tall = picture.height() * page.pixel_aspect,
                 longest = std::max<double>(picture.width(), tall);
    width = kPanel * picture.width() / longest;
    height = kPanel * tall / longest;
    head = std::any_of(page.panels.begin(), page.panels.end(),
                       [](const Panel& one) { return !one.name.empty(); })
               ? kLine
               : 0;
    columns = page.columns;
    rows = (static_cast<int>(page.panels.size()) + columns - 1) / columns;
  }
  [[nodiscard]] double total_width() const { return columns * width + (columns - 1) * kGap; }
  [[nodiscard]] double panels_height() const { return rows * (head + height) + (rows - 1) * kGap; }
};

std::string TextAtPoint(double x, double y, const std::string& text, const std::string& more) {
  return "<text x=\"" + SvgNumber(x) + "\" y=\"" + SvgNumber(y) + "\" " + more + ">" + MarkupOf(text) +
         "</text>\n";
}

constexpr const char* kOnImage =
    "fill=\"#fff\" stroke=\"#000\" stroke-width=\"2.5\" paint-order=\"stroke\" font-size=\"10\"";

std::string PanelSvg(const Panel& panel, const Layout& layout, double x, double y) {
  const double scale_x = layout.width / panel.picture.width(),
               scale_y = layout.height / panel.picture.height();
  std::string svg = "<image x=\"" + SvgNumber(x) + "\" y=\"" + SvgNumber(y) + "\" width=\"" +
                    SvgNumber(layout.width) + "\" height=\"" + SvgNumber(layout.height) +
                    "\" preserveAspectRatio=\"none\" href=\"" + PngUrl(panel.picture) + "\"/>\n";
  const std::string place = "<g transform=\"translate(" + SvgNumber(x) + " " + SvgNumber(y) + ") scale(" +
                            SvgNumber(scale_x) + " " + SvgNumber(scale_y) + ")\">";
  if (panel.labels) svg += place + OutlinePaths(*panel.labels, OutlineLook::kWhole) + "</g>\n";
  if (panel.reference) svg += place + OutlinePaths(*panel.reference, OutlineLook::kDashed) + "</g>\n";
  if (!panel.name.empty())
    svg += TextAtPoint(x + layout.width / 2, y - kGap, panel.name, "text-anchor=\"middle\" font-size=\"10\"");
  return svg;
}

std::string ScaleBar(const Page& page, const Layout& layout) {
  const double per_mm = layout.width / (page.panels.front().picture.width() * page.pixel_mm);
  const double mm = ScaleBarMm(layout.width / per_mm), y = layout.head + layout.height - kGap;
  return "<path d=\"M" + SvgNumber(kGap) + " " + SvgNumber(y) + "h" + SvgNumber(mm * per_mm) +
         "\" stroke=\"#000\" stroke-width=\"3\"/><path d=\"M" + SvgNumber(kGap) + " " + SvgNumber(y) + "h" +
         SvgNumber(mm * per_mm) + "\" stroke=\"#fff\" stroke-width=\"1.5\"/>\n" +
         TextAtPoint(kGap, y - 4, Cat(mm, " mm"), kOnImage);
}

/// @param height  takes how high it is.
std::string LegendSvg(const Page& page, const Layout& layout, double& height) {
  std::string svg;
  double x = 0, y = layout.panels_height() + kLine * 0.75;
  for (const LegendEntry& entry : page.legend) {
    const double width = 2 * kLetter + 5.6 * static_cast<double>(entry.name.size());
    if (x > 0 && x + width > layout.total_width()) x = 0, y += kLine;
    const auto square = [&](const LabelRgb& colour) {
      return "<rect x=\"" + SvgNumber(x) + "\" y=\"" + SvgNumber(y - kLetter * 0.8) + "\" width=\"" +
             SvgNumber(kLetter) + "\" height=\"" + SvgNumber(kLetter) + "\" fill=\"" + HexColour(colour) +
             "\"/>\n";
    };
    if (entry.label || entry.colour)
      svg += square(entry.label ? LabelColour(*entry.label) : *entry.colour);
    else
      svg += "<path d=\"M" + SvgNumber(x) + " " + SvgNumber(y - kLetter * 0.3) + "h" + SvgNumber(kLetter) +
             "\" stroke=\"#111\" stroke-dasharray=\"3 2\"/>\n";
    svg += TextAtPoint(x + kLetter * 1.5, y, entry.name, "font-size=\"10\"");
    x += width + kLetter;
  }
  height = page.legend.empty() ? 0 : y - layout.panels_height() + kGap;
  return svg;
}

}  // namespace

std::string SvgOf(const Page& page) {
  F4S_CHECK_EQ(page.panels.empty(), false);
  const Layout layout(page);
  std::string body;
  for (size_t i = 0; i < page.panels.size(); ++i) {
    const auto column = static_cast<int>(i) % layout.columns, row = static_cast<int>(i) / layout.columns;
    const double x = column * (layout.width + kGap),
                 y = row * (layout.head + layout.height + kGap) + layout.head;
    body += PanelSvg(page.panels[i], layout, x, y);
    if (page.is_figure) body += TextAtPoint(x + kGap, y + kLetter + kGap / 2, LetterOf(i), kOnImage);
    if (!page.left_side.empty())
      body += TextAtPoint(x + kGap / 2, y + (layout.height + kLetter * 0.7) / 2, page.left_side, kOnImage);
  }
  if (page.is_figure && page.pixel_mm > 0) body += ScaleBar(page, layout);
  double legend = 0;
  body += LegendSvg(page, layout, legend);
  const std::string width = SvgNumber(layout.total_width()),
                    height = SvgNumber(layout.panels_height() + legend);
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + width + "pt\" height=\"" + height +
         "pt\" viewBox=\"0 0 " + width + " " + height +
         "\" font-family=\"Helvetica, Arial, sans-serif\" fill=\"#111\">\n" +
         "<rect width=\"100%\" height=\"100%\" fill=\"" + (page.is_figure ? "#fff" : "#ccc") + "\"/>\n" +
         body + "</svg>\n";
}

}  // namespace f4s
