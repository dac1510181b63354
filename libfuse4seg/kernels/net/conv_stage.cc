#include "libfuse4seg/kernels/net/conv_stage.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/kernels/net/net_kernels_plan.h"
#include "libfuse4seg/kernels/net/net_workspace.h"

namespace f4s {
namespace {

constexpr double kNormEpsilon = 1e-5;  // as in nn/blocks/layers.h
/// Weights of more floats than a fast cache holds are read once for all rows, not once for each.
constexpr int64_t kMostWeightsARow = int64_t{96} << 10;

int64_t RoundedUp(int64_t count, int64_t multiple) { return (count + multiple - 1) / multiple * multiple; }

int64_t SumOf(const std::vector<int64_t>& counts) {
  int64_t sum = 0;
  for (const int64_t count : counts) sum += count;
  return sum;
}

/// Where output `o` of `out` lies in a block layout: its block begins there, and is so wide.
struct BlockPlace {
  int64_t begin, width;
};

BlockPlace BlockOf(int64_t o, int64_t out) {
  const int64_t lanes = StageLanes(), begin = o / (2 * lanes) * (2 * lanes);
  return {begin, std::min(2 * lanes, out - begin)};
}

/// [out][in][taps] -> [blocks][taps][in][outputs of the block], by weight_of(output, input, tap).
template <class WeightOf>
AlignedVector<float> InBlocks(int64_t in, int64_t out, int64_t stride, int64_t taps,
                              const WeightOf& weight_of) {
  AlignedVector<float> packed(static_cast<size_t>(in * stride * taps));
  for (int64_t o = 0; o < out; ++o) {
    const BlockPlace block = BlockOf(o, stride);
    for (int64_t t = 0; t < taps; ++t)
      for (int64_t c = 0; c < in; ++c)
        packed[static_cast<size_t>(block.begin * in * taps + (t * in + c) * block.width + o - block.begin)] =
            weight_of(o, c, t);
  }
  return packed;
}

struct Moments {
  double mean = 0, variance = 0;
};

/// Of one channel.
Moments MomentsOf(const StagePlan& plan, int64_t channel, double pixels) {
  const double sum = plan.sums[channel] / pixels;
  return {static_cast<double>(plan.shift[channel]) + sum,
          std::max(0.0, plan.sums[plan.out + channel] / pixels - sum * sum)};
}

/// Of all values of `group` channels.
Moments MomentsOf(const StagePlan& plan, int64_t first, int64_t group, double pixels) {
  if (group == 1) return MomentsOf(plan, first, pixels);
  const auto of_each = static_cast<double>(group);
  Moments all;
  for (int64_t c = first; c < first + group; ++c) all.mean += MomentsOf(plan, c, pixels).mean / of_each;
  for (int64_t c = first; c < first + group; ++c) {
    const Moments own = MomentsOf(plan, c, pixels);
    all.variance += (own.variance + (own.mean - all.mean) * (own.mean - all.mean)) / of_each;
  }
  return all;
}

/// The normalisation of what has these sums: [3][stride].
void SetLine(const StagePlan& plan, int64_t channels, double pixels, const NormView& norm, float* line) {
  const int64_t stride = plan.out;
  std::fill(line, line + 3 * stride, 0.0F);
  Moments moments;
  for (int64_t c = 0; c < channels; ++c) {
    if (c % norm.group == 0) moments = MomentsOf(plan, c, norm.group, pixels);
    const double scale = static_cast<double>(norm.weight[c]) / std::sqrt(moments.variance + kNormEpsilon);
    // Less the centre first, since a large mean would cost digits.
    const auto centre = static_cast<float>(moments.mean);
    line[c] = centre;
    line[stride + c] = static_cast<float>(scale);
    line[2 * stride + c] = static_cast<float>(static_cast<double>(norm.bias[c]) +
                                              (static_cast<double>(centre) - moments.mean) * scale);
  }
}

/// A ring of padded rows, their ends 0, and a row of zeros.
void AddRing(Workspace& work, int64_t stride, StagePlan& plan) {
  const int64_t pad = plan.kernel / 2, row_size = (plan.columns + 2 * pad) * stride;
  plan.ring = work.Raw(plan.ring_rows * row_size);
  plan.zero = work.Zeros(row_size);
  for (int64_t row = 0; row < plan.ring_rows; ++row) {
    float* const begin = plan.ring + row * row_size;
    std::fill(begin, begin + pad * stride, 0.0F);
    std::fill(begin + row_size - pad * stride, begin + row_size, 0.0F);
  }
}

/// Where each channel that is read is: among features side by side, and among weights in fours.
struct ChannelPlaces {
  std::vector<int64_t> side_by_side, in_fours;
  int64_t stride = 0, fours = 0;

  explicit ChannelPlaces(const std::vector<int64_t>& inputs) {
    for (const int64_t channels : inputs) {
      for (int64_t c = 0; c < channels; ++c)
        side_by_side.push_back(stride + c), in_fours.push_back(fours + c);
      stride += StageStride(channels), fours += RoundedUp(channels, 4);
    }
  }
};

/// Bytes of a workspace.
uint8_t* BytesOf(Workspace& work, int64_t count) {
  return reinterpret_cast<uint8_t*>(work.Raw((count + 3) / 4));
}

}  // namespace

bool CanConvolveInt8() { return Int8ConvolutionInUse() != nullptr; }

int ChannelHistograms::BinOf(float size) {
  static_assert(kBinsOfOctave == 8);  // exponent and three bits of the mantissa
  return std::min(static_cast<int>(std::bit_cast<uint32_t>(size) >> 20) - (127 - kOctaves) * kBinsOfOctave,
                  kBins - 1);
}

float ChannelHistograms::EndOf(int bin) {
  const float part = 1 + static_cast<float>(bin % kBinsOfOctave + 1) / kBinsOfOctave;
  return std::ldexp(part, bin / kBinsOfOctave - kOctaves);
}

void ChannelHistograms::Add(std::span<const FeatureView> from, int64_t rows, int64_t columns, float slope) {
  size_t begin = 0;
  for (const FeatureView& view : from) {
    const size_t end = begin + static_cast<size_t>(view.channels);
    if (channels_.size() < end) channels_.resize(end);
    for (int64_t i = 0; i < rows * columns; ++i)
      for (int64_t c = 0; c < view.channels; ++c) {
        float v = view.x[i * view.stride + c];
        if (view.line != nullptr) {
          v = (v - view.line[c]) * view.line[view.stride + c] + view.line[2 * view.stride + c];
          v = v < 0 ? v * slope : v;
        }
        const float size = std::abs(v);
        const size_t side = v < 0 ? 1 : 0;
        Channel& channel = channels_[begin + static_cast<size_t>(c)];
        channel.farthest[side] = std::max(channel.farthest[side], size);
        if (const int bin = BinOf(size); bin >= 0) ++channel.counts[side][static_cast<size_t>(bin)];
      }
    begin = end;
  }
}

void ChannelHistograms::Add(const ChannelHistograms& other) {
  if (channels_.size() < other.channels_.size()) channels_.resize(other.channels_.size());
  for (size_t c = 0; c < other.channels_.size(); ++c)
    for (size_t side = 0; side < 2; ++side) {
      for (size_t bin = 0; bin < kBins; ++bin)
        channels_[c].counts[side][bin] += other.channels_[c].counts[side][bin];
      channels_[c].farthest[side] = std::max(channels_[c].farthest[side], other.channels_[c].farthest[side]);
    }
}

/// Sum of squared errors in a range from -below to above.
double ChannelHistograms::Error(const Channel& channel, double below, double above) {
  const double step = (below + above) / 255, of_rounding = step * step / 12;
  double sum = 0;
  for (size_t side = 0; side < 2; ++side) {
    const double end = side == 0 ? above : below;
    for (int bin = 0; bin < kBins; ++bin) {
      const auto count = static_cast<double>(channel.counts[side][static_cast<size_t>(bin)]);
      if (count == 0) continue;
      const double size = std::min<double>(EndOf(bin), channel.farthest[side]);
      const double cut = std::max(0.0, size - end);
      sum += count * (cut > 0 ? cut * cut : std::min(of_rounding, size * size));
    }
  }
  return sum;
}

ChannelRanges ChannelHistograms::BestRanges() const {
  ChannelRanges ranges;
  for (const Channel& channel : channels_) {
    std::array<double, 2> ends = {channel.farthest[0], channel.farthest[1]};
    for (int round = 0; round < 2; ++round)
      for (size_t side = 0; side < 2; ++side) {
        double best = Error(channel, ends[1], ends[0]);
        for (int bin = 0; bin < kBins && EndOf(bin) < channel.farthest[side]; ++bin) {
          std::array<double, 2> tried = ends;
          tried[side] = EndOf(bin);
          if (const double error = Error(channel, tried[1], tried[0]); error < best)
            best = error, ends = tried;
        }
      }
    ranges.greatest.push_back(static_cast<float>(ends[0]));
    ranges.least.push_back(0 - static_cast<float>(ends[1]));
  }
  return ranges;
}

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

int64_t DenseConv::in() const { return SumOf(channels_); }

void DenseConv::Quantize(const ChannelRanges& read) {
  F4S_CHECK_EQ(CanConvolveInt8() && std::ssize(read.least) == in(), true);
  const ChannelPlaces places(channels_);
  Int8 made;
  made.inverse.assign(static_cast<size_t>(places.stride), 0), made.zero = made.inverse;
  std::vector<float> step;
  for (size_t c = 0; c < read.least.size(); ++c) {
    const auto at = static_cast<size_t>(places.side_by_side[c]);
    step.push_back((read.greatest[c] - read.least[c]) / 255);
    if (step[c] > 0) made.inverse[at] = 1 / step[c];
    made.zero[at] = std::nearbyint(-read.least[c] * made.inverse[at]);
  }
  const int64_t taps = kernel_ * kernel_, outs = std::ssize(start_);
  made.weights.assign(static_cast<size_t>(places.fours * taps * outs), 0);
  made.scale.assign(start_.size(), 0), made.start = start_;
  for (int64_t o = 0; o < outs; ++o) {
    const BlockPlace block = BlockOf(o, outs);
    const auto weight = [&](int64_t t, int64_t c) {
      const int64_t at = block.begin * in() * taps + (t * in() + c) * block.width + o - block.begin;
      return weights_[static_cast<size_t>(at)] * step[static_cast<size_t>(c)];
    };
    float most = 0;
    for (int64_t i = 0; i < taps * in(); ++i) most = std::max(most, std::abs(weight(i / in(), i % in())));
    const float scale = made.scale[static_cast<size_t>(o)] = most / 127;
    double of_zeros = 0;  // what the levels of 0 add to the sum
    for (int64_t i = 0; i < taps * in() && most > 0; ++i) {
      const int64_t t = i / in(), c = i % in();
      const int64_t four = t * places.fours + places.in_fours[static_cast<size_t>(c)];
      const int64_t at = (four / 4 * block.width + o - block.begin) * 4 + four % 4;
      const auto level = static_cast<int8_t>(std::lround(weight(t, c) / scale));
      made.weights[static_cast<size_t>(block.begin * places.fours * taps + at)] = level;
      const auto place = static_cast<size_t>(places.side_by_side[static_cast<size_t>(c)]);
      of_zeros += level * static_cast<double>(made.zero[place]);
    }
    made.start[static_cast<size_t>(o)] -= static_cast<float>(of_zeros * static_cast<double>(scale));
  }
  int8_ = std::move(made);
}

void DenseConv::RunInt8(StagePlan& stage, int64_t stride) const {
  Workspace work;
  const int64_t pad = kernel_ / 2, row_size = (stage.columns + 2 * pad) * stride;
  Int8StagePlan plan;
  uint8_t *const ring = BytesOf(work, stage.ring_rows * row_size), *const zeros = BytesOf(work, row_size);
  for (int64_t i = 0; i < row_size; ++i)
    zeros[i] = static_cast<uint8_t>(int8_->zero[static_cast<size_t>(i % stride)]);
  for (int64_t row = 0; row < stage.ring_rows; ++row) {
    uint8_t* const begin = ring + row * row_size;
    std::copy_n(zeros, pad * stride, begin);
    std::copy_n(zeros, pad * stride, begin + row_size - pad * stride);
  }
  plan.weights = int8_->weights.data(), plan.scale = int8_->scale.data();
  plan.inverse = int8_->inverse.data(), plan.zero = int8_->zero.data();
  plan.ring = ring, plan.zero_row = zeros;
  plan.stage = stage, plan.stage.start = int8_->start.data();
  Int8ConvolutionInUse()(plan);
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
  plan.ring_rows = std::ssize(weights_) > kMostWeightsARow ? rows : kernel_;
  std::vector<double> sums;
  if (line != nullptr) {
    sums.assign(static_cast<size_t>(2 * plan.out), 0);
    plan.sums = sums.data(), plan.shift = work.Raw(plan.out);
  }
  if (int8_) {
    RunInt8(plan, stride);
  } else {
    AddRing(work, stride, plan);
    NetKernelsInUse().stage.convolve(plan);
  }
  if (line == nullptr) return;
  const auto pixels = static_cast<double>(wide * ((rows + step_ - 1) / step_));
  SetLine(plan, out_, pixels, norm, line);
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
  AddRing(work, from.stride, stage);
  NetKernelsInUse().stage.classify(plan);
}

}  // namespace f4s
