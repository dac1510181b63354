#include "libfuse4seg/nn/blocks/layers.h"

#include <torch/torch.h>
#include <algorithm>
#include <cmath>
#include <vector>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/random.h"
#include "libfuse4seg/kernels/net/net_kernels.h"
#include "libfuse4seg/nn/blocks/constants.h"
#include "libfuse4seg/nn/blocks/group_norm.h"
#include "libfuse4seg/nn/blocks/inference.h"

namespace f4s {

using torch::Tensor;

namespace {

Tensor InterpolationMatrix(int64_t to, int64_t from) {
  std::vector<double> weights(static_cast<size_t>(to * from));
  for (int64_t i = 0; i < to; ++i) {
    const double place =
        (static_cast<double>(i) + 0.5) * static_cast<double>(from) / static_cast<double>(to) - 0.5;
    const double inside = std::clamp(place, 0.0, static_cast<double>(from - 1));
    const auto low = std::min(static_cast<int64_t>(inside), std::max<int64_t>(from - 2, 0));
    const double part = inside - static_cast<double>(low);
    weights[static_cast<size_t>(i * from + low)] += 1 - part;
    if (from > 1) weights[static_cast<size_t>(i * from + low + 1)] += part;
  }
  return torch::tensor(weights, torch::kFloat64).view({to, from});
}

}  // namespace

Tensor LineInterpolation(int64_t to, int64_t from, const torch::TensorOptions& options) {
  return Constant(Cat("interpolation ", to, " ", from), options,
                  [&] { return InterpolationMatrix(to, from); });
}

Tensor ResizeBilinear(const Tensor& x, int64_t rows, int64_t columns) {
  const Tensor by_row = LineInterpolation(rows, x.size(-2), x.options());
  const Tensor by_column = LineInterpolation(columns, x.size(-1), x.options());
  return by_row.matmul(x).matmul(by_column.t());
}

namespace {

using torch::Tensor;

constexpr int64_t kChannelsPerGroup = 8;
constexpr int64_t kMostByKernels = 32;  // channels of a convolution; with more, oneDNN is faster

/// Copies to whatever type and device `target` has.
void SetValues(Tensor& target, const std::vector<double>& values) {
  const torch::NoGradGuard no_grad;
  target.copy_(torch::tensor(values, torch::kFloat64).reshape(target.sizes()));
}

void FillUniform(Tensor& target, double bound, uint64_t seed) {
  std::vector<double> values(static_cast<size_t>(target.numel()));
  for (size_t i = 0; i < values.size(); ++i) values[i] = bound * (2 * Uniform(seed, i) - 1);
  SetValues(target, values);
}

/// Row after row of normal numbers, made orthonormal by Gram and Schmidt, twice for accuracy.
void FillOrthogonal(Tensor& target, uint64_t seed) {
  const auto n = static_cast<size_t>(target.size(0));
  std::vector<double> q(n * n);
  for (size_t i = 0; i < q.size(); ++i)
    q[i] = std::sqrt(-2 * std::log(1 - Uniform(seed, i, 0))) * std::cos(2 * M_PI * Uniform(seed, i, 1));
  for (size_t row = 0; row < n; ++row) {
    double* const a = &q[row * n];
    for (size_t other = 0; other < 2 * row; ++other) {
      const double* const b = &q[other % row * n];
      double dot = 0;
      for (size_t i = 0; i < n; ++i) dot += a[i] * b[i];
      for (size_t i = 0; i < n; ++i) a[i] -= dot * b[i];
    }
    double square = 0;
    for (size_t i = 0; i < n; ++i) square += a[i] * a[i];
    for (size_t i = 0; i < n; ++i) a[i] /= std::sqrt(square);
  }
  SetValues(target, q);
}

/// x with one more pixel at each end of dimension `dim`: those at `first` and `last`.
Tensor Extended(const Tensor& x, int64_t dim, int64_t first, int64_t last) {
  return torch::cat({x.narrow(dim, first, 1), x, x.narrow(dim, last, 1)}, dim);
}

/// Twice the size of dimension `dim`.
Tensor Doubled(const Tensor& x, int64_t dim) {
  const int64_t n = x.size(dim);
  const Tensor wide = Extended(x, dim, 0, n - 1);
  const Tensor even = wide.narrow(dim, 0, n) * 0.25 + x * 0.75;
  const Tensor odd = x * 0.75 + wide.narrow(dim, 2, n) * 0.25;
  auto size = x.sizes().vec();
  size[static_cast<size_t>(dim)] = 2 * n;
  return torch::stack({even, odd}, dim + 1).reshape(size);
}

struct ClampInwardFunction : torch::autograd::Function<ClampInwardFunction> {
  static Tensor forward(torch::autograd::AutogradContext* context, const Tensor& x, double least) {
    context->save_for_backward({x});
    context->saved_data["least"] = least;
    return x.clamp(least, 1);
  }
  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                 const torch::autograd::variable_list& gradients) {
    const Tensor x = context->get_saved_variables()[0];
    const Tensor& g = gradients[0];
    const double least = context->saved_data["least"].toDouble();
    const Tensor outward = ((x > 1) & (g < 0)) | ((x < least) & (g > 0));
    return {g.masked_fill(outward, 0), Tensor()};
  }
};

}  // namespace

void Initialise(torch::nn::Module& module, uint64_t seed) {
  for (const auto& named : module.named_modules("network"))
    if (auto* const layer = dynamic_cast<SelfInitialised*>(named.value().get()))
      layer->Draw(SeedOf(named.key(), seed));
}

int64_t NumParameters(const torch::nn::Module& module) {
  int64_t count = 0;
  for (const Tensor& parameter : module.parameters()) count += parameter.numel();
  return count;
}

ConvImpl::ConvImpl(const ConvOptions& options) : options_(options) {
  if (options_.padding < 0) options_.padding = options.kernel / 2;
  F4S_CHECK_EQ(options.in % options.groups, 0);
  weight = register_parameter(
      "weight", torch::zeros({options.out, options.in / options.groups, options.kernel, options.kernel}));
  if (options.bias) bias = register_parameter("bias", torch::zeros({options.out}));
}

Tensor ConvImpl::forward(const Tensor& x) {
  const bool plain = options_.stride == 1 && options_.groups == 1 &&
                     options_.padding == options_.kernel / 2 &&
                     (options_.kernel == 1 || options_.kernel == 3);
  if (plain && std::max(options_.in, options_.out) <= kMostByKernels && InfersByKernels(x)) {
    const ConvView view = {NumbersOf(weight), NumbersOf(bias), options_.in, options_.out, options_.kernel};
    return ForEachImage(x, options_.out, [&](const float* from, int64_t rows, int64_t columns, float* to) {
      Convolve(view, from, rows, columns, to);
    });
  }
  return torch::conv2d(x, weight, bias, options_.stride, options_.padding, 1, options_.groups);
}

void ConvImpl::Draw(uint64_t seed) {
  if (options_.zero) return;
  if (options_.orthogonal) return FillOrthogonal(weight, seed);
  FillUniform(weight, 1 / std::sqrt(static_cast<double>(weight.numel() / options_.out)), seed);
}

LinearImpl::LinearImpl(int64_t in, int64_t out) {
  weight = register_parameter("weight", torch::zeros({out, in}));
  bias = register_parameter("bias", torch::zeros({out}));
}

Tensor LinearImpl::forward(const Tensor& x) { return torch::linear(x, weight, bias); }

void LinearImpl::Draw(uint64_t seed) {
  FillUniform(weight, 1 / std::sqrt(static_cast<double>(weight.size(1))), seed);
}

ChannelNormImpl::ChannelNormImpl(int64_t channels) {
  weight = register_parameter("weight", torch::ones({channels}));
  bias = register_parameter("bias", torch::zeros({channels}));
}

Tensor ChannelNormImpl::forward(const Tensor& x) {
  return torch::layer_norm(x.permute({0, 2, 3, 1}), weight.sizes(), weight, bias, kNormEpsilon)
      .permute({0, 3, 1, 2});
}

GroupNormImpl::GroupNormImpl(int64_t channels) : groups_(std::max<int64_t>(1, channels / kChannelsPerGroup)) {
  F4S_CHECK_EQ(channels % groups_, 0);
  weight = register_parameter("weight", torch::ones({channels}));
  bias = register_parameter("bias", torch::zeros({channels}));
}

Tensor GroupNormImpl::forward(const Tensor& x) {
  return NormaliseGroups(x, groups_, weight, bias, kNormEpsilon);
}

Tensor ReflectPad(const Tensor& x, int64_t margin) {
  // CUDA adds up the gradients of torch's own padding in any order.
  if (x.is_cpu()) return torch::reflection_pad2d(x, {margin, margin, margin, margin});
  Tensor padded = x;
  for (const int64_t dim : {2, 3}) {
    const int64_t n = x.size(dim);
    padded = torch::cat({padded.narrow(dim, 1, margin).flip(dim), padded,
                         padded.narrow(dim, n - 1 - margin, margin).flip(dim)},
                        dim);
  }
  return padded;
}

Tensor ReplicatePad(const Tensor& x, int64_t margin) {
  // CUDA adds up the gradients of torch's own padding in any order.
  if (x.is_cpu()) return torch::replication_pad2d(x, {margin, margin, margin, margin});
  Tensor padded = x;
  for (const int64_t dim : {2, 3}) {
    auto size = padded.sizes().vec();
    size[static_cast<size_t>(dim)] = margin;
    padded = torch::cat({padded.narrow(dim, 0, 1).expand(size), padded,
                         padded.narrow(dim, padded.size(dim) - 1, 1).expand(size)},
                        dim);
  }
  return padded;
}

Tensor PadToMultiple(const Tensor& x, int64_t multiple, int64_t least) {
  Tensor padded = x;
  for (const int64_t dim : {2, 3}) {
    const int64_t n = x.size(dim);
    const int64_t wanted = (std::max(n, least) + multiple - 1) / multiple * multiple;
    std::vector<Tensor> parts = {padded};
    for (int64_t i = n; i < wanted; ++i) {  // 0 1 2 3 2 1 0 1 ...
      const int64_t period = std::max<int64_t>(1, 2 * (n - 1)), place = i % period;
      parts.push_back(padded.narrow(dim, std::min(place, period - place), 1));
    }
    if (parts.size() > 1) padded = torch::cat(parts, dim);
  }
  return padded;
}

Tensor Crop(const Tensor& x, int64_t rows, int64_t columns) {
  return x.narrow(2, 0, rows).narrow(3, 0, columns);
}

Tensor DoubleSize(const Tensor& x) {
  // CUDA adds up the gradients of torch's own interpolation in any order.
  if (x.is_cpu()) return torch::upsample_bilinear2d(x, {2 * x.size(2), 2 * x.size(3)}, false);
  return Doubled(Doubled(x, 2), 3);
}

Tensor ClampInward(const Tensor& x, double least) { return ClampInwardFunction::apply(x, least); }

}  // namespace f4s
