#include "libfuse4seg/nn/blocks/constants.h"

#include <torch/torch.h>

#include <map>
#include <mutex>
#include <tuple>

namespace f4s {
namespace {

using Key = std::tuple<std::string, std::string, torch::ScalarType>;

constexpr size_t kMostConstants = 512;  // images of many sizes have as many matrices each

}  // namespace

torch::Tensor Constant(const std::string& what, const torch::TensorOptions& options,
                       const std::function<torch::Tensor()>& make) {
  static std::mutex mutex;
  static std::map<Key, torch::Tensor> kept;
  const auto type = c10::typeMetaToScalarType(options.dtype());
  const Key key = {what, options.device().str(), type};
  const std::lock_guard lock(mutex);
  const auto found = kept.find(key);
  if (found != kept.end()) return found->second;
  // Made for inference it could have no part in training, whose process this may be.
  const c10::InferenceMode no_inference(false);
  const torch::NoGradGuard no_grad;
  if (kept.size() >= kMostConstants) kept.clear();
  return kept[key] = make().to(options.device(), type);
}

torch::Tensor Uploaded(const torch::Tensor& tensor, const torch::Device& device) {
  if (!device.is_cuda() || !tensor.is_cpu()) return tensor.to(device);
  return (tensor.is_pinned() ? tensor : tensor.pin_memory()).to(device, /*non_blocking=*/true);
}

}  // namespace f4s
