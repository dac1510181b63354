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

using Outline = std::vector<cv::Point>;

/// Round the pixels of `value`, smooth at the size of the canvas.
std::vector<Outline> OutlinesOf(const Image<uint16_t>& labels, uint16_t value, const cv::Size& size) {
  cv::Mat where(labels.height(), labels.width(), CV_8U), large;
  for (int y = 0; y < where.rows; ++y)
    for (int x = 0; x < where.cols; ++x)
      where.at<uint8_t>(y, x) = labels.plane()(x, y) == value ? uint8_t{255} : uint8_t{0};
  cv::resize(where, large, size, 0, 0, cv::INTER_NEAREST);
  if (size.width > where.cols)
    cv::GaussianBlur(large, large, {}, kSmoothing * size.width / where.cols,
                     kSmoothing * size.height / where.rows, cv::BORDER_REPLICATE);
  std::vector<Outline> outlines;
  cv::findContours(large > 127, outlines, cv::RETR_CCOMP, cv::CHAIN_APPROX_NONE);
  return outlines;
}

void DrawDashed(cv::Mat& canvas, const Outline& outline, const cv::Scalar& colour, int thickness) {
  const size_t dash = static_cast<size_t>(kDash * thickness) + 1;
  for (size_t i = 0; i < outline.size(); ++i)
    if (i / dash % 2 == 0)
      cv::line(canvas, outline[i], outline[(i + 1) % outline.size()], colour, thickness, cv::LINE_AA);
}

}  // namespace

cv::Scalar LabelScalar(uint16_t value) {
  const LabelRgb colour = LabelColour(value);
  return {static_cast<double>(colour[0]), static_cast<double>(colour[1]), static_cast<double>(colour[2])};
}

void DrawOutlines(cv::Mat& canvas, const Image<uint16_t>& labels, OutlineStyle style, int thickness) {
  std::map<uint16_t, int64_t> pixels;
  for (const uint16_t label : labels.samples) ++pixels[label];
  pixels.erase(0);
  std::vector<std::pair<uint16_t, int64_t>> order(pixels.begin(), pixels.end());
  std::stable_sort(order.begin(), order.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  for (const auto& [value, count] : order)
    for (const Outline& outline : OutlinesOf(labels, value, canvas.size())) {
      if (style == OutlineStyle::kDashed)
        DrawDashed(canvas, outline, LabelScalar(value), thickness);
      else
        cv::polylines(canvas, outline, true, LabelScalar(value), thickness, cv::LINE_AA);
    }
}

}  // namespace f4s
