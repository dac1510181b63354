#include "libfuse4seg/metric/vif.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "libfuse4seg/metric/elementwise.h"
#include "libfuse4seg/metric/gaussian_filter.h"

namespace f4s {
namespace {

constexpr double kNoiseVariance = 2;
constexpr double kTiny = 1e-10;

/// The planes of one call.  They come from one block: many large ones would each be mapped and
/// handed back by the allocator every time, which costs as much as the filters do.
class Planes {
 public:
  Planes(int width, int height, size_t count)
      : width_(width),
        height_(height),
        block_(new double[count * static_cast<size_t>(width) * static_cast<size_t>(height)]) {}

  /// The next plane of full size; at most `count` of them.
  [[nodiscard]] Plane Take() {
    const Plane plane{width_, height_, block_.get() + taken_};
    taken_ += plane.size();
    return plane;
  }

 private:
  int width_, height_;
  std::unique_ptr<double[]> block_;
  size_t taken_ = 0;
};

/// Makes `out`, which is no larger now than when it was taken, the product of two planes.
void Multiply(const Plane& a, const Plane& b, Plane& out) {
  out.width = a.width;
  out.height = a.height;
  for (size_t i = 0; i < a.size(); ++i) out.values[i] = a.values[i] * b.values[i];
}

/// Leaves every second pixel of every second row of the filtered plane.
void Decimate(Plane& plane, const GaussianWindow& window) {
  const Plane whole = plane;
  const int width = whole.width - window.taps() + 1, height = whole.height - window.taps() + 1;
  plane.width = (width + 1) / 2;
  plane.height = (height + 1) / 2;
  std::vector<double> scratch(static_cast<size_t>(whole.width)), filtered(static_cast<size_t>(width));
  for (int y = 0; y < plane.height; ++y) {  // row y ends before row 2y + 1 begins: in place
    window.FilterRow(whole, 2 * y, scratch.data(), filtered.data());
    for (int x = 0; x < plane.width; ++x) plane.row(y)[x] = filtered[2 * x];
  }
}

/// Sum of ln of many numbers of at least 1, a column each: a product of 64 factors below 2^13
/// takes one logarithm instead of 64.  The factors are 1 + at most a variance of levels over 2.
class LogSums {
 public:
  explicit LogSums(int width) : products_(static_cast<size_t>(width), 1.0) {}
  /// The running products; multiply each at most once before the next EndRow().
  [[nodiscard]] double* products() { return products_.data(); }
  void EndRow() {
    if (++rows_ % 64 == 0) Flush();
  }
  [[nodiscard]] double Total() {
    Flush();
    return total_;
  }

 private:
  void Flush() {
    for (double& product : products_) total_ += std::log(product), product = 1;
  }
  std::vector<double> products_;
  double total_ = 0;
  int rows_ = 0;
};

/// The fused image at one scale: local means and variances, which all sources share, where
/// the window fits.
void MomentsOf(const Plane& fused, const GaussianWindow& window, const Plane& square, Plane& mean,
               Plane& variance) {
  mean.width = variance.width = fused.width - window.taps() + 1;
  mean.height = variance.height = fused.height - window.taps() + 1;
  std::vector<double> scratch(static_cast<size_t>(fused.width));
  for (int y = 0; y < mean.height; ++y) {
    double *m = mean.row(y), *v = variance.row(y);
    window.FilterRow(fused, y, scratch.data(), m);
    window.FilterRow(square, y, scratch.data(), v);
    for (int x = 0; x < mean.width; ++x) v[x] = std::max(v[x] - m[x] * m[x], 0.0);
  }
}

/// Filtered row of a source: its mean, mean square and mean product with the fused image.
struct SourceRow {
  std::vector<double> mean, square, product;
  explicit SourceRow(int width)
      : mean(static_cast<size_t>(width)), square(mean.size()), product(mean.size()) {}
};

/// Multiplies each pixel's information terms into the running products: equations 15 and 16
/// for scalar fields, with the degenerate cases in the reference's order.
F4S_ELEMENTWISE
void MultiplyTerms(const SourceRow& source, const double* __restrict fused_mean,
                   const double* __restrict fused_variance, int width, double* __restrict kept,
                   double* __restrict whole) {
  const double* __restrict mean = source.mean.data();
  const double* __restrict square = source.square.data();
  const double* __restrict product = source.product.data();
  for (int x = 0; x < width; ++x) {
    const double s2 = fused_variance[x];
    const double covariance = product[x] - mean[x] * fused_mean[x];
    double s1 = square[x] - mean[x] * mean[x];
    s1 = s1 < 0 ? 0 : s1;
    double gain = covariance / (s1 + kTiny);
    double noise = s2 - gain * covariance;
    const bool flat_source = s1 < kTiny, flat_fused = s2 < kTiny;
    gain = flat_source || flat_fused ? 0 : gain;
    noise = flat_source ? s2 : noise;
    s1 = flat_source ? 0 : s1;
    noise = flat_fused ? 0 : noise;
    noise = gain < 0 ? s2 : noise;
    gain = gain < 0 ? 0 : gain;
    noise = noise <= kTiny ? kTiny : noise;
    kept[x] *= 1 + gain * gain * s1 / (noise + kNoiseVariance);
    whole[x] *= 1 + s1 / kNoiseVariance;
  }
}

/// Information of a source at one scale: what the fused image keeps of it, and all of it.
struct Information {
  double kept = 0, whole = 0;
};

/// Everything of the fused image at one scale.
struct FusedScale {
  Plane image, mean, variance;
};

/// @param square, product  planes to work in.
Information InformationAtScale(const Plane& source, const FusedScale& fused, const GaussianWindow& window,
                               Plane& square, Plane& product) {
  Multiply(source, source, square);
  Multiply(source, fused.image, product);
  const int width = fused.mean.width;
  SourceRow row(width);
  LogSums kept(width), whole(width);
  std::vector<double> scratch(static_cast<size_t>(source.width));
  for (int y = 0; y < fused.mean.height; ++y) {
    window.FilterRow(source, y, scratch.data(), row.mean.data());
    window.FilterRow(square, y, scratch.data(), row.square.data());
    window.FilterRow(product, y, scratch.data(), row.product.data());
    MultiplyTerms(row, fused.mean.row(y), fused.variance.row(y), width, kept.products(), whole.products());
    kept.EndRow();
    whole.EndRow();
  }
  return {kept.Total(), whole.Total()};
}

}  // namespace

std::vector<Score> PixelVif(const LevelImage& fused, const std::vector<const LevelImage*>& sources) {
  if (std::min(fused.width, fused.height) < kVifMinimumSide)
    return std::vector<Score>(sources.size(), Undefined::kImageTooSmall);
  Planes planes(fused.width, fused.height, sources.size() + 5);
  FusedScale scale{planes.Take(), planes.Take(), planes.Take()};
  Plane square = planes.Take(), product = planes.Take();
  std::copy(fused.levels.begin(), fused.levels.end(), scale.image.values);
  std::vector<Plane> images;
  for (const LevelImage* source : sources) {
    images.push_back(planes.Take());
    std::copy(source->levels.begin(), source->levels.end(), images.back().values);
  }
  std::vector<Information> sums(sources.size());
  for (const int taps : {17, 9, 5, 3}) {
    const GaussianWindow window(taps);
    if (taps < 17) {
      Decimate(scale.image, window);
      for (Plane& image : images) Decimate(image, window);
    }
    Multiply(scale.image, scale.image, square);
    MomentsOf(scale.image, window, square, scale.mean, scale.variance);
    for (size_t i = 0; i < images.size(); ++i) {
      const Information at_scale = InformationAtScale(images[i], scale, window, square, product);
      sums[i].kept += at_scale.kept;
      sums[i].whole += at_scale.whole;
    }
  }
  std::vector<Score> scores;
  for (const Information& sum : sums) scores.push_back(sum.whole == 0 ? 1.0 : sum.kept / sum.whole);
  return scores;
}

}  // namespace f4s
