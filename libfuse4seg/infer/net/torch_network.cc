#include "libfuse4seg/infer/net/torch_network.h"

#include <torch/torch.h>

#include <functional>

#include "libfuse4seg/base/error.h"

namespace f4s {
namespace {

using torch::Tensor;

/// Each thread of ours is the only one of its computation.  With more, some sums would be taken in
/// another order, and the results would depend on how many cores there are.
void UseThisThreadAlone() {
  thread_local const bool once = (at::set_num_threads(1), true);
  static_cast<void>(once);
}

std::string FirstLine(const std::string& text) { return text.substr(0, text.find('\n')); }

Error Translated(const c10::Error& error) {
  const std::string text = FirstLine(error.what_without_backtrace());
  const bool memory = dynamic_cast<const c10::OutOfMemoryError*>(&error) != nullptr ||
                      text.find("not enough memory") != std::string::npos ||
                      text.find("can't allocate memory") != std::string::npos;
  return memory ? Error(ErrorKind::kOutOfMemory, "memory", Cat("out of memory: ", text))
                : Error(ErrorKind::kInternal, "model.torch", text);
}

std::vector<float> Values(const Tensor& tensor, const char* what) {
  if (!torch::isfinite(tensor).all().item<bool>())
    throw Error(ErrorKind::kInternal, "model.not_finite", Cat("the network's ", what, " is not finite"));
  const Tensor flat = tensor.to(torch::kCPU).contiguous();
  return {flat.const_data_ptr<float>(), flat.const_data_ptr<float>() + flat.numel()};
}

/// Of one case.
AttentionPlanes PlanesOf(const AttentionMaps& maps) {
  AttentionPlanes planes = {.keys = maps.keys,
                            .received = {},
                            .entropy = Values(maps.entropy, "entropy of attention"),
                            .base_contribution = Values(maps.base_contribution, "contribution"),
                            .detail_contribution = Values(maps.detail_contribution, "contribution")};
  for (const Tensor& received : maps.received.unbind(1))
    planes.received.push_back(Values(received, "attention"));
  return planes;
}

/// Runs `work` on this thread alone, without the means to train.
std::vector<float> Compute(const char* what, const std::function<Tensor()>& work) {
  UseThisThreadAlone();
  const c10::InferenceMode inference;
  try {
    return Values(work(), what);
  } catch (const c10::Error& error) {
    throw Translated(error);
  }
}

Tensor Flipped(const Tensor& x, const std::vector<int64_t>& axes) {
  return x.defined() && !axes.empty() ? x.flip(axes) : x;
}

LoadedModel LoadedOn(const std::filesystem::path& file, const torch::Device& device) {
  UseThisThreadAlone();
  try {
    return LoadModel(file, device);
  } catch (const c10::Error& error) {
    throw Translated(error).InFile(file);
  }
}

}  // namespace

TorchNetwork::TorchNetwork(const std::filesystem::path& file, const std::string& device)
    : device_(device), network_(LoadedOn(file, device_).network) {}

Tensor TorchNetwork::OnDevice(const std::vector<std::span<const float>>& planes, int height,
                              int width) const {
  if (planes.empty()) return {};
  std::vector<Tensor> tensors;
  for (const std::span<const float> plane : planes) {
    F4S_CHECK_EQ(plane.size(), static_cast<size_t>(height) * static_cast<size_t>(width));
    // from_blob wants a pointer to change; stack() below copies.
    tensors.push_back(torch::from_blob(const_cast<float*>(plane.data()), {height, width}));
  }
  return torch::stack(tensors).unsqueeze(0).to(device_);  // [1,M,H,W]
}

std::vector<float> TorchNetwork::Fuse(const SourcePlanes& images, const std::vector<int64_t>& slots,
                                      AttentionPlanes* planes) const {
  F4S_CHECK_EQ(fuses() && images.planes.size() == slots.size(), true);
  return Compute("fused image", [&] {
    AttentionMaps maps;
    const Tensor given = OnDevice(images.planes, images.height, images.width);
    const Tensor fused = network_->fusion->forward(given, slots, planes == nullptr ? nullptr : &maps).fused;
    if (planes != nullptr) *planes = PlanesOf(maps);
    return fused.clamp(0, 1);
  });
}

std::vector<float> TorchNetwork::FuseAndKeep(const SourcePlanes& images, const std::vector<int64_t>& slots,
                                             LatentPlanes& latent) const {
  F4S_CHECK_EQ(inverts() && images.planes.size() == slots.size(), true);
  return Compute("fused image", [&] {
    const FusionOutput output =
        network_->fusion->forward(OnDevice(images.planes, images.height, images.width), slots);
    latent = {.y = Values(output.y, "fused image"), .z = Values(output.z, "latent image")};
    return output.fused.clamp(0, 1);
  });
}

std::vector<float> TorchNetwork::RawOf(std::span<const float> fused, int height, int width) const {
  F4S_CHECK_EQ(inverts(), true);
  return Compute("fused image", [&] { return network_->fusion->RawOf(OnDevice({fused}, height, width)); });
}

std::vector<float> TorchNetwork::TakeApart(std::span<const float> fused, int height, int width,
                                           std::span<const float> z, std::span<const float> rest) const {
  F4S_CHECK_EQ(inverts(), true);
  return Compute("decomposed images", [&] {
    AnyFusionNet net = network_->fusion;
    const Tensor image = OnDevice({fused}, height, width);
    const Tensor raw = net->RawOf(image);
    const auto rows = static_cast<int>(raw.size(2)), columns = static_cast<int>(raw.size(3));
    const auto plane = static_cast<size_t>(rows) * static_cast<size_t>(columns);
    std::vector<std::span<const float>> planes;
    for (size_t begin = 0; begin < z.size(); begin += plane) planes.push_back(z.subspan(begin, plane));
    const Tensor latent = OnDevice(planes, rows, columns);
    const Tensor images = rest.empty() ? net->Decompose(image, latent)
                                       : net->Inverse(raw + OnDevice({rest}, rows, columns), latent);
    return Crop(images, height, width).clamp(0, 1);
  });
}

std::vector<float> TorchNetwork::Probabilities(const SourcePlanes& images, const std::vector<int64_t>& slots,
                                               std::span<const float> fused, bool flips) const {
  F4S_CHECK_EQ(segments() && sees_fused() == !fused.empty(), true);
  F4S_CHECK_EQ(sees_images() == !images.planes.empty() && images.planes.size() == slots.size(), true);
  return Compute("segmentation", [&] {
    const Tensor own = OnDevice(images.planes, images.height, images.width);
    const Tensor given = fused.empty() ? Tensor() : OnDevice({fused}, images.height, images.width);
    const std::vector<std::vector<int64_t>> ways =
        flips ? std::vector<std::vector<int64_t>>{{}, {3}, {2}, {2, 3}}
              : std::vector<std::vector<int64_t>>{{}};
    Tensor sum;
    for (const auto& axes : ways) {
      const Tensor seen = Flipped(own, axes);
      FusionOutput output;
      if (network_->options().sees_features())
        output = network_->fusion->forward(seen, slots);
      else
        output.fused = Flipped(given, axes);
      const Tensor input = network_->SegmentationInput(seen, slots, output);
      const Tensor one = Flipped(torch::softmax(network_->segmentation->forward(input, slots), 1), axes);
      sum = sum.defined() ? sum + one : one;
    }
    return ways.size() == 1 ? sum : sum / static_cast<double>(ways.size());
  });
}

}  // namespace f4s
