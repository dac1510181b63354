// The filters of the object `opencv` against their definitions.

#include "libfuse4seg/kernels/opencv/plane_filters.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace f4s {
namespace {

cv::Mat Noise(int height, int width, unsigned seed) {
  std::mt19937 random(seed);
  cv::Mat plane(height, width, CV_32F);
  for (float& value : cv::Mat_<float>(plane)) value = static_cast<float>(random() % 256) / 255.0F;
  return plane;
}

TEST(PlaneFilters, BoxMeanIsTheMeanOfWhatLiesWithin) {
  constexpr int kHeight = 9, kWidth = 13;
  const cv::Mat plane = Noise(kHeight, kWidth, 5);
  for (const int radius : {0, 1, 3, 20}) {
    cv::Mat means;
    BoxMean(plane, radius, means);
    for (int y = 0; y < kHeight; ++y)
      for (int x = 0; x < kWidth; ++x) {
        double sum = 0;
        int n = 0;
        for (int v = std::max(0, y - radius); v <= std::min(kHeight - 1, y + radius); ++v)
          for (int u = std::max(0, x - radius); u <= std::min(kWidth - 1, x + radius); ++u, ++n)
            sum += static_cast<double>(plane.at<float>(v, u));
        ASSERT_NEAR(static_cast<double>(means.at<float>(y, x)), sum / n, 1e-6) << radius;
      }
  }
}

TEST(PlaneFilters, GaussianBlurIsTheDoubleSum) {
  constexpr int kHeight = 8, kWidth = 11, kRadius = 3;
  constexpr double kSigma = 1.5;
  const cv::Mat plane = Noise(kHeight, kWidth, 6);
  cv::Mat blurred = plane.clone();
  GaussianBlur(blurred, kSigma, kRadius);
  for (int y = 0; y < kHeight; ++y)
    for (int x = 0; x < kWidth; ++x) {
      double sum = 0, weights = 0;
      for (int v = -kRadius; v <= kRadius; ++v)
        for (int u = -kRadius; u <= kRadius; ++u) {
          const double weight = std::exp(-(u * u + v * v) / (2 * kSigma * kSigma));
          weights += weight;
          sum += weight * static_cast<double>(plane.at<float>(std::clamp(y + v, 0, kHeight - 1),
                                                              std::clamp(x + u, 0, kWidth - 1)));
        }
      ASSERT_NEAR(static_cast<double>(blurred.at<float>(y, x)), sum / weights, 1e-6);
    }
}

/// The guided filter's window regressions written out: each pixel is the mean, over all windows that
/// hold it, of the window's own line fitted to `map` over `guide`.
std::vector<double> PlainGuidedFilter(const cv::Mat& map, const cv::Mat& guide, int radius, double epsilon) {
  const int h = map.rows, w = map.cols;
  std::vector<double> out(map.total(), 0), windows(out);
  for (int cy = 0; cy < h; ++cy)
    for (int cx = 0; cx < w; ++cx) {
      double n = 0, g = 0, p = 0, gp = 0, gg = 0;
      const int y0 = std::max(0, cy - radius), y1 = std::min(h - 1, cy + radius);
      const int x0 = std::max(0, cx - radius), x1 = std::min(w - 1, cx + radius);
      for (int y = y0; y <= y1; ++y)
        for (int x = x0; x <= x1; ++x, ++n) {
          const double gv = static_cast<double>(guide.at<float>(y, x)),
                       pv = static_cast<double>(map.at<float>(y, x));
          g += gv, p += pv, gp += gv * pv, gg += gv * gv;
        }
      const double a = (gp / n - g / n * p / n) / (gg / n - g / n * g / n + epsilon), b = p / n - a * g / n;
      for (int y = y0; y <= y1; ++y)
        for (int x = x0; x <= x1; ++x) {
          out[static_cast<size_t>(y * w + x)] += a * static_cast<double>(guide.at<float>(y, x)) + b;
          windows[static_cast<size_t>(y * w + x)] += 1;
        }
    }
  for (size_t i = 0; i < out.size(); ++i) out[i] /= windows[i];
  return out;
}

TEST(PlaneFilters, GuidedFilterIsTheMeanOfItsWindowsRegressions) {
  const cv::Mat guide = Noise(24, 30, 11);
  cv::Mat map = cv::Mat::zeros(24, 30, CV_32F);
  map.setTo(1, guide > 0.6F);
  for (const auto& [radius, epsilon] : {std::pair(2, 0.3), std::pair(7, 1e-6), std::pair(45, 0.3)}) {
    GuidedFilter filter(radius, static_cast<float>(epsilon));
    const cv::Mat fast = filter(map, guide);
    const std::vector<double> plain = PlainGuidedFilter(map, guide, radius, epsilon);
    for (size_t i = 0; i < plain.size(); ++i)
      ASSERT_NEAR(static_cast<double>(fast.at<float>(static_cast<int>(i) / 30, static_cast<int>(i) % 30)),
                  plain[i], 2e-4)
          << "radius " << radius;
  }
}

}  // namespace
}  // namespace f4s
