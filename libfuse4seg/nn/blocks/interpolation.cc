#include "libfuse4seg/nn/blocks/interpolation.h"

#include <torch/torch.h>

#include <algorithm>
#include <vector>

namespace f4s {

using torch::Tensor;

Tensor LineInterpolation(int64_t to, int64_t from, const torch::TensorOptions& options) {
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
  return torch::tensor(weights, torch::kFloat64).view({to, from}).to(options);
}

Tensor ResizeBilinear(const Tensor& x, int64_t rows, int64_t columns) {
  const Tensor by_row = LineInterpolation(rows, x.size(-2), x.options());
  const Tensor by_column = LineInterpolation(columns, x.size(-1), x.options());
  return by_row.matmul(x).matmul(by_column.t());
}

}  // namespace f4s
