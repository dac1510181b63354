// Fusion of wavelet planes: the undecimated transform "a trous" of Nunez, Otazu, Fors, Prades, Pala and
// Arbiol, "Multiresolution-Based Image Fusion with Additive Wavelet Decomposition", IEEE Trans. Geosci.
// Remote Sens. 37(3), 1999, with the choice of Li, Manjunath and Mitra, "Multisensor Image Fusion Using
// the Wavelet Transform", Graphical Models and Image Processing 57(3), 1995: the coefficient whose 3 x 3
// neighbourhood holds the largest, verified by its neighbours' majority.  Li et al. decimate; that
// leaves blocks around bone, which a transform without decimation does not.

#include <opencv2/imgproc.hpp>

#include "libfuse4seg/kernels/opencv/plane_filters.h"

namespace f4s {
namespace {

constexpr int kLevels = 4;

/// The B3 spline (1 4 6 4 1)/16 along rows and columns, its taps `step` pixels apart; borders reflect about
/// the last pixel.
cv::Mat Smoothed(const cv::Mat& plane, int step) {
  constexpr float kTaps[] = {0.0625F, 0.25F, 0.375F, 0.25F, 0.0625F};
  const int margin = 2 * step;
  cv::Mat padded, rows = cv::Mat::zeros(plane.size(), CV_32F), smooth = rows.clone();
  cv::copyMakeBorder(plane, padded, margin, margin, 0, 0, cv::BORDER_REFLECT_101);
  for (int t = 0; t < 5; ++t)
    cv::scaleAdd(padded.rowRange(t * step, t * step + plane.rows), kTaps[t], rows, rows);
  cv::copyMakeBorder(rows, padded, 0, 0, margin, margin, cv::BORDER_REFLECT_101);
  for (int t = 0; t < 5; ++t)
    cv::scaleAdd(padded.colRange(t * step, t * step + plane.cols), kTaps[t], smooth, smooth);
  return smooth;
}

/// The number of the source whose 3 x 3 neighbourhood holds the largest |detail|.
cv::Mat MostActive(const std::vector<cv::Mat>& details) {
  std::vector<cv::Mat> activities;
  for (const cv::Mat& detail : details) cv::dilate(cv::abs(detail), activities.emplace_back(), cv::Mat());
  return IndexOfLargest(activities);
}

/// What most of the 3 x 3 neighbours chose; of equal ones the place's own, else the first.
cv::Mat Majority(const cv::Mat& choice, int num_sources) {
  std::vector<cv::Mat> votes(static_cast<size_t>(num_sources));
  cv::Mat most = cv::Mat::zeros(choice.size(), CV_8U), winner = most.clone();
  for (int s = 0; s < num_sources; ++s) {
    const cv::Mat chose = (choice == s) / 255;
    cv::boxFilter(chose, votes[s], -1, {3, 3}, {-1, -1}, false, cv::BORDER_CONSTANT | cv::BORDER_ISOLATED);
    most = cv::max(most, votes[s]);
  }
  for (int s = num_sources; s-- > 0;) winner.setTo(s, votes[s] == most);
  for (int s = 0; s < num_sources; ++s) winner.setTo(s, (choice == s) & (votes[s] == most));
  return winner;
}

}  // namespace

void FuseWavelet(const Views<const float>& sources, cv::Mat& fused) {
  std::vector<cv::Mat> smooth = MatsOf(sources);
  fused.setTo(0);
  for (int level = 0; level < kLevels; ++level) {
    std::vector<cv::Mat> details;
    for (cv::Mat& plane : smooth) {
      const cv::Mat finer = plane;
      plane = Smoothed(finer, 1 << level);
      details.push_back(finer - plane);
    }
    const cv::Mat winner = Majority(MostActive(details), static_cast<int>(details.size()));
    for (size_t s = 0; s < details.size(); ++s)
      cv::add(fused, details[s], fused, winner == static_cast<int>(s));
  }
  cv::Mat sum = cv::Mat::zeros(fused.size(), CV_32F);
  for (const cv::Mat& plane : smooth) sum += plane;
  fused += sum / static_cast<double>(smooth.size());
}

}  // namespace f4s
