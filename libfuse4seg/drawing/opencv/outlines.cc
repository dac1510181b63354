#include "libfuse4seg/drawing/opencv/outlines.h"

#include <algorithm>
#include <map>
#include <opencv2/imgproc.hpp>
#include <utility>
#include <vector>

#include "libfuse4seg/image/label_colours.h"

namespace f4s {
namespace {

/// Of the smoothing of outlines, in pixels of the label map: at 0.4 a single pixel keeps 0.62 at its middle,
/// which is above the half where the outline runs.
constexpr double kSmoothing = 0.4;
constexpr int kDash = 4;  ///< a dash and a gap are each so many times as long as they are thick

constexpr int kVectorTimes = 8,
              kMostVectorSide = 4096;     ///< lines as such are found on a map so many times larger
constexpr double kVectorTolerance = 0.1;  ///< by which a line may be simplified, in pixels of the map

using Contour = std::vector<cv::Point>;

/// Round the pixels of `value`, smooth at the size of the canvas.
std::vector<Contour> ContoursOf(const Image<uint16_t>& labels, uint16_t value, const cv::Size& size) {
  cv::Mat where(labels.height(), labels.width(), CV_8U), large;
  for (int y = 0; y < where.rows; ++y)
    for (int x = 0; x < where.cols; ++x)
      where.at<uint8_t>(y, x) = labels.plane()(x, y) == value ? uint8_t{255} : uint8_t{0};
  cv::resize(where, large, size, 0, 0, cv::INTER_NEAREST);
  if (size.width > where.cols)
    cv::GaussianBlur(large, large, {}, kSmoothing * size.width / where.cols,
                     kSmoothing * size.height / where.rows, cv::BORDER_REPLICATE);
  std::vector<Contour> contours;
  cv::findContours(large > 127, contours, cv::RETR_CCOMP, cv::CHAIN_APPROX_NONE);
  return contours;
}

void DrawDashed(cv::Mat& canvas, const Contour& outline, const cv::Scalar& colour, int thickness) {
  const size_t dash = static_cast<size_t>(kDash * thickness) + 1;
  for (size_t i = 0; i < outline.size(); ++i)
    if (i / dash % 2 == 0)
      cv::line(canvas, outline[i], outline[(i + 1) % outline.size()], colour, thickness, cv::LINE_AA);
}

/// The labels of a map, the one with most pixels first.
std::vector<uint16_t> LabelsBySize(const Image<uint16_t>& labels) {
  std::map<uint16_t, int64_t> pixels;
  for (const uint16_t label : labels.samples) ++pixels[label];
  pixels.erase(0);
  std::vector<std::pair<uint16_t, int64_t>> order(pixels.begin(), pixels.end());
  std::stable_sort(order.begin(), order.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::vector<uint16_t> values;
  for (const auto& [value, count] : order) values.push_back(value);
  return values;
}

}  // namespace

cv::Scalar LabelScalar(uint16_t value) {
  const LabelRgb colour = LabelColour(value);
  return {static_cast<double>(colour[0]), static_cast<double>(colour[1]), static_cast<double>(colour[2])};
}

void DrawOutlines(cv::Mat& canvas, const Image<uint16_t>& labels, OutlineStyle style, int thickness) {
  for (const uint16_t value : LabelsBySize(labels))
    for (const Contour& contour : ContoursOf(labels, value, canvas.size())) {
      if (style == OutlineStyle::kDashed)
        DrawDashed(canvas, contour, LabelScalar(value), thickness);
      else
        cv::polylines(canvas, contour, true, LabelScalar(value), thickness, cv::LINE_AA);
    }
}

std::vector<Outline> VectorOutlines(const Image<uint16_t>& labels) {
  const int longest = std::max(labels.width(), labels.height());
  const int times = std::clamp(kMostVectorSide / longest, 1, kVectorTimes);
  std::vector<Outline> outlines;
  for (const uint16_t value : LabelsBySize(labels))
    for (const Contour& contour :
         ContoursOf(labels, value, {labels.width() * times, labels.height() * times})) {
      Contour simple;
      cv::approxPolyDP(contour, simple, kVectorTolerance * times, true);
      Outline& outline = outlines.emplace_back(Outline{value, {}});
      for (const cv::Point& point : simple)
        outline.points.push_back({(static_cast<float>(point.x) + 0.5F) / static_cast<float>(times),
                                  (static_cast<float>(point.y) + 0.5F) / static_cast<float>(times)});
    }
  return outlines;
}

}  // namespace f4s
