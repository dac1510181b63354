#include "libfuse4seg/metric/segmentation/calibration.h"

#include <algorithm>
#include <cmath>

#include "libfuse4seg/base/error.h"

namespace f4s {

void Calibration::Add(std::span<const double> p, std::span<const uint8_t> g) {
  if (p.size() != g.size())
    throw Error(ErrorKind::kBadInput, "metric.size",
                Cat(p.size(), " probabilities for ", g.size(), " labels: wanted as many"));
  for (size_t i = 0; i < p.size(); ++i) {
    const auto place = static_cast<int>(std::ceil(p[i] * kCalibrationBins)) - 1;
    Bin& bin = bins_[static_cast<size_t>(std::clamp(place, 0, kCalibrationBins - 1))];
    bin.p += p[i];
    bin.g += g[i];
    squares_ += (p[i] - g[i]) * (p[i] - g[i]);
  }
  count_ += std::ssize(p);
}

Score Calibration::ece() const {
  if (count_ == 0) return {};
  double sum = 0;
  for (const Bin& bin : bins_) sum += std::abs(bin.p - bin.g);
  return sum / static_cast<double>(count_);
}

Score Calibration::brier() const { return count_ == 0 ? Score() : squares_ / static_cast<double>(count_); }

}  // namespace f4s
