#include "libfuse4seg/nn/blocks/inference.h"

#include <torch/torch.h>

#include "libfuse4seg/base/error.h"

namespace f4s {

using torch::Tensor;

bool InfersByKernels(const Tensor& x) {
  return c10::InferenceMode::is_enabled() && x.is_cpu() && x.scalar_type() == torch::kFloat32 &&
         x.dim() == 4 && x.numel() > 0;
}

Tensor ForEachImage(const Tensor& x, int64_t out,
                    const std::function<void(const float*, int64_t, int64_t, float*)>& work) {
  const Tensor from = x.contiguous(torch::MemoryFormat::ChannelsLast);
  const int64_t n = x.size(0), rows = x.size(2), columns = x.size(3), pixels = rows * columns;
  Tensor to = torch::empty({n, out, rows, columns}, x.options(), torch::MemoryFormat::ChannelsLast);
  for (int64_t i = 0; i < n; ++i)
    work(from.const_data_ptr<float>() + i * pixels * x.size(1), rows, columns,
         to.mutable_data_ptr<float>() + i * pixels * out);
  return to;
}

const float* NumbersOf(const Tensor& weight) {
  if (!weight.defined()) return nullptr;
  F4S_CHECK_EQ(weight.is_contiguous() && weight.scalar_type() == torch::kFloat32, true);
  return weight.const_data_ptr<float>();
}

}  // namespace f4s
