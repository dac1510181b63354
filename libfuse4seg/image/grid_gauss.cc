#include "libfuse4seg/image/grid_gauss.h"

#include <cmath>
#include <numeric>

namespace f4s {

std::vector<double> GaussianTaps(double sigma, int64_t reach) {
  std::vector<double> taps;
  for (int64_t i = -reach; i <= reach; ++i)
    taps.push_back(std::exp(-0.5 * static_cast<double>(i * i) / (sigma * sigma)));
  return taps;
}

std::vector<double> NormalizedGaussianTaps(double sigma, int64_t reach) {
  std::vector<double> taps = GaussianTaps(sigma, reach);
  const double sum = std::accumulate(taps.begin(), taps.end(), 0.0);
  for (double& tap : taps) tap /= sum;
  return taps;
}

}  // namespace f4s
