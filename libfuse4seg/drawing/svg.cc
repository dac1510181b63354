#include "libfuse4seg/drawing/svg.h"

#include <charconv>
#include <cmath>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/drawing/page.h"

namespace f4s {

std::string MarkupOf(const std::string& text) {
  std::string markup;
  for (const char c : Shown(text, text.size() + 1)) switch (c) {
      case '<': markup += "&lt;"; break;
      case '>': markup += "&gt;"; break;
      case '&': markup += "&amp;"; break;
      case '"': markup += "&quot;"; break;
      case '\'': markup += "&#39;"; break;
      default: markup += c;
    }
  return markup;
}

std::string SvgNumber(double number) {
  const double rounded = std::round(number * 100) / 100 + 0.0;  // no -0
  char text[32];
  const auto [end, error] = std::to_chars(text, text + sizeof text, rounded);
  return error == std::errc() ? std::string(text, end) : "0";
}

std::string HexColour(const LabelRgb& colour) {
  std::string text = "#";
  for (const uint8_t part : colour) {
    text += "0123456789abcdef"[part >> 4];
    text += "0123456789abcdef"[part & 15];
  }
  return text;
}

std::string OutlinePaths(const Image<uint16_t>& labels, OutlineLook look) {
  std::string svg;
  uint16_t label = 0;
  for (const Outline& outline : TheArtist().OutlinesOf(labels)) {
    if (label != outline.label) {
      if (label != 0) svg += "\"/>";
      label = outline.label;
      svg += Cat("<path class=\"label-", label, "\" fill=\"none\" stroke=\"", HexColour(LabelColour(label)),
                 look == OutlineLook::kDashed ? "\" stroke-width=\"1.5\" stroke-dasharray=\"4 3"
                                              : "\" stroke-width=\"1.8",
                 "\" vector-effect=\"non-scaling-stroke\" d=\"");
    }
    const char* command = "M";
    for (const auto& [x, y] : outline.points) {
      svg += command + SvgNumber(x) + " " + SvgNumber(y);
      command = "L";
    }
    svg += "Z";
  }
  return label == 0 ? svg : svg + "\"/>";
}

}  // namespace f4s
