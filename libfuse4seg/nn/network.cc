#include "libfuse4seg/nn/network.h"

#include <torch/torch.h>

#include <algorithm>

#include "libfuse4seg/base/error.h"

namespace f4s {

using torch::Tensor;

NetworkImpl::NetworkImpl(const NetworkOptions& options, int64_t slots, int64_t classes, bool fuses)
    : options_(options.Resolved()), slots_(slots) {
  const int64_t channels = options_.input == "fused" ? 1 : options_.input == "images" ? slots : 1 + slots;
  if (fuses) fusion = register_module("fusion", FusionNet(options_.fusion, slots));
  if (classes > 0)
    segmentation = register_module("segmentation", SegmentationNet(options_.segmentation, channels, classes));
}

Tensor NetworkImpl::SegmentationInput(const Tensor& images, const std::vector<int64_t>& slots,
                                      const Tensor& fused) const {
  if (options_.input == "fused") return fused;
  F4S_CHECK_EQ(slots.empty() || static_cast<int64_t>(slots.size()) == images.size(1), true);
  std::vector<Tensor> planes(static_cast<size_t>(slots_), torch::zeros_like(images.narrow(1, 0, 1)));
  for (int64_t i = 0; i < images.size(1); ++i)
    planes.at(static_cast<size_t>(slots.empty() ? i : slots[static_cast<size_t>(i)])) =
        images.narrow(1, i, 1);
  if (options_.input == "both") planes.insert(planes.begin(), fused);
  return torch::cat(planes, 1);
}

int64_t NetworkImpl::multiple_of() const {
  return std::max(fusion.is_empty() ? 1 : fusion->multiple_of(),
                  segmentation.is_empty() ? 1 : segmentation->multiple_of());
}

Network BuildNetwork(const ModelDescription& description, uint64_t seed) {
  const auto gives = [&](const char* what) {
    return std::find(description.gives.begin(), description.gives.end(), what) != description.gives.end();
  };
  const auto classes = gives("prediction") ? static_cast<int64_t>(description.classes.size()) + 1 : 0;
  const auto slots = static_cast<int64_t>(description.modalities.size());
  const NetworkOptions options = NetworkOptions::FromJson(description.network);
  try {
    Network network(options, slots, classes, gives("fused"));
    Initialise(*network, seed);
    return network;
  } catch (const Error& e) {
    if (e.kind() != ErrorKind::kConfig) throw;
    throw Error(ErrorKind::kBadInput, "model.network", e.reason());
  }
}

}  // namespace f4s
