#include "libfuse4seg/metric/fusion/scale_moments.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "libfuse4seg/kernels/metric_terms_inl.h"
#include "libfuse4seg/metric/elementwise.h"

namespace f4s {
namespace {

constexpr int kScaleTaps[] = {17, 9, 5, 3};
constexpr int kNumScales = 4;
constexpr double kWhite = 255;
constexpr int kMostPadding = 16;
constexpr int kMostRows = 24;  // under the windows of a strip

F4S_ELEMENTWISE
void ToDoubles(const uint8_t* __restrict levels, int64_t count, double* __restrict values) {
  for (int64_t i = 0; i < count; ++i) values[i] = levels[i];
}

/// The columns of a row from the first that is not 0 to the last.
Span SpanOf(const uint8_t* row, int64_t width) {
  constexpr int kWord = 8;  // levels that are looked at together
  const auto any = [&](int at) {
    uint64_t word;
    std::memcpy(&word, row + at, kWord);
    return word != 0;
  };
  Span span = {0, static_cast<int>(width)};
  while (span.first + kWord <= width && !any(span.first)) span.first += kWord;
  while (span.first < width && row[span.first] == 0) ++span.first;
  while (span.end - kWord >= span.first && !any(span.end - kWord)) span.end -= kWord;
  while (span.end > span.first && row[span.end - 1] == 0) --span.end;
  return span.first < span.end ? span : Span{};
}

/// Of rows `row` to row + count - 1 together; those beyond the image are black.
Span SpanOfRows(const std::vector<Span>& spans, int row, int count) {
  Span span;
  const int end = std::min(row + count, static_cast<int>(spans.size()));
  for (int y = std::max(0, row); y < end; ++y) span = Joined(span, spans[static_cast<size_t>(y)]);
  return span;
}

constexpr int64_t kLine = 8;  // doubles in a line of the cache

/// From a row to the next: an odd number of cache lines, since a column whose rows are a power of two apart
/// finds few places in a cache.
int64_t StrideFor(int64_t width) { return kLine * (((width + kLine - 1) / kLine) | 1); }

}  // namespace

Span Joined(Span a, Span b) {
  if (a.first >= a.end) return b;
  if (b.first >= b.end) return a;
  return {std::min(a.first, b.first), std::max(a.end, b.end)};
}

// The window for padded images comes from n places between -(n + 1) / 2 and (n - 1) / 2, as
// linspace(-n // 2, n // 2, n) gives them: a little wide, and half a tap aside.
GaussianWindow VifWindow(int scale, bool is_padded) {
  const int taps = kScaleTaps[scale];
  const double sigma = taps / 5.0;
  if (!is_padded) return {taps, sigma};
  const double step = taps / (taps - 1.0);
  return {taps, sigma, (taps + 1) / 2 / step, step};
}

ScaleMoments::ScaleMoments(const std::vector<LevelView>& images, const VifRule& rule, bool everywhere)
    : rule_(rule),
      everywhere_(everywhere),
      kernels_(*StripKernelKinds().front()),
      levels_(images),
      width_(static_cast<int>(images[0].width)),
      height_(static_cast<int>(images[0].height)),
      row_stride_(StrideFor(width_ + kMostPadding + kStripSlack)),
      plane_stride_(StrideFor((width_ + 1) / 2 + kStripSlack)),
      has_plane_(images.size()),
      spans_(images.size()),
      rows_(images.size()) {
  for (size_t i = 0; i < images.size(); ++i)
    for (int64_t y = 0; y < height_; ++y) spans_[i].push_back(SpanOf(images[i].row(y), width_));
  const int64_t plane_rows = (height_ + 1) / 2 + kMostRows;
  const auto count = static_cast<int64_t>(images.size());
  block_.reset(new double[static_cast<size_t>(
      count * (plane_rows * plane_stride_ + (kMostRows + 2 * kStripRows) * row_stride_) +
      2 * kStripRows * row_stride_)]);
  free_ = block_.get();
  for (size_t i = 0; i < images.size(); ++i) {
    planes_.push_back(Take(plane_rows, plane_stride_));
    strips_.push_back(Take(kMostRows, row_stride_));
    for (int64_t y = 0; y < kMostRows; ++y)
      std::fill(strips_[i] + y * row_stride_ + width_, strips_[i] + (y + 1) * row_stride_, 0.0);
    means_.push_back(Take(kStripRows, row_stride_));
    variances_.push_back(Take(kStripRows, row_stride_));
  }
  covariance_ = Take(kStripRows, row_stride_);
  scratch_ = Take(kStripRows, row_stride_);
}

double* ScaleMoments::Take(int64_t rows, int64_t row_stride) {
  return std::exchange(free_, free_ + rows * row_stride);
}

bool ScaleMoments::NextScale() {
  if (scale_ == kNumScales) return false;
  window_ = VifWindow(scale_, rule_.is_padded);
  const auto fits = [this] { return rule_.is_padded || std::min(width_, height_) >= window_.taps(); };
  if (scale_++ > 0) {
    if (!fits()) return false;
    Decimate();
  }
  first_row_ = num_rows_ = 0;
  return fits();
}

/// Rows of an image, or of it with its border of zeros, as doubles.
ScaleMoments::Rows ScaleMoments::RowsOf(size_t image, int first, int count) {
  const double* const plane = has_plane_[image] ? planes_[image] : nullptr;
  if (plane != nullptr && !rule_.is_padded) return {plane + first * plane_stride_, plane_stride_};
  double* row = strips_[image];
  for (int y = first - Border(); y < first - Border() + count; ++y, row += row_stride_) {
    const bool is_there = y >= 0 && y < height_;
    const int width = is_there ? width_ : 0;
    if (rule_.is_padded) std::fill_n(row, Border(), 0.0);
    if (is_there && plane == nullptr) ToDoubles(levels_[image].row(y), width_, row + Border());
    if (is_there && plane != nullptr) std::copy_n(plane + y * plane_stride_, width_, row + Border());
    if (rule_.is_padded || !is_there) std::fill(row + Border() + width, row + row_stride_, 0.0);
  }
  return {strips_[image], row_stride_};
}

/// Leaves every second pixel of every second row of filtered images.
void ScaleMoments::Decimate() {
  const int width = (this->width() + 1) / 2, height = (this->height() + 1) / 2;
  for (size_t i = 0; i < planes_.size(); ++i) {
    double* const plane = planes_[i];  // a later one in place: its row y ends before row 2y + 1 begins
    for (int64_t y = 0; !has_plane_[i] && y < height + kMostRows; ++y)  // only what stays behind its rows
      std::fill(plane + y * plane_stride_ + (y < height ? width : 0), plane + (y + 1) * plane_stride_, 0.0);
    for (int y = 0; y < height; y += kStripRows) {
      const Rows rows = RowsOf(i, 2 * y, window_.taps() + 2 * (kStripRows - 1));
      StripWindow window = WindowAt(rows, {0, width}, covariance_);
      window.step = 2;
      kernels_.filter(window);
      kernels_.to_rows(covariance_, width, plane + y * plane_stride_, plane_stride_);
    }
    has_plane_[i] = true;
    DecimateSpans(i, width, height);
  }
  width_ = width, height_ = height;
}

/// A place is not black where its window meets any that is not.
void ScaleMoments::DecimateSpans(size_t i, int width, int height) {
  std::vector<Span> spans;
  for (int y = 0; y < height; ++y) {
    Span span = SpanOfRows(spans_[i], 2 * y - Border(), window_.taps());
    if (span.first < span.end)
      span = {std::max(0, (span.first + Border() - window_.taps() + 2) / 2),
              std::min(width, (span.end + Border() + 1) / 2)};
    spans.push_back(span);
  }
  spans_[i] = std::move(spans);
}

Span ScaleMoments::Columns(size_t image) const {
  if (everywhere_) return {0, width()};
  const Span span = SpanOfRows(spans_[image], first_row_ - Border(), num_rows_ + window_.taps() - 1);
  if (span.first >= span.end) return {};
  const int column = std::max(0, span.first + Border() - window_.taps() + 1);
  return {column - column % static_cast<int>(kLine),
          std::min(width(), span.end + Border())};  // whole cache lines
}

bool ScaleMoments::NextStrip() {
  first_row_ += num_rows_;
  num_rows_ = std::min(kStripRows, height() - first_row_);
  return num_rows_ > 0;
}

StripWindow ScaleMoments::WindowAt(const Rows& rows, Span columns, double* out) {
  return {.first = rows.first,
          .row_stride = rows.row_stride,
          .taps = window_.taps(),
          .weights = window_.weights().data(),
          .begin = columns.first,
          .end = columns.end,
          .scratch = scratch_,
          .out = out};
}

void ScaleMoments::ClearRowsBelow(Span columns, double* strip) const {
  for (int x = columns.first; num_rows_ < kStripRows && x < columns.end; ++x)
    std::fill(strip + kStripRows * x + num_rows_, strip + kStripRows * (x + 1), 0.0);
}

void ScaleMoments::Measure(size_t image, Span columns) {
  if (columns.first >= columns.end) return;
  double *mean = means_[image], *variance = variances_[image];
  rows_[image] = RowsOf(image, first_row_, window_.taps() + kStripRows - 1);
  StripWindow window = WindowAt(rows_[image], columns, mean);
  kernels_.filter(window);
  window.second = window.first, window.out = variance;
  window.ends = rule_.saturates && scale_ == 1, window.greatest = kWhite;
  kernels_.filter(window);
  const int64_t begin = int64_t{kStripRows} * columns.first;
  kernels_.variance(mean + begin, columns.end - columns.first, kVifTiny, variance + begin);
  ClearRowsBelow(columns, mean);
  ClearRowsBelow(columns, variance);
}

const double* ScaleMoments::Covariance(size_t a, size_t b, Span columns) {
  StripWindow window = WindowAt(rows_[a], columns, covariance_);
  window.second = rows_[b].first;
  window.ends = rule_.saturates && scale_ == 1, window.greatest = kWhite;
  kernels_.filter(window);
  const int64_t begin = int64_t{kStripRows} * columns.first;
  kernels_.covariance(means_[a] + begin, means_[b] + begin, columns.end - columns.first, covariance_ + begin);
  ClearRowsBelow(columns, covariance_);
  return covariance_;
}

}  // namespace f4s
