// Plots as SVG, for pages: axes, lines, points, boxes.  Colours are classes (p0 to p5) of the page's style,
// and series differ in dashes and marks as well.

#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace f4s {

struct PlotSeries {
  std::string name;
  std::vector<std::pair<double, double>> points;  ///< finite
  bool has_line = true, has_marks = false;
  std::vector<std::string> labels = {};  ///< of the points, shown where the mouse rests; or none
};

/// One column of a box plot: its values as points, with quartiles and median.
struct PlotBox {
  std::string name;
  std::vector<double> values;  ///< finite
};

/// A line across the plot.
struct PlotRule {
  enum class Kind { kHorizontal, kVertical, kDiagonal } kind = Kind::kHorizontal;
  double value = 0;  ///< not of a diagonal, where y is x
  std::string name;
};

/// Either series or boxes.
struct Plot {
  std::string title, x_label, y_label;
  std::vector<PlotSeries> series = {};
  std::vector<PlotBox> boxes = {};
  std::vector<PlotRule> rules = {};
  bool has_log_y = false;  ///< where all y are above 0
};

/// Round numbers that divide a range into four to nine parts.
[[nodiscard]] std::vector<double> TicksBetween(double low, double high);

/// The plot as an element <svg>, 440 wide; a note where there is nothing to plot.  The same plot gives the
/// same text.
[[nodiscard]] std::string SvgOf(const Plot& plot);

}  // namespace f4s
