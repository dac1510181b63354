#include "libfuse4seg/kernels/net/conv_double.h"

#include <algorithm>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/kernels/net/net_kernels_plan.h"
#include "libfuse4seg/kernels/net/net_workspace.h"

namespace f4s {
namespace {

constexpr int64_t kWidestRegister = 8;  // doubles: right for every kind of CPU
constexpr int64_t kTaps = 9;

}  // namespace

DoubleConv::DoubleConv(std::span<const float> weight, std::span<const float> bias, int64_t in, int64_t out)
    : in_(in), out_(out), wide_((out + kWidestRegister - 1) / kWidestRegister * kWidestRegister) {
  F4S_CHECK_EQ(std::ssize(weight) == out * in * kTaps && std::ssize(bias) == out, true);
  weights_.assign(static_cast<size_t>(kTaps * in * wide_), 0);
  for (int64_t o = 0; o < out; ++o)
    for (int64_t c = 0; c < in; ++c)
      for (int64_t t = 0; t < kTaps; ++t)
        weights_[static_cast<size_t>((t * in + c) * wide_ + o)] =
            static_cast<double>(weight[static_cast<size_t>((o * in + c) * kTaps + t)]);
  start_.assign(static_cast<size_t>(wide_), 0);
  std::copy(bias.begin(), bias.end(), start_.begin());
}

void DoubleConv::Run(const double* x, int64_t rows, int64_t columns, bool relu, double* y) const {
  WorkspaceOf<double> work;
  DoubleConvPlan plan = {.in = in_, .out = out_, .wide = wide_};
  plan.weights = weights_.data(), plan.start = start_.data(), plan.relu = relu;
  plan.rows = rows, plan.columns = columns, plan.x = x, plan.y = y;
  const int64_t row_size = (columns + 2) * in_;
  plan.ring = work.Zeros(3 * row_size), plan.zero = work.Zeros(row_size);
  plan.scratch = work.Raw(columns * wide_);
  NetKernelsInUse().stage.convolve_doubles(plan);
}

}  // namespace f4s
