// Fusion by weights of gradients.  The measure is Tenenbaum's, the energy of Sobel's gradient (Krotkov,
// "Focusing", Int. J. Comput. Vision 1(3), 1988); a weighted mean by a measure of local contrast is
// Mertens, Kautz and van Reeth's, "Exposure Fusion", Pacific Graphics 2007, at a single scale.

#include <opencv2/imgproc.hpp>

#include "libfuse4seg/kernels/opencv/plane_filters.h"

namespace f4s {
namespace {

constexpr double kSigma = 2;  // of the neighbourhood whose gradients count, in pixels
constexpr int kRadius = 6;
/// Where all are flat their weights are equal; (1/255)^2, the energy of less than one level.
constexpr float kFlat = 1.5e-5F;

void GradientEnergy(const cv::Mat& image, cv::Mat& energy, cv::Mat& scratch) {
  cv::Sobel(image, energy, -1, 1, 0, 3, 1, 0, cv::BORDER_REPLICATE);
  cv::Sobel(image, scratch, -1, 0, 1, 3, 1, 0, cv::BORDER_REPLICATE);
  cv::multiply(energy, energy, energy);
  cv::multiply(scratch, scratch, scratch);
  energy += scratch;
  GaussianBlur(energy, kSigma, kRadius);
}

}  // namespace

void FuseGradientWeighted(const Views<const float>& sources, cv::Mat& fused) {
  cv::Mat total = cv::Mat::zeros(fused.size(), CV_32F), weight, scratch;
  fused.setTo(0);
  for (const cv::Mat& image : MatsOf(sources)) {
    GradientEnergy(image, weight, scratch);
    weight += kFlat;
    total += weight;
    cv::multiply(weight, image, weight);
    fused += weight;
  }
  fused /= total;
}

}  // namespace f4s
