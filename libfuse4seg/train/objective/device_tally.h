// What a validation finds on a device, fetched at its end in one go: nobody waits for the device before.

#pragma once

#include <torch/types.h>

#include <functional>
#include <utility>
#include <vector>

namespace f4s {

/// Tensors of one device, on the host, by one copy for all of them.
[[nodiscard]] std::vector<torch::Tensor> FetchedTogether(const std::vector<torch::Tensor>& tensors);

class DeviceTally {
 public:
  /// Has a tensor's numbers, on the host.
  using Take = std::function<void(const torch::Tensor&)>;

  /// @param take  is given the tensor: at once where that is on the CPU, else by Fetch()
  void Keep(const torch::Tensor& tensor, Take take);

  /// Gives all tensors that are kept to those who take them, in the order of Keep().
  void Fetch();

 private:
  std::vector<std::pair<torch::Tensor, Take>> kept_;
};

}  // namespace f4s
