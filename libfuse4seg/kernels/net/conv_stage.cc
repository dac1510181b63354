#include "libfuse4seg/kernels/net/conv_stage.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/kernels/net/conv_layout.h"
#include "libfuse4seg/kernels/net/net_kernels_plan.h"
#include "libfuse4seg/kernels/net/net_workspace.h"

namespace f4s {
namespace {

constexpr double kNormEpsilon = 1e-5;  // as in nn/blocks/layers.h
/// Weights of more floats than a fast cache holds are read once for all rows, not once for each.
constexpr int64_t kMostWeightsARow = int64_t{96} << 10;

int64_t SumOf(const std::vector<int64_t>& counts) {
  int64_t sum = 0;
  for (const int64_t count : counts) sum += count;
  return sum;
}

/// [out][in][taps] -> [blocks][taps][in][outputs of the block], by weight_of(output, input, tap).
template <class WeightOf>
AlignedVector<float> InBlocks(int64_t in, int64_t out, int64_t stride, int64_t taps,
                              const WeightOf& weight_of) {
  AlignedVector<float> packed(static_cast<size_t>(in * stride * taps));
  for (int64_t o = 0; o < out; ++o)
    for (int64_t t = 0; t < taps; ++t)
      for (int64_t c = 0; c < in; ++c) packed[PlaceInBlocks(o, t, c, in, stride, taps)] = weight_of(o, c, t);
  return packed;
}

/// What the nine weights of an output and an input become for conv_winograd_inl.h: F(2,3) down, F(4,3) along.
std::array<double, kTileProducts> WinogradWeights(const std::array<double, 9>& g) {
  std::array<std::array<double, 3>, 4> down;
  for (size_t x = 0; x < 3; ++x) {
    const double even = (g[x] + g[6 + x]) / 2, odd = g[3 + x] / 2;
    down[0][x] = g[x], down[1][x] = even + odd, down[2][x] = even - odd, down[3][x] = g[6 + x];
  }
  std::array<double, kTileProducts> all;
  for (size_t y = 0; y < 4; ++y) {
    const auto& [first, middle, last] = down[y];
    double* const to = all.data() + y * 6;
    to[0] = first / 4, to[5] = last;
    to[1] = -(first + middle + last) / 6, to[2] = -(first - middle + last) / 6;
    to[3] = (first + 2 * middle + 4 * last) / 24, to[4] = (first - 2 * middle + 4 * last) / 24;
  }
  return all;
}

struct Moments {
  double mean = 0, variance = 0;
};

/// Of one channel.
Moments MomentsOf(const StagePlan& plan, int64_t channel) {
  const double* const of_channel = plan.moments + channel;
  return {of_channel[plan.out], of_channel[2 * plan.out] / of_channel[0]};
}

/// Of all values of `group` channels.
Moments MomentsOf(const StagePlan& plan, int64_t first, int64_t group) {
  if (group == 1) return MomentsOf(plan, first);
  const auto of_each = static_cast<double>(group);
  Moments all;
  for (int64_t c = first; c < first + group; ++c) all.mean += MomentsOf(plan, c).mean / of_each;
  for (int64_t c = first; c < first + group; ++c) {
    const Moments own = MomentsOf(plan, c);
    all.variance += (own.variance + (own.mean - all.mean) * (own.mean - all.mean)) / of_each;
  }
  return all;
}

/// The normalisation of what has these moments: [3][stride].
void SetLine(const StagePlan& plan, int64_t channels, const NormView& norm, float* line) {
  const int64_t stride = plan.out;
  std::fill(line, line + 3 * stride, 0.0F);
  Moments moments;
  for (int64_t c = 0; c < channels; ++c) {
    if (c % norm.group == 0) moments = MomentsOf(plan, c, norm.group);
    const double scale = static_cast<double>(norm.weight[c]) / std::sqrt(moments.variance + kNormEpsilon);
    // Less the centre first, since a large mean would cost digits.
    const auto centre = static_cast<float>(moments.mean);
    line[c] = centre;
    line[stride + c] = static_cast<float>(scale);
    line[2 * stride + c] = static_cast<float>(static_cast<double>(norm.bias[c]) +
                                              (static_cast<double>(centre) - moments.mean) * scale);
  }
}

/// A ring of rows of `width` pixels, and a row of zeros: zeros stand around what is read.
void AddRing(Workspace& work, int64_t stride, int64_t width, StagePlan& plan) {
  const int64_t pad = plan.kernel / 2, row_size = width * stride;
  plan.ring = work.Raw(plan.ring_rows * row_size);
  plan.zero = work.Zeros(row_size);
  for (int64_t row = 0; row < plan.ring_rows; ++row) {
    float* const begin = plan.ring + row * row_size;
    std::fill(begin, begin + pad * stride, 0.0F);
    std::fill(begin + (pad + plan.columns) * stride, begin + row_size, 0.0F);
  }
}

}  // namespace

int64_t StageLanes() { return NetKernelsInUse().stage.lanes; }

int64_t StageStride(int64_t channels) { return RoundedUp(channels, StageLanes()); }

DenseConv::DenseConv(std::span<const float> weight, std::span<const float> bias,
                     std::vector<int64_t> channels, int64_t out, int64_t kernel, int64_t step)
    : channels_(std::move(channels)), out_(out), kernel_(kernel), step_(step) {
  const int64_t in = SumOf(channels_), taps = kernel * kernel, stride = StageStride(out);
  F4S_CHECK_EQ(std::ssize(weight), out * in * taps);
  weights_ = InBlocks(in, out, stride, taps, [&](int64_t o, int64_t c, int64_t t) {
    return weight[static_cast<size_t>((o * in + c) * taps + t)];
  });
  start_.assign(static_cast<size_t>(stride), 0);
  std::copy(bias.begin(), bias.end(), start_.begin());
}

DenseConv DenseConv::Doubling(std::span<const float> weight, std::span<const float> bias, int64_t in,
                              int64_t out) {
  F4S_CHECK_EQ(std::ssize(weight), in * out * 4);
  DenseConv conv;
  conv.channels_ = {in}, conv.out_ = out, conv.times_ = 4;
  const int64_t stride = StageStride(out);  // outputs of the four pixels, each of its whole stride
  conv.weights_ = InBlocks(in, 4 * stride, 4 * stride, 1, [&](int64_t o, int64_t c, int64_t) {
    const int64_t pixel = o / stride, channel = o % stride;
    return channel < out ? weight[static_cast<size_t>((c * out + channel) * 4 + pixel)] : 0.0F;
  });
  conv.start_.assign(static_cast<size_t>(4 * stride), 0);
  for (int64_t pixel = 0; pixel < 4; ++pixel)
    std::copy(bias.begin(), bias.end(), conv.start_.begin() + pixel * stride);
  return conv;
}

void DenseConv::UseMinimalFiltering() {
  const ChannelPlaces places(channels_);
  const int64_t in = this->in(), outs = std::ssize(start_);
  if (kernel_ != 3 || step_ != 1 || int8_ || 2 * places.stride > 3 * in) return;
  AlignedVector<float> minimal(static_cast<size_t>(kTileProducts * places.stride * outs));
  for (int64_t o = 0; o < outs; ++o) {
    const BlockPlace block = BlockOf(o, outs);
    const float* const from = weights_.data() + block.begin * in * 9 + o - block.begin;
    float* const to = minimal.data() + block.begin * places.stride * kTileProducts + o - block.begin;
    for (int64_t c = 0; c < in; ++c) {
      std::array<double, 9> taps;
      for (size_t t = 0; t < 9; ++t)
        taps[t] = static_cast<double>(from[(static_cast<int64_t>(t) * in + c) * block.width]);
      const std::array<double, kTileProducts> all = WinogradWeights(taps);
      const int64_t place = places.side_by_side[static_cast<size_t>(c)];
      for (size_t k = 0; k < kTileProducts; ++k)
        to[(static_cast<int64_t>(k) * places.stride + place) * block.width] = static_cast<float>(all[k]);
    }
  }
  weights_ = std::move(minimal), minimal_ = true;
}

int64_t DenseConv::in() const { return SumOf(channels_); }

void DenseConv::RunMinimal(Workspace& work, StagePlan& plan, int64_t stride) const {
  int64_t wanted = 0;
  for (const int64_t channels : channels_) wanted += StageStride(channels);
  F4S_CHECK_EQ(stride, wanted);
  AddRing(work, stride, RoundedUp(plan.columns, kTileColumns) + 2, plan);
  plan.tiles = work.Raw(kTileProducts * kTilesAtOnce * (stride + 2 * StageLanes()));
  NetKernelsInUse().stage.convolve_winograd(plan);
}

void DenseConv::Run(std::span<const FeatureView> from, int64_t rows, int64_t columns, float slope, float* y,
                    const NormView& norm, float* line) const {
  F4S_CHECK_EQ(from.size() == channels_.size() && std::ssize(from) <= kMostStageInputs, true);
  Workspace work;
  StagePlan plan = {.num_inputs = std::ssize(from), .rows = rows, .columns = columns};
  int64_t stride = 0;
  for (size_t i = 0; i < from.size(); ++i) {
    plan.inputs[i] = {from[i].x, channels_[i], from[i].stride, from[i].line};
    stride += from[i].stride;
  }
  plan.kernel = kernel_, plan.step = step_, plan.slope = slope;
  plan.weights = weights_.data(), plan.start = start_.data(), plan.out = std::ssize(start_);
  const int64_t wide = (columns + step_ - 1) / step_;
  plan.y = y;
  plan.y_stride = times_ == 4 ? plan.out / 2 : plan.out;  // two pixels beside each other
  plan.y_row = wide * plan.y_stride * (times_ == 4 ? 2 : 1), plan.y_jump = wide * plan.y_stride;
  plan.ring_rows = std::ssize(weights_) > kMostWeightsARow ? rows : kernel_ + (minimal_ ? 1 : 0);
  std::vector<double> moments;
  if (line != nullptr) {
    moments.assign(static_cast<size_t>(3 * plan.out), 0);
    plan.moments = moments.data();
  }
  if (int8_) {
    RunInt8(plan, stride);
  } else if (minimal_) {
    RunMinimal(work, plan, stride);
  } else {
    AddRing(work, stride, columns + kernel_ / 2 * 2, plan);
    NetKernelsInUse().stage.convolve(plan);
  }
  if (line != nullptr) SetLine(plan, out_, norm, line);
}

void DoubleSize(const FeatureView& from, int64_t rows, int64_t columns, float slope, float* y) {
  Workspace work;
  StagePlan plan = {.num_inputs = 1, .rows = rows, .columns = columns};
  plan.inputs[0] = {from.x, from.channels, from.stride, from.line};
  plan.slope = slope, plan.y = y;
  plan.ring = work.Raw(4 * columns * from.stride);
  NetKernelsInUse().stage.double_size(plan);
}

void DenseConv::RunSoftmax(const FeatureView& from, int64_t columns, float slope, int64_t kept_rows,
                           int64_t kept_columns, float* planes, int64_t cell) const {
  F4S_CHECK_EQ(channels_.size() == 1 && kernel_ == 1, true);
  Workspace work;
  ClassifyPlan plan = {
      .cell = cell, .classes = out_ / (cell * cell), .rows = kept_rows, .columns = kept_columns};
  plan.planes = planes;
  plan.plane = kept_rows * kept_columns;
  StagePlan& stage = plan.stage;
  stage.inputs[0] = {from.x, channels_[0], from.stride, from.line};
  stage.num_inputs = 1, stage.rows = (kept_rows + cell - 1) / cell, stage.columns = columns,
  stage.slope = slope;
  stage.weights = weights_.data(), stage.start = start_.data(), stage.out = std::ssize(start_);
  stage.ring_rows = 1;
  stage.y_stride = stage.out;
  stage.y = work.Zeros(columns * stage.out + StageLanes());
  AddRing(work, from.stride, columns, stage);
  NetKernelsInUse().stage.classify(plan);
}

}  // namespace f4s
