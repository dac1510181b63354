// Mixed precision: networks multiply in bfloat16, everything else stays float32.

#pragma once

#include <torch/types.h>

#include <string>
#include <vector>

namespace f4s {

/// While it lives and `precision` is bfloat16, convolutions and products of matrices of this thread round
/// their arguments to it; what needs the range or the digits (norms, softmax, losses) is left as torch's
/// autocast has it.
class PrecisionScope {
 public:
  PrecisionScope(const torch::Device& device, const std::string& precision);
  ~PrecisionScope();
  PrecisionScope(const PrecisionScope&) = delete;
  PrecisionScope& operator=(const PrecisionScope&) = delete;

 private:
  torch::DeviceType device_;
  bool enabled_before_, cache_before_;
  torch::ScalarType dtype_before_;
};

/// As float32, what autocast may have left as bfloat16.
[[nodiscard]] std::vector<torch::Tensor> InFloat32(std::vector<torch::Tensor> tensors);

}  // namespace f4s
