#include "libfuse4seg/train/objective/precision.h"

#include <ATen/autocast_mode.h>
#include <torch/torch.h>

namespace f4s {

PrecisionScope::PrecisionScope(const torch::Device& device, const std::string& precision)
    : device_(device.type()),
      enabled_before_(at::autocast::is_autocast_enabled(device_)),
      cache_before_(at::autocast::is_autocast_cache_enabled()),
      dtype_before_(at::autocast::get_autocast_dtype(device_)) {
  if (precision != "bfloat16") return;
  at::autocast::set_autocast_enabled(device_, true);
  at::autocast::set_autocast_dtype(device_, torch::kBFloat16);
  // The cache of rounded weights is one for all threads, and its graphs would be too.
  at::autocast::set_autocast_cache_enabled(false);
}

PrecisionScope::~PrecisionScope() {
  at::autocast::set_autocast_enabled(device_, enabled_before_);
  at::autocast::set_autocast_dtype(device_, dtype_before_);
  at::autocast::set_autocast_cache_enabled(cache_before_);
}

std::vector<torch::Tensor> InFloat32(std::vector<torch::Tensor> tensors) {
  for (torch::Tensor& tensor : tensors)
    if (tensor.defined()) tensor = tensor.to(torch::kFloat32);
  return tensors;
}

}  // namespace f4s
