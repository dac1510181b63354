#include "libfuse4seg/nn/network.h"

#include <torch/torch.h>

#include <algorithm>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/nn/blocks/layers.h"

namespace f4s {

using torch::Tensor;

namespace {

int64_t ChannelsOf(const NetworkOptions& options, int64_t slots) {
  switch (options.input) {
    case NetworkInput::kFused: return 1;
    case NetworkInput::kImages: return slots;
    case NetworkInput::kBoth: return 1 + slots;
    case NetworkInput::kFeatures: return options.fusion.dim;
    case NetworkInput::kConcatenated: break;
  }
  return 2 * options.fusion.dim * slots;
}

Error InputError(const NetworkOptions& options, const char* why) {
  return {ErrorKind::kConfig, "network.input",
          Cat("input = ", options.ToJson()["input"].get<std::string>(), ": ", why)};
}

}  // namespace

NetworkImpl::NetworkImpl(const NetworkOptions& options, int64_t slots, int64_t classes, bool fuses)
    : options_(options.Resolved()), slots_(slots) {
  if (classes > 0 && options_.sees_features() && !fuses)
    throw InputError(options_, "needs a fusion network, and there is none");
  if (classes > 0 && options_.sees_features() && options_.fusion.fuser == FuserKind::kInn)
    throw InputError(options_, "fuser = inn has no such features");
  if (fuses) fusion = register_module("fusion", BuildFusionNet(options_.fusion, slots));
  if (classes > 0)
    segmentation = register_module(
        "segmentation", BuildSegmentationNet(options_.segmentation, ChannelsOf(options_, slots), classes));
}

Tensor NetworkImpl::InSlots(const std::vector<Tensor>& planes, const std::vector<int64_t>& slots) const {
  F4S_CHECK_EQ(slots.empty() || slots.size() == planes.size(), true);
  std::vector<Tensor> all(static_cast<size_t>(slots_), torch::zeros_like(planes.at(0)));
  for (size_t i = 0; i < planes.size(); ++i)
    all.at(slots.empty() ? i : static_cast<size_t>(slots[i])) = planes[i];
  return torch::cat(all, 1);
}

Tensor NetworkImpl::SegmentationInput(const Tensor& images, const std::vector<int64_t>& slots,
                                      const Tensor& fused) const {
  if (options_.sees_features()) throw InputError(options_, "the fused image does not have the features");
  if (options_.input == NetworkInput::kFused) return fused;
  const Tensor own = InSlots(images.split(1, 1), slots);
  return options_.input == NetworkInput::kBoth ? torch::cat({fused, own}, 1) : own;
}

Tensor NetworkImpl::SegmentationInput(const Tensor& images, const std::vector<int64_t>& slots,
                                      const FusionOutput& output) const {
  if (!options_.sees_features()) return SegmentationInput(images, slots, output.fused);
  Tensor features;  // [N,C,h,w]
  if (options_.input == NetworkInput::kFeatures) {
    features = output.reduced;
  } else {
    std::vector<Tensor> own;
    for (int64_t i = 0; i < output.modalities.base.size(1); ++i)
      own.push_back(
          torch::cat({output.modalities.base.select(1, i), output.modalities.detail.select(1, i)}, 1));
    features = InSlots(own, slots);
  }
  const int64_t p = options_.fusion.patch;
  if (p > 1) features = ResizeBilinear(features, features.size(2) * p, features.size(3) * p);
  return Crop(features, output.fused.size(2), output.fused.size(3));
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
