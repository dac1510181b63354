#include "libfuse4seg/drawing/plot.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/drawing/svg.h"

namespace f4s {
namespace {

constexpr double kWidth = 440, kHeight = 300, kLeft = 66, kRight = 14, kTop = 12, kBottom = 44;
constexpr double kLetterWidth = 6.6, kLegendLine = 18, kLegendMark = 27;  ///< of text of 12 units
constexpr size_t kMostPoints = 200;                                       ///< of a box, spread over its ranks
constexpr size_t kMostColours = 6;
constexpr const char* kDashes[] = {"", "6 3", "2 3", "8 3 2 3", "12 4", "1 4"};

/// Four digits, as an axis has them.
std::string TickText(double value) {
  char text[32];
  const auto [end, error] = std::to_chars(text, text + sizeof text, value, std::chars_format::general, 4);
  return error == std::errc() ? std::string(text, end) : "";
}

struct Span {
  double low = std::numeric_limits<double>::infinity(), high = -std::numeric_limits<double>::infinity();

  void Include(double value) { low = std::min(low, value), high = std::max(high, value); }
  [[nodiscard]] bool empty() const { return low > high; }
  /// Some room at both ends; of one value, too.
  void Widen() {
    const double room = high > low ? 0.04 * (high - low) : std::max(std::abs(low) * 0.1, 0.1);
    low -= room, high += room;
  }
};

double TextLength(const std::string& text) { return kLetterWidth * static_cast<double>(text.size()); }

/// Where the entry of each series begins, line after line; empty where one series says itself.
std::vector<std::pair<double, double>> LegendPlaces(const Plot& plot) {
  std::vector<std::pair<double, double>> places;
  if (plot.series.size() < 2) return places;
  double x = kLeft, y = kTop;
  for (const PlotSeries& one : plot.series) {
    const double width = kLegendMark + TextLength(one.name) + 10;
    if (x > kLeft && x + width > kWidth) x = kLeft, y += kLegendLine;
    places.emplace_back(x, y);
    x += width;
  }
  return places;
}

/// How far down the names of boxes reach: they lean where they have no room beside each other; 0: they do
/// not.
double LeaningNames(const Plot& plot) {
  size_t longest = 0;
  for (const PlotBox& box : plot.boxes) longest = std::max(longest, box.name.size());
  const double length = kLetterWidth * static_cast<double>(longest);
  if (length * static_cast<double>(plot.boxes.size()) < kWidth - kLeft - kRight) return 0;
  return std::min(length * 0.6, kHeight / 3);
}

/// From values to places in the picture.
class Axes {
 public:
  explicit Axes(const Plot& plot) : log_(plot.has_log_y), leaning_(LeaningNames(plot)) {
    if (const auto legend = LegendPlaces(plot); !legend.empty())
      top_ = legend.back().second + kLegendLine + 4;
    bottom_ = kHeight - kBottom - leaning_;
    for (const PlotSeries& one : plot.series)
      for (const auto& [x, y] : one.points) x_.Include(x), y_.Include(Scaled(y));
    for (const PlotBox& box : plot.boxes)
      for (const double value : box.values) y_.Include(Scaled(value));
    for (const PlotRule& rule : plot.rules)
      if (rule.kind == PlotRule::Kind::kHorizontal && !y_.empty()) y_.Include(Scaled(rule.value));
    for (const PlotRule& rule : plot.rules)
      if (rule.kind == PlotRule::Kind::kDiagonal && !y_.empty()) {
        const Span both = {std::min(x_.low, y_.low), std::max(x_.high, y_.high)};
        x_ = y_ = both;
      }
    if (!plot.boxes.empty()) x_ = {0, static_cast<double>(plot.boxes.size())};
    if (empty()) return;
    if (plot.boxes.empty()) x_.Widen();
    y_.Widen();
  }

  [[nodiscard]] bool empty() const { return y_.empty() || x_.empty(); }
  [[nodiscard]] double X(double x) const {
    return kLeft + (x - x_.low) / (x_.high - x_.low) * (kWidth - kLeft - kRight);
  }
  [[nodiscard]] double Y(double y) const {
    return bottom_ - (Scaled(y) - y_.low) / (y_.high - y_.low) * (bottom_ - top_);
  }
  [[nodiscard]] const Span& x() const { return x_; }
  [[nodiscard]] double top() const { return top_; }
  [[nodiscard]] double bottom() const { return bottom_; }
  [[nodiscard]] bool names_lean() const { return leaning_ > 0; }
  [[nodiscard]] std::vector<double> YTicks() const {
    if (!log_) return TicksBetween(y_.low, y_.high);
    std::vector<double> ticks;
    for (int power = static_cast<int>(std::floor(y_.low)); power <= static_cast<int>(std::ceil(y_.high));
         ++power)
      for (const double times : {1.0, 2.0, 5.0}) {
        const double value = times * std::pow(10.0, power);
        if (std::log10(value) >= y_.low && std::log10(value) <= y_.high &&
            (times == 1.0 || y_.high - y_.low < 2))
          ticks.push_back(value);
      }
    return ticks;
  }

 private:
  [[nodiscard]] double Scaled(double y) const { return log_ ? std::log10(y) : y; }

  bool log_;
  double leaning_, top_ = kTop, bottom_ = 0;
  Span x_, y_;
};

std::string Text(double x, double y, const std::string& anchor, const std::string& text,
                 const std::string& more = "") {
  return "<text x=\"" + SvgNumber(x) + "\" y=\"" + SvgNumber(y) + "\" text-anchor=\"" + anchor + "\"" + more +
         ">" + MarkupOf(text) + "</text>\n";
}

std::string Line(double x1, double y1, double x2, double y2, const std::string& look) {
  return "<path class=\"" + look + "\" d=\"M" + SvgNumber(x1) + " " + SvgNumber(y1) + "L" + SvgNumber(x2) +
         " " + SvgNumber(y2) + "\"/>\n";
}

std::string Frame(const Plot& plot, const Axes& axes) {
  std::string svg;
  for (const double tick : axes.YTicks())
    svg += Line(kLeft, axes.Y(tick), kWidth - kRight, axes.Y(tick), "grid") +
           Text(kLeft - 6, axes.Y(tick) + 4, "end", TickText(tick));
  if (plot.boxes.empty())
    for (const double tick : TicksBetween(axes.x().low, axes.x().high))
      svg += Line(axes.X(tick), axes.bottom(), axes.X(tick), axes.bottom() + 4, "axis") +
             Text(axes.X(tick), axes.bottom() + 17, "middle", TickText(tick));
  svg += Line(kLeft, axes.bottom(), kWidth - kRight, axes.bottom(), "axis");
  svg += Text((kLeft + kWidth - kRight) / 2, kHeight - 10, "middle", plot.x_label);
  svg += Text(0, 0, "middle", plot.y_label,
              " transform=\"translate(14 " + SvgNumber((axes.top() + axes.bottom()) / 2) + ") rotate(-90)\"");
  return svg;
}

std::string Rules(const Plot& plot, const Axes& axes) {
  std::string svg;
  for (const PlotRule& rule : plot.rules) switch (rule.kind) {
      case PlotRule::Kind::kHorizontal:
        svg += Line(kLeft, axes.Y(rule.value), kWidth - kRight, axes.Y(rule.value), "rule") +
               Text(kWidth - kRight - 4, axes.Y(rule.value) - 4, "end", rule.name, " class=\"note\"");
        break;
      case PlotRule::Kind::kVertical:
        svg += Line(axes.X(rule.value), axes.top(), axes.X(rule.value), axes.bottom(), "rule") +
               Text(axes.X(rule.value) + 4, axes.top() + 10, "start", rule.name, " class=\"note\"");
        break;
      case PlotRule::Kind::kDiagonal:
        svg += Line(axes.X(axes.x().low), axes.Y(axes.x().low), axes.X(axes.x().high), axes.Y(axes.x().high),
                    "rule");
    }
  return svg;
}

/// A circle, square, triangle or diamond.
std::string Mark(double x, double y, size_t index, const std::string& label) {
  const std::string title = label.empty() ? "" : "<title>" + MarkupOf(label) + "</title>";
  const std::string look = Cat("class=\"mark p", index % kMostColours, "\"");
  const auto path = [&](const std::string& d) {
    return "<path " + look + " transform=\"translate(" + SvgNumber(x) + " " + SvgNumber(y) + ")\" d=\"" + d +
           "\">" + title + "</path>\n";
  };
  switch (index % 4) {
    case 1: return path("M-3-3H3V3H-3Z");
    case 2: return path("M0-4L4 3H-4Z");
    case 3: return path("M0-4L4 0L0 4L-4 0Z");
    default:
      return "<circle " + look + " cx=\"" + SvgNumber(x) + "\" cy=\"" + SvgNumber(y) + "\" r=\"3\">" + title +
             "</circle>\n";
  }
}

std::string SeriesSvg(const PlotSeries& series, const Axes& axes, size_t index) {
  std::string svg;
  if (series.has_line && series.points.size() > 1) {
    svg += Cat("<path class=\"line p", index % kMostColours, "\" stroke-dasharray=\"",
               kDashes[index % kMostColours], "\" d=\"");
    const char* command = "M";
    for (const auto& [x, y] : series.points) {
      svg += command + SvgNumber(axes.X(x)) + " " + SvgNumber(axes.Y(y));
      command = "L";
    }
    svg += "\"/>\n";
  }
  if (series.has_marks || series.points.size() == 1)
    for (size_t i = 0; i < series.points.size(); ++i)
      svg += Mark(axes.X(series.points[i].first), axes.Y(series.points[i].second), index,
                  i < series.labels.size() ? series.labels[i] : "");
  return svg;
}

/// Of ascending values, interpolated between ranks.
double QuantileOf(const std::vector<double>& sorted, double share) {
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<size_t>(place);
  const size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

std::string BoxSvg(const PlotBox& box, const Axes& axes, size_t index) {
  const double centre = axes.X(static_cast<double>(index) + 0.5),
               half = std::min(24.0, (axes.X(1) - axes.X(0)) / 3);
  std::string svg = axes.names_lean() ? Text(0, 0, "end", box.name,
                                             " transform=\"translate(" + SvgNumber(centre + 4) + " " +
                                                 SvgNumber(axes.bottom() + 14) + ") rotate(-35)\"")
                                      : Text(centre, axes.bottom() + 17, "middle", box.name);
  if (box.values.empty()) return svg;
  std::vector<double> sorted = box.values;
  std::sort(sorted.begin(), sorted.end());
  const double low = axes.Y(QuantileOf(sorted, 0.25)), high = axes.Y(QuantileOf(sorted, 0.75));
  svg += "<rect class=\"box\" x=\"" + SvgNumber(centre - half) + "\" y=\"" + SvgNumber(high) + "\" width=\"" +
         SvgNumber(2 * half) + "\" height=\"" + SvgNumber(low - high) + "\"/>\n";
  svg += Line(centre - half, axes.Y(QuantileOf(sorted, 0.5)), centre + half, axes.Y(QuantileOf(sorted, 0.5)),
              "median");
  const size_t count = std::min(sorted.size(), kMostPoints);
  for (size_t i = 0; i < count; ++i) {
    const size_t rank = count == 1 ? 0 : i * (sorted.size() - 1) / (count - 1);
    const double aside = static_cast<double>(i * 7919 % 101) / 50 - 1;  // spread out, the same each time
    svg += "<circle class=\"mark p0\" cx=\"" + SvgNumber(centre + aside * half * 0.7) + "\" cy=\"" +
           SvgNumber(axes.Y(sorted[rank])) + "\" r=\"2.5\"/>\n";
  }
  return svg;
}

std::string SeriesLegend(const Plot& plot) {
  std::string svg;
  const auto places = LegendPlaces(plot);
  for (size_t i = 0; i < places.size(); ++i) {
    const auto& [x, y] = places[i];
    const PlotSeries& one = plot.series[i];
    if (one.has_line)
      svg += Cat("<path class=\"line p", i % kMostColours, "\" stroke-dasharray=\"",
                 kDashes[i % kMostColours], "\" d=\"M") +
             SvgNumber(x) + " " + SvgNumber(y) + "h22\"/>\n";
    if (one.has_marks) svg += Mark(x + 11, y, i, "");
    svg += Text(x + kLegendMark, y + 4, "start", one.name);
  }
  return svg;
}

}  // namespace

std::vector<double> TicksBetween(double low, double high) {
  std::vector<double> ticks;
  const double raw = (high - low) / 6, power = std::pow(10.0, std::floor(std::log10(raw)));
  const double times = raw / power, step = (times < 1.5 ? 1 : times < 3.5 ? 2 : times < 7.5 ? 5 : 10) * power;
  for (auto i = static_cast<int64_t>(std::ceil(low / step)); static_cast<double>(i) * step <= high; ++i)
    ticks.push_back(static_cast<double>(i) * step);
  return ticks;
}

std::string SvgOf(const Plot& plot) {
  const Axes axes(plot);
  if (axes.empty()) return "<p class=\"note\">" + MarkupOf(plot.title) + ": nothing to plot.</p>\n";
  std::string svg = "<svg class=\"plot\" role=\"img\" viewBox=\"0 0 440 300\" aria-label=\"" +
                    MarkupOf(plot.title) + "\">\n";
  svg += Frame(plot, axes) + Rules(plot, axes);
  for (size_t i = 0; i < plot.series.size(); ++i) svg += SeriesSvg(plot.series[i], axes, i);
  for (size_t i = 0; i < plot.boxes.size(); ++i) svg += BoxSvg(plot.boxes[i], axes, i);
  return svg + SeriesLegend(plot) + "</svg>\n";
}

}  // namespace f4s
