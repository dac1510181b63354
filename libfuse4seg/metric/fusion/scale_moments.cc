#include "libfuse4seg/metric/fusion/scale_moments.h"

#include <algorithm>

#include "libfuse4seg/metric/elementwise.h"

namespace f4s {
namespace {

constexpr int kScaleTaps[] = {17, 9, 5, 3};
constexpr int kNumScales = 4;
constexpr double kWhite = 255;

/// The window of a scale.  The one for padded images comes from n places between -(n + 1) / 2 and
/// (n - 1) / 2, as linspace(-n // 2, n // 2, n) gives them: a little wide, and half a tap aside.
GaussianWindow WindowOf(int taps, bool is_padded) {
  const double sigma = taps / 5.0;
  if (!is_padded) return {taps, sigma};
  const double step = taps / (taps - 1.0);
  return {taps, sigma, (taps + 1) / 2 / step, step};
}

F4S_ELEMENTWISE
void MultiplyAll(const double* a, const double* b, size_t count, double greatest, double* out) {
  for (size_t i = 0; i < count; ++i) {
    const double product = a[i] * b[i];
    out[i] = product < greatest ? product : greatest;
  }
}

F4S_ELEMENTWISE
void SubtractSquares(const double* __restrict mean, size_t count, double* __restrict square) {
  for (size_t x = 0; x < count; ++x) {
    const double variance = square[x] - mean[x] * mean[x];
    square[x] = variance < 0 ? 0 : variance;
  }
}

}  // namespace

ScaleMoments::ScaleMoments(const LevelImage& fused, const std::vector<const LevelImage*>& sources,
                           const VifRule& rule)
    : rule_(rule),
      capacity_width_(fused.width + (rule.is_padded ? 16 : 0)),
      capacity_height_(fused.height + (rule.is_padded ? 16 : 0)) {
  const size_t num_images = sources.size() + 1, num_planes = num_images * (rule.is_padded ? 2 : 1) + 4;
  block_.reset(
      new double[num_planes * static_cast<size_t>(capacity_width_) * static_cast<size_t>(capacity_height_)]);
  for (size_t i = 0; i < num_images; ++i) {
    const LevelImage& image = i == 0 ? fused : *sources[i - 1];
    images_.push_back(Take());
    images_.back().width = image.width;
    images_.back().height = image.height;
    std::copy(image.levels.begin(), image.levels.end(), images_.back().values);
  }
  for (size_t i = 0; i < num_images; ++i) windows_.push_back(rule.is_padded ? Take() : images_[i]);
  square_ = Take();
  product_ = Take();
  fused_mean_ = Take();
  fused_variance_ = Take();
  scratch_.resize(static_cast<size_t>(capacity_width_));
}

Plane ScaleMoments::Take() {
  const Plane plane{capacity_width_, capacity_height_, block_.get() + taken_};
  taken_ += plane.size();
  return plane;
}

bool ScaleMoments::Next() {
  if (scale_ == kNumScales) return false;
  window_ = WindowOf(kScaleTaps[scale_], rule_.is_padded);
  const auto fits = [this] {
    return rule_.is_padded || std::min(images_[0].width, images_[0].height) >= window_.taps();
  };
  if (scale_++ > 0) {
    if (!fits()) return false;
    for (size_t i = 0; i < images_.size(); ++i) Decimate(i);
  }
  if (!fits()) return false;
  for (size_t i = 0; i < images_.size(); ++i)
    rule_.is_padded ? Pad(images_[i], windows_[i]) : void(windows_[i] = images_[i]);
  FillFusedMoments();
  return true;
}

/// Zeros around the image, so that the window gives as many pixels as the image has.
void ScaleMoments::Pad(const Plane& image, Plane& padded) const {
  const int border = window_.taps() / 2;
  padded.width = image.width + 2 * border;
  padded.height = image.height + 2 * border;
  std::fill_n(padded.values, padded.size(), 0.0);
  for (int y = 0; y < image.height; ++y)
    std::copy_n(image.row(y), image.width, padded.row(y + border) + border);
}

/// Leaves every second pixel of every second row of a filtered image.
void ScaleMoments::Decimate(size_t i) {
  if (rule_.is_padded) Pad(images_[i], windows_[i]);
  const Plane whole = rule_.is_padded ? windows_[i] : images_[i];
  const int width = whole.width - window_.taps() + 1, height = whole.height - window_.taps() + 1;
  Plane& image = images_[i];
  image.width = (width + 1) / 2;
  image.height = (height + 1) / 2;
  std::vector<double> filtered(static_cast<size_t>(width));
  for (int y = 0; y < image.height; ++y) {  // row y ends before row 2y + 1 begins: in place
    FilterRow(whole, 2 * y, window_, window_, scratch_.data(), filtered.data());
    for (int x = 0; x < image.width; ++x) image.row(y)[x] = filtered[2 * x];
  }
}

void ScaleMoments::Multiply(const Plane& a, const Plane& b, Plane& out) const {
  out.width = a.width;
  out.height = a.height;
  const double greatest = rule_.saturates && scale_ == 1 ? kWhite : kWhite * kWhite * 2;
  MultiplyAll(a.values, b.values, a.size(), greatest, out.values);
}

void ScaleMoments::Filter(const Plane& plane, int first, const Plane& out) {
  for (int y = 0; y < out.height; ++y)
    FilterRow(plane, first + y, window_, window_, scratch_.data(), out.row(y));
}

void ScaleMoments::FillFusedMoments() {
  const Plane& fused = windows_[0];
  Multiply(fused, fused, square_);
  fused_mean_.width = fused_variance_.width = fused.width - window_.taps() + 1;
  fused_mean_.height = fused_variance_.height = fused.height - window_.taps() + 1;
  Filter(fused, 0, fused_mean_);
  Filter(square_, 0, fused_variance_);
  SubtractSquares(fused_mean_.values, fused_mean_.size(), fused_variance_.values);
}

void ScaleMoments::Select(size_t source) {
  selected_ = source + 1;
  next_row_ = 0;
  Multiply(windows_[selected_], windows_[selected_], square_);
  Multiply(windows_[selected_], windows_[0], product_);
}

bool ScaleMoments::NextRows(SourceMoments& rows) {
  constexpr int kRows = 8;
  rows.first_row = next_row_;
  rows.num_rows = std::min(kRows, height() - next_row_);
  if (rows.num_rows <= 0) return false;
  next_row_ += rows.num_rows;
  const size_t room = kRows * static_cast<size_t>(width());
  rows.storage.resize(std::max(rows.storage.size(), 3 * room));
  rows.mean = {width(), rows.num_rows, rows.storage.data()};
  rows.square = {width(), rows.num_rows, rows.storage.data() + room};
  rows.product = {width(), rows.num_rows, rows.storage.data() + 2 * room};
  Filter(windows_[selected_], rows.first_row, rows.mean);
  Filter(square_, rows.first_row, rows.square);
  Filter(product_, rows.first_row, rows.product);
  return true;
}

}  // namespace f4s
