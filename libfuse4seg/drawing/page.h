// Pictures for people: images side by side, label maps as outlines on them, names above, a legend below.
//
//     const Page page = OverlayPage(background, labels, reference, classes);   // drawing/case_pages.h
//     WriteImage(path, Draw(page), 8);
//
// OpenCV draws them, in an object that is opened for it.

#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "libfuse4seg/image/image.h"
#include "libfuse4seg/image/label_colours.h"

namespace f4s {

/// One image of a page.  All panels of a page have the same width and height.
struct Panel {
  Image<float> picture;                      ///< a picture in 0..1, grey or RGB
  std::string name;                          ///< above it; may be empty
  std::optional<Image<uint16_t>> labels;     ///< outlined by LabelColour()
  std::optional<Image<uint16_t>> reference;  ///< likewise, thin and dashed
};

/// What an outline means.
struct LegendEntry {
  std::string name;
  std::optional<uint16_t> label;   ///< its colour; without one a dashed line
  std::optional<LabelRgb> colour;  ///< of what is no label
};

struct Page {
  std::vector<Panel> panels;  ///< row by row, at least one
  int columns = 1;            ///< panels in a row
  double pixel_aspect = 1;    ///< height of a pixel over its width
  std::vector<LegendEntry> legend;
  bool is_figure = false;      ///< for print: panels have letters, and text is dark on white
  double pixel_mm = 0;         ///< width of a pixel, for a scale bar; 0: none
  std::string left_side = {};  ///< Cut::left_side(), at the left edge of each panel
};

/// A closed line round pixels of a label, in pixels of its map from the upper left corner.
struct Outline {
  uint16_t label = 0;
  std::vector<std::array<float, 2>> points;
};

/// What the opened object `opencv_drawing` gives.  May be called from several threads.
class PageArtist {
 public:
  virtual ~PageArtist() = default;
  /// A picture, RGB of 8 bits.
  [[nodiscard]] virtual Image<uint16_t> Draw(const Page& page) const = 0;
  /// As they are drawn, the label with fewest pixels last.
  [[nodiscard]] virtual std::vector<Outline> OutlinesOf(const Image<uint16_t>& labels) const = 0;
  /// A grey picture with outlines burned in, each pixel `times` by `times` large: RGB of 8 bits.
  [[nodiscard]] virtual Image<uint16_t> Burnt(const Image<float>& picture, const Image<uint16_t>& labels,
                                              int times) const = 0;
  /// A picture at another size: averaged where it becomes smaller, cubic where larger.
  [[nodiscard]] virtual Image<float> Resized(const Image<float>& picture, int width, int height) const = 0;
  /// Values in 0..1 as colours from dark blue to yellow, which people with any colour vision order alike.
  [[nodiscard]] virtual Image<float> Coloured(const Image<float>& picture) const = 0;
};

/// The one that is there.  @throws Error as RequireDrawing().
[[nodiscard]] const PageArtist& TheArtist(const std::string& purpose = "a picture");

/// Makes sure that pages can be drawn, before any work.
/// @param purpose  what the user wanted: "--overlay"
/// @throws Error(kUnavailable, "object.opencv_drawing").
void RequireDrawing(const std::string& purpose);

/// Small images are enlarged by a whole number.  The same page gives the same samples.
/// @throws Error as RequireDrawing(); Error(kInternal) for panels of different sizes.
[[nodiscard]] Image<uint16_t> Draw(const Page& page);

/// The same page with lines and text as such: SVG whose images are PNG within it.
[[nodiscard]] std::string SvgOf(const Page& page);

/// "a", "b", ... of a panel of a figure.
[[nodiscard]] inline std::string LetterOf(size_t panel) {
  return std::string(1, static_cast<char>('a' + panel % 26));
}

/// Of a scale bar on a picture so wide: 1, 2 or 5 times a power of 10, at most a third of it.
[[nodiscard]] double ScaleBarMm(double width_mm);

}  // namespace f4s
