// Small pieces of SVG and HTML.

#pragma once

#include <string>

#include "libfuse4seg/image/image.h"
#include "libfuse4seg/image/label_colours.h"

namespace f4s {

/// Text as the content of an element or the value of an attribute: <, >, &, " and ' as entities; what steers
/// a terminal or the order of writing, and what is no UTF-8, escaped as Shown() does.
[[nodiscard]] std::string MarkupOf(const std::string& text);

/// Up to two places, whatever the locale, without zeros at the end.
[[nodiscard]] std::string SvgNumber(double number);

/// "#d55e00"
[[nodiscard]] std::string HexColour(const LabelRgb& colour);

enum class OutlineLook { kWhole, kDashed };

/// The outlines of a label map as <path> elements, in pixels of the map, a path a label, each in its colour.
/// Lines keep their width whatever the size.  @throws Error as RequireDrawing().
[[nodiscard]] std::string OutlinePaths(const Image<uint16_t>& labels, OutlineLook look);

}  // namespace f4s
