#include "libfuse4seg/nn/blocks/group_norm.h"

#include <ATen/Parallel.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "libfuse4seg/base/error.h"

namespace f4s {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr auto kLayout = torch::MemoryFormat::ChannelsLast;
constexpr int64_t kBlock = 64;  // pixels that are summed in single precision

/// Sums over the pixels of one case, for each channel, of a - shift and of (a - shift) (b - shift_b).
struct ChannelSums {
  std::vector<double> first, product;
};

/// a, b [pixels,channels]; shifts [channels].
ChannelSums SumOver(const float* a, const float* a_shift, const float* b, const float* b_shift,
                    int64_t pixels, int64_t channels) {
  const auto size = static_cast<size_t>(channels);
  ChannelSums sums{std::vector<double>(size), std::vector<double>(size)};
  std::vector<float> first(size), product(size);
  for (int64_t begin = 0; begin < pixels; begin += kBlock) {
    const int64_t end = std::min(pixels, begin + kBlock);
    std::fill(first.begin(), first.end(), 0.0F);
    std::fill(product.begin(), product.end(), 0.0F);
    float* const f = first.data();
    float* const p = product.data();
    for (int64_t i = begin; i < end; ++i) {
      const float* const a_i = a + i * channels;
      const float* const b_i = b + i * channels;
      for (int64_t c = 0; c < channels; ++c) {
        const float from_shift = a_i[c] - a_shift[c];
        f[c] += from_shift;
        p[c] += from_shift * (b_i[c] - b_shift[c]);
      }
    }
    for (size_t c = 0; c < size; ++c) sums.first[c] += first[c], sums.product[c] += product[c];
  }
  return sums;
}

/// y = (x - centre) scale + offset for each channel, and + other other_scale where there is another: less the
/// centre first, since a large mean would cost digits.
struct Line {
  std::vector<float> centre, scale, offset, other_scale;

  void Apply(const float* x, const float* other, float* y, int64_t pixels) const {
    const auto channels = static_cast<int64_t>(centre.size());
    const float *const m = centre.data(), *const s = scale.data(), *const b = offset.data(),
                       *const o = other_scale.data();
    for (int64_t i = 0; i < pixels * channels; i += channels)
      if (other == nullptr)
        for (int64_t c = 0; c < channels; ++c) y[i + c] = (x[i + c] - m[c]) * s[c] + b[c];
      else
        for (int64_t c = 0; c < channels; ++c)
          y[i + c] = (x[i + c] - m[c]) * s[c] + other[i + c] * o[c] + b[c];
  }
};

struct Shape {
  int64_t cases, channels, pixels, groups;
  [[nodiscard]] int64_t width() const { return channels / groups; }
};

struct Moments {
  double mean, scale;  // scale = 1 / sqrt(variance + epsilon)
};

/// Whether so little of a sum of squares is left that single precision no longer tells how much.
bool IsLost(const ChannelSums& sums, double pixels) {
  constexpr double kMostTaken = 0.99;
  for (size_t c = 0; c < sums.first.size(); ++c)
    if (sums.first[c] * sums.first[c] / pixels > kMostTaken * sums.product[c]) return true;
  return false;
}

/// Of one case: its groups.  Deviations are summed from the first pixel, lest a large mean swallow them; and
/// from the mean, where the first pixel lies far off, as one beside the zeros around a plane may.
std::vector<Moments> MomentsOf(const float* x, const Shape& shape, double epsilon) {
  const auto pixels = static_cast<double>(shape.pixels);
  std::vector<float> shift(x, x + shape.channels);
  ChannelSums sums = SumOver(x, shift.data(), x, shift.data(), shape.pixels, shape.channels);
  if (IsLost(sums, pixels)) {
    for (size_t c = 0; c < shift.size(); ++c) shift[c] += static_cast<float>(sums.first[c] / pixels);
    sums = SumOver(x, shift.data(), x, shift.data(), shape.pixels, shape.channels);
  }
  std::vector<Moments> moments;
  for (int64_t g = 0; g < shape.groups; ++g) {
    double mean = 0, deviation = 0;
    const auto mean_of = [&](int64_t c) {
      return static_cast<double>(shift[static_cast<size_t>(c)]) + sums.first[static_cast<size_t>(c)] / pixels;
    };
    for (int64_t c = g * shape.width(); c < (g + 1) * shape.width(); ++c) mean += mean_of(c);
    mean /= static_cast<double>(shape.width());
    for (int64_t c = g * shape.width(); c < (g + 1) * shape.width(); ++c) {
      const double first = sums.first[static_cast<size_t>(c)], off = mean_of(c) - mean;
      deviation += sums.product[static_cast<size_t>(c)] - first * first / pixels + pixels * off * off;
    }
    const double variance = std::max(0.0, deviation / (pixels * static_cast<double>(shape.width())));
    moments.push_back({mean, 1 / std::sqrt(variance + epsilon)});
  }
  return moments;
}

void ForwardCase(const float* x, const float* weight, const float* bias, const Shape& shape, double epsilon,
                 float* y, double* kept) {
  const std::vector<Moments> moments = MomentsOf(x, shape, epsilon);
  Line line;
  for (int64_t c = 0; c < shape.channels; ++c) {
    const Moments& m = moments[static_cast<size_t>(c / shape.width())];
    const auto centre = static_cast<float>(m.mean);
    line.centre.push_back(centre);
    line.scale.push_back(static_cast<float>(m.scale * weight[c]));
    line.offset.push_back(static_cast<float>(bias[c] + (centre - m.mean) * m.scale * weight[c]));
  }
  line.Apply(x, nullptr, y, shape.pixels);
  for (const Moments& m : moments) *kept++ = m.mean, *kept++ = m.scale;
}

/// dx of one case; d_weight and d_bias [channels] are its shares of the gradients.
void BackwardCase(const float* dy, const float* x, const float* weight, const double* kept,
                  const Shape& shape, float* dx, double* d_weight, double* d_bias) {
  const auto channels = static_cast<size_t>(shape.channels), width = static_cast<size_t>(shape.width());
  const std::vector<float> zero(channels);
  Line line;
  for (size_t c = 0; c < channels; ++c) line.centre.push_back(static_cast<float>(kept[2 * (c / width)]));
  const ChannelSums sums = SumOver(dy, zero.data(), x, line.centre.data(), shape.pixels, shape.channels);
  const auto count = static_cast<double>(shape.pixels * shape.width());
  for (size_t begin = 0; begin < channels; begin += width) {
    const double by = kept[2 * (begin / width) + 1];
    double of_sum = 0, of_product = 0;  // means over the group of dy weight and of dy weight (x - mean) by
    for (size_t c = begin; c < begin + width; ++c) {
      d_bias[c] = sums.first[c];
      d_weight[c] = sums.product[c] * by;
      of_sum += weight[c] * d_bias[c] / count;
      of_product += weight[c] * d_weight[c] / count;
    }
    for (size_t c = begin; c < begin + width; ++c) {
      line.scale.push_back(static_cast<float>(-by * by * of_product));
      line.other_scale.push_back(static_cast<float>(by * weight[c]));
      line.offset.push_back(static_cast<float>(-by * of_sum));
    }
  }
  line.Apply(x, dy, dx, shape.pixels);
}

struct GroupNormFunction : torch::autograd::Function<GroupNormFunction> {
  static Tensor forward(AutogradContext* context, const Tensor& x, const Tensor& weight, const Tensor& bias,
                        int64_t groups, double epsilon) {
    const Shape shape{x.size(0), x.size(1), x.size(2) * x.size(3), groups};
    const Tensor y = torch::empty_like(x, x.options().memory_format(kLayout));
    const Tensor moments = torch::empty({shape.cases, groups, 2}, torch::kFloat64);
    const Tensor w = weight.contiguous(), b = bias.contiguous();
    at::parallel_for(0, shape.cases, 1, [&](int64_t begin, int64_t end) {
      for (int64_t n = begin; n < end; ++n) {
        const int64_t at = n * shape.channels * shape.pixels;
        ForwardCase(x.const_data_ptr<float>() + at, w.const_data_ptr<float>(), b.const_data_ptr<float>(),
                    shape, epsilon, y.mutable_data_ptr<float>() + at,
                    moments.mutable_data_ptr<double>() + 2 * n * groups);
      }
    });
    context->save_for_backward({x, weight, moments});
    return y;
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    F4S_CHECK_EQ(torch::GradMode::is_enabled(), false);  // no second derivatives
    const variable_list saved = context->get_saved_variables();
    const Tensor &x = saved[0], weight = saved[1].contiguous(), &moments = saved[2];
    const Tensor dy = gradients[0].contiguous(kLayout);
    const Shape shape{x.size(0), x.size(1), x.size(2) * x.size(3), moments.size(1)};
    const Tensor dx = torch::empty_like(x, x.options().memory_format(kLayout));
    const Tensor shares = torch::empty({2, shape.cases, shape.channels}, torch::kFloat64);
    at::parallel_for(0, shape.cases, 1, [&](int64_t begin, int64_t end) {
      for (int64_t n = begin; n < end; ++n) {
        const int64_t at = n * shape.channels * shape.pixels;
        double* const share = shares.mutable_data_ptr<double>() + n * shape.channels;
        BackwardCase(dy.const_data_ptr<float>() + at, x.const_data_ptr<float>() + at,
                     weight.const_data_ptr<float>(), moments.const_data_ptr<double>() + 2 * n * shape.groups,
                     shape, dx.mutable_data_ptr<float>() + at, share, share + shape.cases * shape.channels);
      }
    });
    const Tensor sums = shares.sum(1).to(torch::kFloat32);
    return {dx, sums[0], sums[1], Tensor(), Tensor()};
  }
};

}  // namespace

Tensor NormaliseGroups(const Tensor& x, int64_t groups, const Tensor& weight, const Tensor& bias,
                       double epsilon) {
  const bool ours = x.is_cpu() && x.scalar_type() == torch::kFloat32 &&
                    weight.scalar_type() == torch::kFloat32 && x.dim() == 4 && x.numel() > 0 &&
                    x.is_contiguous(kLayout);
  if (ours) return GroupNormFunction::apply(x, weight, bias, groups, epsilon);
  return torch::group_norm(x, groups, weight, bias, epsilon);
}

}  // namespace f4s
