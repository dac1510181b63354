#include "libfuse4seg/metric/fusion/scale_moments.h"

#include <algorithm>
#include <memory>

#include "libfuse4seg/metric/elementwise.h"

namespace f4s {
namespace {

constexpr int kScaleTaps[] = {17, 9, 5, 3};
constexpr int kNumScales = 4;
constexpr double kWhite = 255;

F4S_ELEMENTWISE
void MultiplyAll(const double* a, const double* b, int count, double greatest, double* out) {
  for (int i = 0; i < count; ++i) {
    const double product = a[i] * b[i];
    out[i] = product < greatest ? product : greatest;
  }
}

F4S_ELEMENTWISE
void SubtractSquares(const double* __restrict mean, int count, double* __restrict square) {
  for (int x = 0; x < count; ++x) {
    const double variance = square[x] - mean[x] * mean[x];
    square[x] = variance < 0 ? 0 : variance;
  }
}

F4S_ELEMENTWISE
void ToDoubles(const uint8_t* __restrict levels, int64_t count, double* __restrict values) {
  for (int64_t i = 0; i < count; ++i) values[i] = levels[i];
}

/// The columns of a row from the first that is not 0 to the last.
Span SpanOf(const double* row, int64_t width) {
  Span span = {0, static_cast<int>(width)};
  while (span.first < width && row[span.first] == 0) ++span.first;
  while (span.end > span.first && row[span.end - 1] == 0) --span.end;
  return span.first < span.end ? span : Span{};
}

/// The least that holds both.
Span Joined(Span a, Span b) {
  if (a.first >= a.end) return b;
  if (b.first >= b.end) return a;
  return {std::min(a.first, b.first), std::max(a.end, b.end)};
}

constexpr int64_t kLine = 8;  // doubles in a line of the cache

/// From a row to the next: an odd number of cache lines, since a column whose rows are a power of two apart
/// finds few places in a cache.
int64_t StrideFor(int64_t width) { return kLine * (((width + kLine - 1) / kLine) | 1); }

/// A plane of another size in the same memory.
View<double> Resized(const View<double>& plane, int64_t width, int64_t height) {
  return {plane.data, width, height, StrideFor(width)};
}

}  // namespace

// The window for padded images comes from n places between -(n + 1) / 2 and (n - 1) / 2, as
// linspace(-n // 2, n // 2, n) gives them: a little wide, and half a tap aside.
GaussianWindow VifWindow(int scale, bool is_padded) {
  const int taps = kScaleTaps[scale];
  const double sigma = taps / 5.0;
  if (!is_padded) return {taps, sigma};
  const double step = taps / (taps - 1.0);
  return {taps, sigma, (taps + 1) / 2 / step, step};
}

ScaleMoments::ScaleMoments(const LevelView& fused, const std::vector<LevelView>& sources, const VifRule& rule,
                           bool everywhere)
    : rule_(rule), everywhere_(everywhere), capacity_width_(fused.width + (rule.is_padded ? 16 : 0)) {
  const int64_t height = fused.height + (rule.is_padded ? 16 : 0);
  const size_t num_images = sources.size() + 1;
  const auto planes = static_cast<int64_t>(num_images * (rule.is_padded ? 2 : 1)),
             products = static_cast<int64_t>(2 * num_images - 1);
  size_t room = static_cast<size_t>(
      (planes * height + products * kMostHeld + 6 * kRows) * StrideFor(capacity_width_) + kLine);
  block_.reset(new double[room]);
  void* begin = block_.get();
  room *= sizeof(double);
  free_ = static_cast<double*>(std::align(kLine * sizeof(double), 1, begin, room));
  for (size_t i = 0; i < num_images; ++i) {
    const LevelView& image = i == 0 ? fused : sources[i - 1];
    images_.push_back(Resized(Take(height), image.width, image.height));
    for (int64_t y = 0; y < image.height; ++y) ToDoubles(image.row(y), image.width, images_.back().row(y));
    squares_.push_back(Take(kMostHeld));
    products_.push_back(i == 0 ? squares_.back() : Take(kMostHeld));
    windows_.push_back(rule.is_padded ? Take(height) : images_[i]);
  }
  for (View<double>* rows : {&mean_, &square_, &product_, &fused_mean_, &fused_variance_, &scratch_})
    *rows = Take(kRows);
  spans_.resize(num_images);
}

View<double> ScaleMoments::Take(int64_t height) {
  const View<double> plane{free_, capacity_width_, height, StrideFor(capacity_width_)};
  free_ += plane.height * plane.row_stride;
  return plane;
}

bool ScaleMoments::Next() {
  if (scale_ == kNumScales) return false;
  window_ = VifWindow(scale_, rule_.is_padded);
  const auto fits = [this] {
    return rule_.is_padded || std::min(images_[0].width, images_[0].height) >= window_.taps();
  };
  if (scale_++ > 0) {
    if (!fits()) return false;
    for (size_t i = 0; i < images_.size(); ++i) Decimate(i);
  }
  if (!fits()) return false;
  for (size_t i = 0; i < images_.size(); ++i) {
    rule_.is_padded ? Pad(images_[i], windows_[i]) : void(windows_[i] = images_[i]);
    for (View<double>* plane : {&squares_[i], &products_[i]})
      *plane = Resized(*plane, windows_[i].width, kMostHeld);
    FindSpans(i);
  }
  for (View<double>* rows : {&mean_, &square_, &product_, &fused_mean_, &fused_variance_})
    *rows = Resized(*rows, width(), kRows);
  held_.assign(images_.size(), {});
  first_row_ = num_rows_ = 0;
  return true;
}

/// Zeros around the image, so that the window gives as many pixels as the image has.
void ScaleMoments::Pad(const View<double>& image, View<double>& padded) const {
  const int border = window_.taps() / 2;
  padded = Resized(padded, image.width + 2 * border, image.height + 2 * border);
  std::fill_n(padded.data, padded.height * padded.row_stride, 0.0);
  for (int64_t y = 0; y < image.height; ++y)
    std::copy_n(image.row(y), image.width, padded.row(y + border) + border);
}

/// Leaves every second pixel of every second row of a filtered image.
void ScaleMoments::Decimate(size_t i) {
  if (rule_.is_padded) Pad(images_[i], windows_[i]);
  const View<double> whole = rule_.is_padded ? windows_[i] : images_[i];
  const int64_t width = whole.width - window_.taps() + 1, height = whole.height - window_.taps() + 1;
  View<double>& image = images_[i];
  image = Resized(image, (width + 1) / 2, (height + 1) / 2);
  std::vector<double> filtered(static_cast<size_t>(width));
  for (int64_t y = 0; y < image.height; ++y) {  // row y ends before row 2y + 1 begins: in place
    FilterRow(whole, 2 * y, window_, window_, scratch_.data, filtered.data());
    for (int64_t x = 0; x < image.width; ++x) image.row(y)[x] = filtered[2 * x];
  }
}

void ScaleMoments::FindSpans(size_t image) {
  const View<double>& plane = windows_[image];
  spans_[image].resize(static_cast<size_t>(plane.height));
  if (everywhere_ || image == 0) return;
  for (int64_t y = 0; y < plane.height; ++y)
    spans_[image][static_cast<size_t>(y)] = SpanOf(plane.row(y), plane.width);
}

/// Where the windows of the rows in hand meet any of the source that is not black.
Span ScaleMoments::ColumnsOf(size_t image) const {
  if (everywhere_) return {0, width()};
  Span span;
  const auto first = spans_[image].begin() + first_row_;
  for (auto row = first; row != first + num_rows_ + window_.taps() - 1; ++row) span = Joined(span, *row);
  if (span.first >= span.end) return {};
  const int column = std::max(0, span.first - window_.taps() + 1);
  return {column - column % static_cast<int>(kLine), std::min(width(), span.end)};  // whole cache lines
}

/// Makes room for the products of rows up to `end`: those that no row in hand needs give way.
void ScaleMoments::Hold(size_t image, int end) {
  HeldRows& held = held_[image];
  if (end - held.first <= kMostHeld) return;
  held.end = std::max(held.end, first_row_);
  const auto move_up = [&](const View<double>& plane) {
    for (int y = first_row_; y < held.end; ++y)
      std::copy_n(plane.row(y - held.first), plane.width, plane.row(y - first_row_));
  };
  move_up(squares_[image]);
  if (image > 0) move_up(products_[image]);
  held.first = first_row_;
}

/// Makes the products of the rows that the rows in hand need and that are not there yet.
void ScaleMoments::Multiply(size_t image) {
  const double greatest = rule_.saturates && scale_ == 1 ? kWhite : kWhite * kWhite * 2;
  const View<double>&own = windows_[image], &fused = windows_[0];
  const auto width_of_rows = static_cast<int>(own.width);
  const int end = first_row_ + num_rows_ + window_.taps() - 1;
  Hold(image, end);
  for (HeldRows& held = held_[image]; held.end < end; ++held.end) {
    const int y = held.end, to = y - held.first;
    MultiplyAll(own.row(y), own.row(y), width_of_rows, greatest, squares_[image].row(to));
    if (image > 0) MultiplyAll(own.row(y), fused.row(y), width_of_rows, greatest, products_[image].row(to));
  }
}

void ScaleMoments::Filter(const View<double>& plane, int first_row, Span columns, const View<double>& out) {
  const View<double> scratch = {scratch_.data, scratch_.width, num_rows_, scratch_.row_stride};
  FilterRows(plane, first_row, window_, window_, columns, scratch, out);
}

bool ScaleMoments::NextRows() {
  first_row_ += num_rows_;
  num_rows_ = std::min(kRows, height() - first_row_);
  if (num_rows_ <= 0) return false;
  Span columns;
  for (size_t i = 1; i < images_.size(); ++i) columns = Joined(columns, ColumnsOf(i));
  Multiply(0);
  Filter(windows_[0], first_row_, columns, fused_mean_);
  Filter(squares_[0], first_row_ - held_[0].first, columns, fused_variance_);
  for (int i = 0; i < num_rows_; ++i)
    SubtractSquares(fused_mean_.row(i) + columns.first, columns.end - columns.first,
                    fused_variance_.row(i) + columns.first);
  return true;
}

SourceMoments ScaleMoments::Moments(size_t source) {
  const size_t image = source + 1;
  const Span columns = ColumnsOf(image);
  Multiply(image);
  Filter(windows_[image], first_row_, columns, mean_);
  Filter(squares_[image], first_row_ - held_[image].first, columns, square_);
  Filter(products_[image], first_row_ - held_[image].first, columns, product_);
  return {columns, mean_, square_, product_, fused_mean_, fused_variance_};
}

}  // namespace f4s
