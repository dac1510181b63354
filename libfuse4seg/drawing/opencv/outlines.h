// Outlines of label maps on an enlarged image, by OpenCV.

#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "libfuse4seg/drawing/page.h"
#include "libfuse4seg/image/image.h"

namespace f4s {

enum class OutlineStyle { kWhole, kDashed };

/// Draws round each label's pixels in its colour, the label with fewest pixels last.
/// @param canvas  RGB of 8 bits, `labels` enlarged
/// @param thickness  pixels of the canvas
void DrawOutlines(cv::Mat& canvas, const Image<uint16_t>& labels, OutlineStyle style, int thickness);

/// The same lines as such: see PageArtist::OutlinesOf().
[[nodiscard]] std::vector<Outline> VectorOutlines(const Image<uint16_t>& labels);

/// LabelColour() for OpenCV.
[[nodiscard]] cv::Scalar LabelScalar(uint16_t value);

}  // namespace f4s
