#include "libfuse4seg/metric/fusion/ssim.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "libfuse4seg/metric/elementwise.h"
#include "libfuse4seg/metric/fusion/gaussian_filter.h"

namespace f4s {
namespace {

constexpr int kSide = 7;
constexpr int kArea = kSide * kSide;

/// Sums over kSide rows, one a column, that move down a row at a time; and over windows, which begin in each
/// column.  All sums are integers below 2^31: 49 * 49 * 255^2 < 2^28.
struct MovingSums {
  std::vector<int32_t> columns, windows;
};

/// Moves by a row; `old` is the one that leaves, or null.
F4S_ELEMENTWISE
void MoveColumns(const uint8_t* __restrict row, const uint8_t* __restrict old, int width,
                 int32_t* __restrict sums, int32_t* __restrict squares) {
  for (int x = 0; x < width; ++x) {
    const int32_t in = row[x], out = old[x];
    sums[x] += in - out;
    squares[x] += in * in - out * out;
  }
}
F4S_ELEMENTWISE
void MoveProducts(const uint8_t* __restrict row_a, const uint8_t* __restrict row_b,
                  const uint8_t* __restrict old_a, const uint8_t* __restrict old_b, int width,
                  int32_t* __restrict products) {
  for (int x = 0; x < width; ++x) products[x] += row_a[x] * row_b[x] - old_a[x] * old_b[x];
}

F4S_ELEMENTWISE
void SumWindows(const int32_t* __restrict columns, int count, int32_t* __restrict windows) {
  for (int x = 0; x < count; ++x) {
    int32_t sum = 0;
    for (int k = 0; k < kSide; ++k) sum += columns[x + k];
    windows[x] = sum;
  }
}

/// Adds the SSIM of the windows that begin in each column to `totals`.
F4S_FUSED_ELEMENTWISE
void AddWindows(const int32_t* __restrict sum_a, const int32_t* __restrict sum_b,
                const int32_t* __restrict sum_aa, const int32_t* __restrict sum_bb,
                const int32_t* __restrict sum_ab, double c1, double c2, int count,
                double* __restrict totals) {
  for (int x = 0; x < count; ++x) {
    const int32_t a = sum_a[x], b = sum_b[x];
    const int32_t variances = kArea * (sum_aa[x] + sum_bb[x]) - a * a - b * b;
    const int32_t covariance = kArea * sum_ab[x] - a * b;
    constexpr double kMeans = 1.0 / (kArea * kArea), kSample = 1.0 / (kArea * (kArea - 1));
    const double above = (2 * kMeans * (a * b) + c1) * (2 * kSample * covariance + c2);
    const double below = (kMeans * (a * a + b * b) + c1) * (kSample * variances + c2);
    totals[x] += above * Inverse(below);
  }
}

/// The box SSIM of all pairs.
class BoxSums {
 public:
  explicit BoxSums(const ComparedImages& compared)
      : compared_(compared),
        width_(static_cast<int>(compared.images[0].width)),
        black_(static_cast<size_t>(width_)),
        levels_(compared.images.size(), Sums()),
        squares_(levels_),
        products_(compared.pairs.size(), Sums()),
        totals_(compared.pairs.size(), std::vector<double>(static_cast<size_t>(count()))) {}

  /// Rows follow one another.
  void AddRow(int64_t y, double c1, double c2) {
    const std::vector<LevelView>& images = compared_.images;
    const auto old = [&](size_t i) { return y < kSide ? black_.data() : images[i].row(y - kSide); };
    const bool whole = y >= kSide - 1;
    const auto sum_windows = [&](MovingSums& sums) {
      if (whole) SumWindows(sums.columns.data(), count(), sums.windows.data());
    };
    for (size_t i = 0; i < images.size(); ++i) {
      MoveColumns(images[i].row(y), old(i), width_, levels_[i].columns.data(), squares_[i].columns.data());
      sum_windows(levels_[i]), sum_windows(squares_[i]);
    }
    for (size_t p = 0; p < products_.size(); ++p) {
      const auto [a, b, from_a, from_b] = compared_.pairs[p];
      if (a == b) continue;
      MoveProducts(images[a].row(y), images[b].row(y), old(a), old(b), width_, products_[p].columns.data());
      sum_windows(products_[p]);
      if (whole)
        AddWindows(levels_[a].windows.data(), levels_[b].windows.data(), squares_[a].windows.data(),
                   squares_[b].windows.data(), products_[p].windows.data(), c1, c2, count(),
                   totals_[p].data());
    }
  }

  [[nodiscard]] double Total(size_t pair) const {
    return std::accumulate(totals_[pair].begin(), totals_[pair].end(), 0.0);
  }
  [[nodiscard]] int count() const { return width_ - kSide + 1; }

 private:
  [[nodiscard]] MovingSums Sums() const {
    return {std::vector<int32_t>(static_cast<size_t>(width_)),
            std::vector<int32_t>(static_cast<size_t>(count()))};
  }

  const ComparedImages& compared_;
  const int width_;
  const std::vector<uint8_t> black_;
  std::vector<MovingSums> levels_, squares_;  // by image
  std::vector<MovingSums> products_;          // by pair
  std::vector<std::vector<double>> totals_;
};

/// By pair; of an image and itself it is 1.
std::vector<Score> BoxSsims(const ComparedImages& compared, double data_range) {
  const LevelView& any = compared.images.front();
  if (any.width < kSide || any.height < kSide)
    return std::vector<Score>(compared.pairs.size(), Undefined::kImageTooSmall);
  const double c1 = 0.01 * data_range * (0.01 * data_range), c2 = 0.03 * data_range * (0.03 * data_range);
  BoxSums sums(compared);
  for (int64_t y = 0; y < any.height; ++y) sums.AddRow(y, c1, c2);
  const double windows = static_cast<double>(sums.count()) * static_cast<double>(any.height - kSide + 1);
  std::vector<Score> scores;
  for (size_t p = 0; p < compared.pairs.size(); ++p)
    scores.emplace_back(compared.pairs[p].first == compared.pairs[p].second ? 1 : sums.Total(p) / windows);
  return scores;
}

}  // namespace

ByPair<Score> Ssim(const ComparedImages& compared, const SsimRule& rule) {
  std::vector<Score> by_pair;
  if (rule.window == SsimRule::Window::kBox7)
    by_pair = BoxSsims(compared, rule.data_range);
  else
    for (const ImagePair& pair : compared.pairs)
      by_pair.push_back(GaussianSsim(compared.images[pair.second], compared.images[pair.first],
                                     rule.data_range, rule.border));
  ByPair<Score> scores = ForEachPair(compared, Score());
  for (size_t p = 0; p < by_pair.size(); ++p) {
    const auto [a, b, from_a, from_b] = compared.pairs[p];
    if (from_a) scores[a][b] = by_pair[p];
    if (from_b) scores[b][a] = by_pair[p];
  }
  return scores;
}

Score BoxSsim(const LevelView& a, const LevelView& b, double data_range) {
  return BoxSsims(Compared({b}, {a}), data_range).front();
}

Score Ssim(const LevelView& a, const LevelView& b, const SsimRule& rule) {
  return rule.window == SsimRule::Window::kBox7 ? BoxSsim(a, b, rule.data_range)
                                                : GaussianSsim(a, b, rule.data_range, rule.border);
}

namespace {

constexpr int kTaps = 11;
constexpr double kSigma = 1.5;

/// An image with its border repeated `border` pixels outwards.
Image<double> Widened(const LevelView& image, int64_t border) {
  const int64_t width = image.width + 2 * border, height = image.height + 2 * border;
  std::vector<double> values;
  values.reserve(static_cast<size_t>(width * height));
  for (int64_t y = 0; y < height; ++y) {
    const uint8_t* row = image.row(std::clamp<int64_t>(y - border, 0, image.height - 1));
    for (int64_t x = 0; x < width; ++x)
      values.push_back(row[std::clamp<int64_t>(x - border, 0, image.width - 1)]);
  }
  return Picture(width, height, std::move(values));
}

Image<double> Product(Image<double> a, const Image<double>& b) {
  for (size_t i = 0; i < a.samples.size(); ++i) a.samples[i] *= b.samples[i];
  return a;
}

/// One filtered row of each of the five planes.
struct Moments {
  std::vector<double> a, b, aa, bb, ab;
};

/// Adds the SSIM of a row's windows to `totals`, column by column.
F4S_FUSED_ELEMENTWISE
void AddGaussianWindows(const Moments& m, int count, double c1, double c2, double* __restrict totals) {
  const double *a = m.a.data(), *b = m.b.data(), *aa = m.aa.data(), *bb = m.bb.data(), *ab = m.ab.data();
  for (int x = 0; x < count; ++x) {
    const double squares = a[x] * a[x] + b[x] * b[x], product = a[x] * b[x];
    const double above = (2 * product + c1) * (2 * (ab[x] - product) + c2);
    const double below = (squares + c1) * (aa[x] + bb[x] - squares + c2);
    totals[x] += above / below;
  }
}

}  // namespace

Score GaussianSsim(const LevelView& a, const LevelView& b, double data_range, SsimRule::Border border) {
  const bool is_partial = border == SsimRule::Border::kInsideOrUnfiltered;
  const int64_t least = is_partial ? 2 : border == SsimRule::Border::kInside ? kTaps : 1;
  if (std::min(a.width, a.height) < least) return Undefined::kImageTooSmall;
  const GaussianWindow horizontal(is_partial && a.width < kTaps ? 1 : kTaps, kSigma);
  const GaussianWindow vertical(is_partial && a.height < kTaps ? 1 : kTaps, kSigma);
  const int64_t widening = border == SsimRule::Border::kRepeated ? kTaps / 2 : 0;
  const Image<double> wa = Widened(a, widening), wb = Widened(b, widening), waa = Product(wa, wa),
                      wbb = Product(wb, wb), wab = Product(wa, wb);

  const int width = wa.width() - horizontal.taps() + 1, height = wa.height() - vertical.taps() + 1;
  const auto count = static_cast<size_t>(width);
  Moments m{std::vector<double>(count), std::vector<double>(count), std::vector<double>(count),
            std::vector<double>(count), std::vector<double>(count)};
  std::vector<double> scratch(static_cast<size_t>(wa.width())), totals(count);
  const double c1 = 0.01 * data_range * (0.01 * data_range), c2 = 0.03 * data_range * (0.03 * data_range);
  for (int y = 0; y < height; ++y) {
    const auto filter = [&](const Image<double>& image, std::vector<double>& row) {
      FilterRow(image.plane(), y, vertical, horizontal, scratch.data(), row.data());
    };
    filter(wa, m.a), filter(wb, m.b), filter(waa, m.aa), filter(wbb, m.bb), filter(wab, m.ab);
    AddGaussianWindows(m, width, c1, c2, totals.data());
  }
  return std::accumulate(totals.begin(), totals.end(), 0.0) / (static_cast<double>(width) * height);
}

}  // namespace f4s
