#include "libfuse4seg/infer/plan/inn_plan.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <span>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/infer/plan/mirrored.h"

namespace f4s {
namespace {

constexpr int64_t kPixelsOfBlock = 4;           // 2x2
constexpr int64_t kStripPixels = 8192;          // whose hidden channels stay in a near cache
constexpr int64_t kReach = 2;                   // rows around them that two 3x3 convolutions see
constexpr double kReachOfScale = 2 * 0.636;     // as in nn/blocks/invertible.cc
constexpr double kLeastShownLevel = 1.0 / 255;  // as in nn/fusion/fusion_inn.cc; and half an 8-bit level
constexpr double kLeastInverted = 1.0 / 510;

/// The channels from `begin` to `end` of x [pixels,channels], a part of a plane.
template <class Real>
void TakeChannels(std::span<const Real> x, int64_t channels, int64_t begin, int64_t end,
                  std::vector<Real>& part) {
  part.clear();
  for (auto pixel = x.begin(); pixel != x.end(); pixel += channels)
    part.insert(part.end(), pixel + begin, pixel + end);
}

/// [rows,columns,C] to [rows/2,columns/2,4C], each channel's four pixels beside each other; and back.
template <class Real>
std::vector<Real> InBlocksOf2(const std::vector<Real>& x, int64_t rows, int64_t columns, bool back) {
  const int64_t c = std::ssize(x) / (rows * columns);
  std::vector<Real> y(x.size());
  for (int64_t row = 0; row < rows; ++row)
    for (int64_t column = 0; column < columns; ++column)
      for (int64_t i = 0; i < c; ++i) {
        const auto wide = static_cast<size_t>((row * columns + column) * c + i);
        const auto deep = static_cast<size_t>(
            ((row / 2 * (columns / 2) + column / 2) * c + i) * kPixelsOfBlock + row % 2 * 2 + column % 2);
        if (back)
          y[wide] = x[deep];
        else
          y[deep] = x[wide];
      }
  return y;
}

/// Channel order[c] of each pixel goes to c; back: channel c to order[c].
template <class Real>
void Reorder(const std::vector<int64_t>& order, bool back, std::vector<Real>& x) {
  std::vector<Real> pixel(order.size());
  for (size_t at = 0; at < x.size(); at += order.size()) {
    std::copy_n(x.begin() + static_cast<std::ptrdiff_t>(at), order.size(), pixel.begin());
    for (size_t c = 0; c < order.size(); ++c) {
      const auto from = static_cast<size_t>(order[c]);
      if (back)
        x[at + from] = pixel[c];
      else
        x[at + c] = pixel[from];
    }
  }
}

/// As MeanAndDifferences() of nn/fusion/fusion_inn.cc: rows are outputs.
std::vector<std::vector<double>> MeanAndDifferencesOf(int64_t s, bool back) {
  const auto size = static_cast<size_t>(s);
  std::vector<std::vector<double>> matrix(size, std::vector<double>(size));
  for (size_t k = 0; k < size; ++k)
    for (size_t j = 0; j < size; ++j) {
      const double length = std::sqrt(static_cast<double>(k * (k + 1)));
      const double at = k == 0   ? (back ? 1.0 : 1.0 / static_cast<double>(s))
                        : j < k  ? 1 / length
                        : j == k ? -static_cast<double>(k) / length
                                 : 0;
      (back ? matrix[j][k] : matrix[k][j]) = at;
    }
  return matrix;
}

}  // namespace

void InnPlan::Conv::Run(const float* x, int64_t rows, int64_t columns, bool relu, float* y) const {
  Convolve(view, x, rows, columns, y);
  if (!relu) return;
  for (int64_t i = 0; i < rows * columns * view.out; ++i) y[i] = y[i] < 0 ? 0 : y[i];
}

void InnPlan::Conv::Run(const double* x, int64_t rows, int64_t columns, bool relu, double* y) const {
  exact.Run(x, rows, columns, relu, y);
}

InnPlan::Conv InnPlan::TakeConvolution(PlanWeights& weights, const std::string& name, int64_t in,
                                       int64_t out) {
  Conv conv;
  conv.weight = weights.Take(name + ".weight", {out, in, 3, 3});
  conv.bias = weights.Take(name + ".bias", {out});
  conv.view = {conv.weight.data(), conv.bias.data(), in, out, 3};
  if (!conv.weight.empty() && !conv.bias.empty()) conv.exact = DoubleConv(conv.weight, conv.bias, in, out);
  return conv;
}

InnPlan::Coupling InnPlan::TakeCoupling(PlanWeights& weights, const std::string& name, int64_t channels,
                                        int64_t hidden) const {
  const std::string prefix = "fusion." + name;
  const int64_t half = channels / 2, rest = channels - half;
  Coupling coupling = {channels, hidden, relu_, {}, {}, {}, {}};
  coupling.first_in = TakeConvolution(weights, prefix + ".first_in", half, hidden);
  coupling.first_out = TakeConvolution(weights, prefix + ".first_out", hidden, 2 * rest);
  coupling.second_in = TakeConvolution(weights, prefix + ".second_in", rest, hidden);
  coupling.second_out = TakeConvolution(weights, prefix + ".second_out", hidden, 2 * half);
  return coupling;
}

std::vector<int64_t> InnPlan::TakeOrder(PlanWeights& weights, const std::string& name, int64_t channels) {
  const std::vector<int64_t> order = weights.TakeWhole("fusion." + name, channels);
  std::vector<int64_t> sorted = order;
  std::sort(sorted.begin(), sorted.end());
  for (int64_t i = 0; i < std::ssize(sorted); ++i)
    if (sorted[static_cast<size_t>(i)] != i)
      throw Error(ErrorKind::kBadInput, "model.weights",
                  Cat("an order of ", channels, " channels names one twice, or one that is not there"));
  return order;
}

InnPlan::InnPlan(const FusionNetOptions& options, int64_t slots, PlanWeights& weights)
    : slots_(slots),
      from_mean_(options.inn_mixing == InnMixing::kMean),
      sigmoid_(options.inn_output == InnOutput::kSigmoid),
      relu_(options.inn_subnet == InnSubnet::kRelu) {
  if (slots < 2)
    throw Error(ErrorKind::kBadInput, "model.network",
                Cat("fuser = inn with ", slots, " modality: an invertible network fuses 2 to 4"));
  log_scale_ = weights.Take("fusion.norm.log_scale", {slots});
  bias_ = weights.Take("fusion.norm.bias", {slots});
  static_cast<void>(weights.TakeWhole("fusion.norm.initialised", 1));  // of training alone
  const int64_t width = options.inn_width, deep = kPixelsOfBlock * slots;
  first_ = TakeCoupling(weights, "first", slots, width);
  last_ = TakeCoupling(weights, "last", slots, width);
  if (!from_mean_) order_ = TakeOrder(weights, "permutation.order", slots);
  for (int64_t i = 0; i < options.inn_blocks; ++i) {
    couplings_.push_back(TakeCoupling(weights, Cat("couplings.", i), deep, 2 * width));
    orders_.push_back(TakeOrder(weights, Cat("permutations.", i, ".order"), deep));
  }
}

std::vector<const float*> InnPlan::InSlotOrder(const Views<const float>& images,
                                               const std::vector<int64_t>& slots) const {
  std::vector<const float*> planes(static_cast<size_t>(slots_), nullptr);
  for (size_t i = 0; i < images.size() && images.size() == slots.size(); ++i)
    if (slots[i] >= 0 && slots[i] < slots_) planes[static_cast<size_t>(slots[i])] = images[i].data;
  if (std::ssize(images) != slots_ || std::count(planes.begin(), planes.end(), nullptr) > 0)
    throw Error(ErrorKind::kBadInput, "model.modalities",
                Cat(images.size(), " images for ", slots.size(),
                    " slots: an invertible network needs all its ", slots_, " modalities"));
  return planes;
}

template <class Real>
std::vector<Real> InnPlan::Pixels(const std::vector<const float*>& images, int64_t rows, int64_t columns,
                                  const Planes& planes) const {
  std::vector<Real> x(static_cast<size_t>(planes.rows * planes.columns * slots_));
  for (int64_t slot = 0; slot < slots_; ++slot)
    for (int64_t row = 0; row < planes.rows; ++row) {
      const float* const from = images[static_cast<size_t>(slot)] + MirroredPlace(row, rows) * columns;
      Real* to = x.data() + row * planes.columns * slots_ + slot;
      for (int64_t column = 0; column < planes.columns; ++column, to += slots_)
        *to = static_cast<Real>(from[column < columns ? column : MirroredPlace(column, columns)]);
    }
  return x;
}

template <class Real>
void InnPlan::MixSlots(bool back, std::vector<Real>& x) const {
  if (!from_mean_) return;
  const auto matrix = MeanAndDifferencesOf(slots_, back);
  const auto size = static_cast<size_t>(slots_);
  std::vector<Real> pixel(size);
  for (size_t at = 0; at < x.size(); at += size) {
    std::copy_n(x.begin() + static_cast<std::ptrdiff_t>(at), size, pixel.begin());
    for (size_t k = 0; k < size; ++k) {
      Real sum = 0;
      for (size_t j = 0; j < size; ++j) sum += static_cast<Real>(matrix[k][j]) * pixel[j];
      x[at + k] = sum;
    }
  }
}

template <class Real>
void InnPlan::Normalise(bool back, std::vector<Real>& x) const {
  const auto size = static_cast<size_t>(slots_);
  for (size_t c = 0; c < size; ++c) {
    const Real log_scale = static_cast<Real>(log_scale_[c]), shift = static_cast<Real>(bias_[c]);
    const Real scale = std::exp(back ? -log_scale : log_scale);
    for (size_t i = c; i < x.size(); i += size) x[i] = back ? (x[i] - shift) * scale : x[i] * scale + shift;
  }
}

template <class Real>
void InnPlan::Couple(const Coupling& coupling, const Planes& planes, bool back, std::vector<Real>& x) {
  const int64_t channels = coupling.channels, half = channels / 2;
  std::vector<Real> seen, hidden, both;
  // The channels from `begin` on of the rows `first` to `last` - 1, by what the networks make of the other
  // ones, from the rows that their two convolutions reach.
  const auto change_rows = [&](const Conv& in, const Conv& out, int64_t begin, int64_t end, int64_t first,
                               int64_t last) {
    const int64_t count = end - begin, columns = planes.columns;
    const int64_t top = std::max<int64_t>(0, first - kReach),
                  rows = std::min(planes.rows, last + kReach) - top;
    const std::span<const Real> around(x.data() + top * columns * channels,
                                       static_cast<size_t>(rows * columns * channels));
    TakeChannels(around, channels, begin == 0 ? half : 0, begin == 0 ? channels : half, seen);
    hidden.resize(static_cast<size_t>(rows * columns * coupling.hidden));
    both.resize(static_cast<size_t>(rows * columns * 2 * count));
    in.Run(seen.data(), rows, columns, true, hidden.data());
    out.Run(hidden.data(), rows, columns, coupling.relu, both.data());
    for (int64_t i = first * columns; i < last * columns; ++i)
      for (int64_t c = 0; c < count; ++c) {
        Real& value = x[static_cast<size_t>(i * channels + begin + c)];
        const Real* const terms = both.data() + (i - top * columns) * 2 * count;
        const Real log_scale = static_cast<Real>(kReachOfScale) * std::atan(terms[c]),
                   shift = terms[count + c];
        value = back ? (value - shift) * std::exp(-log_scale) : value * std::exp(log_scale) + shift;
      }
  };
  const auto change = [&](const Conv& in, const Conv& out, int64_t begin, int64_t end) {
    const int64_t strip = std::max(4 * kReach, kStripPixels / planes.columns);
    for (int64_t first = 0; first < planes.rows; first += strip)
      change_rows(in, out, begin, end, first, std::min(planes.rows, first + strip));
  };
  if (back) change(coupling.first_in, coupling.first_out, half, channels);
  change(coupling.second_in, coupling.second_out, 0, half);
  if (!back) change(coupling.first_in, coupling.first_out, half, channels);
}

template <class Real>
void InnPlan::Forward(const Planes& planes, std::vector<Real>& x) const {
  MixSlots(false, x);
  Normalise(false, x);
  Couple(first_, planes, false, x);
  if (!from_mean_) Reorder(order_, false, x);
  x = InBlocksOf2(x, planes.rows, planes.columns, false);
  for (size_t i = 0; i < couplings_.size(); ++i) {
    if (from_mean_) Reorder(orders_[i], false, x);
    Couple(couplings_[i], {planes.rows / 2, planes.columns / 2}, false, x);
    Reorder(orders_[i], from_mean_, x);
  }
  x = InBlocksOf2(x, planes.rows, planes.columns, true);
  Couple(last_, planes, false, x);
  if (!from_mean_) return;
  const Real scale = std::exp(-static_cast<Real>(log_scale_[0]));  // y is an image again
  for (size_t i = 0; i < x.size(); i += static_cast<size_t>(slots_))
    x[i] = (x[i] - static_cast<Real>(bias_[0])) * scale;
}

template <class Real>
void InnPlan::Inverse(const Planes& planes, std::vector<Real>& x) const {
  if (from_mean_) {
    const Real scale = std::exp(static_cast<Real>(log_scale_[0]));
    for (size_t i = 0; i < x.size(); i += static_cast<size_t>(slots_))
      x[i] = x[i] * scale + static_cast<Real>(bias_[0]);
  }
  Couple(last_, planes, true, x);
  x = InBlocksOf2(x, planes.rows, planes.columns, false);
  for (size_t i = couplings_.size(); i-- > 0;) {
    Reorder(orders_[i], !from_mean_, x);
    Couple(couplings_[i], {planes.rows / 2, planes.columns / 2}, true, x);
    if (from_mean_) Reorder(orders_[i], true, x);
  }
  x = InBlocksOf2(x, planes.rows, planes.columns, true);
  if (!from_mean_) Reorder(order_, true, x);
  Couple(first_, planes, true, x);
  Normalise(true, x);
  MixSlots(true, x);
}

std::vector<float> InnPlan::Fuse(const Views<const float>& images, const std::vector<int64_t>& slots) const {
  const auto ordered = InSlotOrder(images, slots);
  const int64_t rows = images[0].height, columns = images[0].width;
  const Planes planes = {PaddedSize(rows, 2), PaddedSize(columns, 2)};
  std::vector<float> x = Pixels<float>(ordered, rows, columns, planes), fused;
  Forward(planes, x);
  for (int64_t row = 0; row < rows; ++row)
    for (int64_t column = 0; column < columns; ++column) {
      const float y = x[static_cast<size_t>((row * planes.columns + column) * slots_)];
      const auto seen = [&](const float* image) { return image[row * columns + column] > 0; };
      if (sigmoid_)
        fused.push_back(1 / (1 + std::exp(-y)));
      else  // what is not finite stays so
        fused.push_back(std::any_of(ordered.begin(), ordered.end(), seen) || !std::isfinite(y)
                            ? std::max(y, static_cast<float>(kLeastShownLevel))
                            : 0);
    }
  return fused;
}

LatentPlanes InnPlan::Latent(const Views<const float>& images, const std::vector<int64_t>& slots) const {
  const auto ordered = InSlotOrder(images, slots);
  const Planes planes = {PaddedSize(images[0].height, 2), PaddedSize(images[0].width, 2)};
  std::vector<double> x = Pixels<double>(ordered, images[0].height, images[0].width, planes);
  Forward(planes, x);
  LatentPlanes latent;
  const auto channel = [&](int64_t c, std::vector<double>& to) {
    for (auto pixel = x.begin(); pixel != x.end(); pixel += slots_) to.push_back(pixel[c]);
  };
  channel(0, latent.y);
  for (int64_t c = 1; c < slots_; ++c) channel(c, latent.z);
  return latent;
}

std::vector<float> InnPlan::RawOf(const View<const float>& fused) const {
  std::vector<float> raw;
  for (int64_t row = 0; row < PaddedSize(fused.height, 2); ++row)
    for (int64_t column = 0; column < PaddedSize(fused.width, 2); ++column) {
      const float value =
          fused.data[MirroredPlace(row, fused.height) * fused.width + MirroredPlace(column, fused.width)];
      const float inside =
          std::clamp(value, static_cast<float>(kLeastInverted), 1 - static_cast<float>(kLeastInverted));
      raw.push_back(sigmoid_ ? std::log(inside / (1 - inside)) : value);
    }
  return raw;
}

template <class Real>
std::vector<float> InnPlan::TakenApart(const View<const float>& fused, std::span<const double> z,
                                       std::span<const double> rest) const {
  const Planes planes = {PaddedSize(fused.height, 2), PaddedSize(fused.width, 2)};
  const std::vector<float> raw = RawOf(fused);
  std::vector<Real> x;
  for (size_t i = 0; i < raw.size(); ++i) {
    x.push_back(rest.empty() ? static_cast<Real>(raw[i])
                             : static_cast<Real>(static_cast<double>(raw[i]) + rest[i]));
    for (int64_t c = 0; c + 1 < slots_; ++c)
      x.push_back(static_cast<Real>(z[static_cast<size_t>(c) * raw.size() + i]));
  }
  Inverse(planes, x);
  const bool zero_is_background = rest.empty() && !sigmoid_;
  std::vector<float> images;
  for (int64_t slot = 0; slot < slots_; ++slot)
    for (int64_t row = 0; row < fused.height; ++row)
      for (int64_t column = 0; column < fused.width; ++column) {
        const bool background = zero_is_background && !(fused.data[row * fused.width + column] > 0);
        const Real value = x[static_cast<size_t>((row * planes.columns + column) * slots_ + slot)];
        images.push_back(background ? 0 : static_cast<float>(value));
      }
  return images;
}

std::vector<float> InnPlan::TakeApart(const View<const float>& fused, std::span<const double> z,
                                      std::span<const double> rest) const {
  return rest.empty() ? TakenApart<float>(fused, z, rest) : TakenApart<double>(fused, z, rest);
}

}  // namespace f4s
