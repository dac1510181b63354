// The filters that rules share, on planes of CV_32F; inside the object `opencv` alone.
//
// Taking fresh memory costs about as much as filtering it: what is called often works in place or keeps its
// intermediate planes.

#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "libfuse4seg/kernels/fusion_kernels.h"

namespace f4s {

/// The sources without a copy: only to be read.
[[nodiscard]] std::vector<cv::Mat> MatsOf(const Views<const float>& sources);

/// The mean over the square of 2 radius + 1 pixels a side, of its part that lies within the image.  Cost does
/// not depend on the radius: running sums, in double, so that none drifts.
/// @param mean  not `plane`.
void BoxMean(const cv::Mat& plane, int radius, cv::Mat& mean);

/// `map` smoothed along the edges of `guide`: in each window of 2 radius + 1 pixels a side the line
/// a guide + b that fits it best, and at each pixel the mean of its windows' lines.  `epsilon`, in squared
/// levels, is the variance of the guide below which it counts as flat.
/// He, Sun and Tang, "Guided Image Filtering", ECCV 2010, eqs. 5, 6 and 8.
class GuidedFilter {
 public:
  GuidedFilter(int radius, float epsilon) : radius_(radius), epsilon_(epsilon) {}
  /// @return a plane that the next call overwrites.
  [[nodiscard]] cv::Mat& operator()(const cv::Mat& map, const cv::Mat& guide);

 private:
  int radius_;
  float epsilon_;
  cv::Mat mean_guide_, mean_map_, product_, a_, b_;
};

/// Convolves with a Gaussian of `sigma` pixels, cut at `radius`; borders repeat.
void GaussianBlur(cv::Mat& plane, double sigma, int radius);

/// CV_8U: the number of the largest of `planes` at each place; of equal ones the first.
[[nodiscard]] cv::Mat IndexOfLargest(const std::vector<cv::Mat>& planes);

// The rules; classical_rules.h says how they are called.

void FuseWavelet(const Views<const float>& sources, cv::Mat& fused);
void FuseGuidedFilter(const Views<const float>& sources, cv::Mat& fused);
void FuseGradientWeighted(const Views<const float>& sources, cv::Mat& fused);

}  // namespace f4s
