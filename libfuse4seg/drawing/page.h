// Pictures for people: images side by side, label maps as outlines on them, names above, a legend below.
//
//     const Page page = OverlayPage(background, labels, reference, classes);   // drawing/case_pages.h
//     WriteImage(path, Draw(page), 8);
//
// OpenCV draws them, in an object that is opened for it.

#pragma once

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
  std::optional<uint16_t> label;  ///< its colour; without one a dashed line
};

struct Page {
  std::vector<Panel> panels;  ///< row by row, at least one
  int columns = 1;            ///< panels in a row
  double pixel_aspect = 1;    ///< height of a pixel over its width
  std::vector<LegendEntry> legend;
};

/// What the opened object `opencv_drawing` gives.  May be called from several threads.
class PageArtist {
 public:
  virtual ~PageArtist() = default;
  /// A picture, RGB of 8 bits.
  [[nodiscard]] virtual Image<uint16_t> Draw(const Page& page) const = 0;
};

/// Makes sure that pages can be drawn, before any work.
/// @param purpose  what the user wanted: "--overlay"
/// @throws Error(kUnavailable, "object.opencv_drawing").
void RequireDrawing(const std::string& purpose);

/// Small images are enlarged by a whole number.  The same page gives the same samples.
/// @throws Error as RequireDrawing(); Error(kInternal) for panels of different sizes.
[[nodiscard]] Image<uint16_t> Draw(const Page& page);

}  // namespace f4s
