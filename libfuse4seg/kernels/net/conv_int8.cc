// DenseConv in whole numbers of 8 bits, and the ranges of what it reads.

#include <algorithm>
#include <bit>
#include <cmath>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/kernels/net/conv_layout.h"
#include "libfuse4seg/kernels/net/net_kernels_plan.h"
#include "libfuse4seg/kernels/net/net_workspace.h"

namespace f4s {
namespace {

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

void DenseConv::Quantize(const ChannelRanges& read) {
  F4S_CHECK_EQ(CanConvolveInt8() && !minimal_ && std::ssize(read.least) == in(), true);
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
      return weights_[PlaceInBlocks(o, t, c, in(), outs, taps)] * step[static_cast<size_t>(c)];
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

}  // namespace f4s
