#include "libfuse4seg/metric/fusion/pixel_sums.h"

#include <algorithm>
#include <cmath>

#include "libfuse4seg/metric/elementwise.h"

namespace f4s {
namespace {

/// 2^16 products of two levels still fit into 32 bits, which lets the loop run in vectors.
constexpr int64_t kChunk = 65536;

F4S_ELEMENTWISE
uint32_t SumOfRun(const uint8_t* __restrict a, const uint8_t* __restrict b, int64_t count) {
  uint32_t sum = 0;
  for (int64_t i = 0; i < count; ++i) sum += uint32_t{a[i]} * b[i];
  return sum;
}

F4S_ELEMENTWISE
uint32_t SumOfRun(const uint8_t* levels, int64_t count) {
  uint32_t sum = 0;
  for (int64_t i = 0; i < count; ++i) sum += levels[i];
  return sum;
}

int64_t SumOfProducts(const LevelView& a, const LevelView& b) {
  const int64_t n = a.num_pixels();
  int64_t total = 0;
  for (int64_t begin = 0; begin < n; begin += kChunk)
    total += SumOfRun(a.data + begin, b.data + begin, std::min(kChunk, n - begin));
  return total;
}

int64_t SumOfLevels(const LevelView& a) {
  const int64_t n = a.num_pixels();
  int64_t total = 0;
  for (int64_t begin = 0; begin < n; begin += kChunk)
    total += SumOfRun(a.data + begin, std::min(kChunk, n - begin));
  return total;
}

}  // namespace

PixelSums::PixelSums(const std::vector<LevelView>& images) : num_pixels_(images.at(0).num_pixels()) {
  const size_t count = images.size();
  products_.resize(count * count);
  for (size_t i = 0; i < count; ++i) {
    sums_.push_back(SumOfLevels(images[i]));
    for (size_t j = i; j < count; ++j)
      products_[i * count + j] = products_[j * count + i] = SumOfProducts(images[i], images[j]);
  }
}

PixelSums PixelSums::Of(const std::vector<size_t>& images) const {
  std::vector<int64_t> sums, products;
  for (const size_t i : images) {
    sums.push_back(sums_[i]);
    for (const size_t j : images) products.push_back(products_[i * sums_.size() + j]);
  }
  return {num_pixels_, std::move(sums), std::move(products)};
}

double PixelSums::StandardDeviation(size_t i) const {
  Combination x(sums_.size());
  x[i] = 1;
  return std::sqrt(static_cast<double>(ScaledCovariance(x, x))) / static_cast<double>(num_pixels_);
}

int64_t PixelSums::SquaredDifferences(size_t i, size_t j) const {
  const size_t count = sums_.size();
  return products_[i * count + i] - 2 * products_[i * count + j] + products_[j * count + j];
}

PixelSums::Correlation PixelSums::Correlate(const Combination& x, const Combination& y) const {
  const Wide x_variance = ScaledCovariance(x, x), y_variance = ScaledCovariance(y, y);
  if (x_variance == 0 || y_variance == 0) return {false, 0};
  const double scale =
      std::sqrt(static_cast<double>(x_variance)) * std::sqrt(static_cast<double>(y_variance));
  return {true, static_cast<double>(ScaledCovariance(x, y)) / scale};
}

PixelSums::Wide PixelSums::ScaledCovariance(const Combination& x, const Combination& y) const {
  Wide sum_x = 0, sum_y = 0, sum_xy = 0;
  for (size_t i = 0; i < sums_.size(); ++i) {
    sum_x += Wide{x[i]} * sums_[i];
    sum_y += Wide{y[i]} * sums_[i];
    for (size_t j = 0; j < sums_.size(); ++j) sum_xy += Wide{x[i]} * y[j] * products_[i * sums_.size() + j];
  }
  return num_pixels_ * sum_xy - sum_x * sum_y;
}

double SaturatedDeviation(const LevelView& image) {
  const double mean = static_cast<double>(SumOfLevels(image)) / static_cast<double>(image.num_pixels());
  int64_t sum = 0;
  for (const uint8_t level : image.pixels()) {
    const auto deviation = std::max(int64_t{0}, static_cast<int64_t>(std::lround(level - mean)));
    sum += std::min(int64_t{255}, deviation * deviation);
  }
  return std::sqrt(static_cast<double>(sum) / static_cast<double>(image.num_pixels()));
}

}  // namespace f4s
