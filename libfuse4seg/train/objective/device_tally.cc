#include "libfuse4seg/train/objective/device_tally.h"

#include <torch/torch.h>

#include <algorithm>
#include <numeric>

namespace f4s {

using torch::Tensor;

void DeviceTally::Keep(const Tensor& tensor, Take take) {
  if (tensor.is_cpu()) return take(tensor);
  kept_.emplace_back(tensor, std::move(take));
}

std::vector<Tensor> FetchedTogether(const std::vector<Tensor>& tensors) {
  if (tensors.empty()) return {};
  // As bytes, those of large numbers first, so that each begins where its type may.
  std::vector<size_t> order(tensors.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return tensors[a].element_size() > tensors[b].element_size(); });
  std::vector<Tensor> bytes;
  std::vector<int64_t> sizes;
  for (const size_t i : order) {
    bytes.push_back(tensors[i].contiguous().view({-1}).view(torch::kUInt8));
    sizes.push_back(bytes.back().numel());
  }
  const std::vector<Tensor> fetched = torch::cat(bytes).cpu().split_with_sizes(sizes);
  std::vector<Tensor> there(tensors.size());
  for (size_t k = 0; k < order.size(); ++k) {
    const Tensor& tensor = tensors[order[k]];
    there[order[k]] = fetched[k].view(tensor.scalar_type()).view(tensor.sizes());
  }
  return there;
}

void DeviceTally::Fetch() {
  const auto kept = std::exchange(kept_, {});
  std::vector<Tensor> tensors;
  for (const auto& [tensor, take] : kept) tensors.push_back(tensor);
  const std::vector<Tensor> fetched = FetchedTogether(tensors);
  for (size_t i = 0; i < kept.size(); ++i) kept[i].second(fetched[i]);
}

}  // namespace f4s
