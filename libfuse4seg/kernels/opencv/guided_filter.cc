// Fusion by guided filtering: Li, Kang and Hu, "Image Fusion With Guided Filtering", IEEE Trans.
// Image Process. 22(7), 2013, with the paper's parameters; the filter is He, Sun and Tang's, ECCV 2010.

#include <opencv2/imgproc.hpp>

#include "libfuse4seg/kernels/opencv/plane_filters.h"

namespace f4s {
namespace {

constexpr int kBaseRadius = 15;  // the base is the mean over 31 x 31
constexpr int kSaliencyRadius = 5;
constexpr double kSaliencySigma = 5;
constexpr int kGuidedBaseRadius = 45, kGuidedDetailRadius = 7;
constexpr float kBaseEpsilon = 0.3F, kDetailEpsilon = 1e-6F;

/// Strength of detail around each pixel: |Laplacian|, smoothed (eqs. 3 and 4).
cv::Mat Saliency(const cv::Mat& image) {
  cv::Mat strength;
  cv::Laplacian(image, strength, -1, 1, 1, 0, cv::BORDER_REPLICATE);
  cv::absdiff(strength, 0, strength);
  GaussianBlur(strength, kSaliencySigma, kSaliencyRadius);
  return strength;
}

/// Layers added up by their guided weights, which are scaled to a sum of 1 at each pixel (eqs. 6 to 9).  They
/// leave 0..1 at strong edges, as the paper has it, and are cut there.
class WeightedMean {
 public:
  WeightedMean(const cv::Size& size, int radius, float epsilon)
      : filter_(radius, epsilon), sum_(cv::Mat::zeros(size, CV_32F)), total_(cv::Mat::zeros(size, CV_32F)) {}

  void Add(const cv::Mat& layer, const cv::Mat& map, const cv::Mat& guide) {
    if (first_.empty()) layer.copyTo(first_);
    cv::Mat& weight = filter_(map, guide);
    cv::max(weight, 0, weight);
    cv::min(weight, 1, weight);
    total_ += weight;
    cv::multiply(weight, layer, weight);
    sum_ += weight;
  }
  /// Where no layer has a weight, the first.
  [[nodiscard]] const cv::Mat& Mean() {
    sum_ /= total_;
    first_.copyTo(sum_, total_ == 0);
    return sum_;
  }

 private:
  GuidedFilter filter_;
  cv::Mat first_, sum_, total_;
};

}  // namespace

void FuseGuidedFilter(const Views<const float>& sources, cv::Mat& fused) {
  const std::vector<cv::Mat> images = MatsOf(sources);
  std::vector<cv::Mat> strengths;
  for (const cv::Mat& image : images) strengths.push_back(Saliency(image));
  const cv::Mat strongest = IndexOfLargest(strengths);
  WeightedMean bases(fused.size(), kGuidedBaseRadius, kBaseEpsilon),
      details(fused.size(), kGuidedDetailRadius, kDetailEpsilon);
  cv::Mat layer, decision(fused.size(), CV_32F);
  for (size_t s = 0; s < images.size(); ++s) {
    decision.setTo(0);  // eq. 5
    decision.setTo(1, strongest == static_cast<int>(s));
    BoxMean(images[s], kBaseRadius, layer);
    bases.Add(layer, decision, images[s]);
    cv::subtract(images[s], layer, layer);
    details.Add(layer, decision, images[s]);
  }
  cv::add(bases.Mean(), details.Mean(), fused);
}

}  // namespace f4s
