#include "libfuse4seg/infer/net/torch_network.h"

#include <torch/torch.h>
#include <functional>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/opened_object.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/nn/blocks/constants.h"
#include "libfuse4seg/nn/torch_device.h"

namespace f4s {
namespace {

using torch::Tensor;

constexpr int64_t kTogether = 8;                // cases in a batch on a GPU
constexpr int64_t kPixelsTogether = 256 * 256;  // of each; larger ones are fewer

/// Each thread of ours is the only one of its computation.  With more, some sums would be taken in
/// another order, and the results would depend on how many cores there are.
void UseThisThreadAlone() {
  thread_local const bool once = (at::set_num_threads(1), true);
  static_cast<void>(once);
}

Error Translated(const c10::Error& error) {
  const std::string text = FirstLine(error.what_without_backtrace());
  if (dynamic_cast<const c10::OutOfMemoryError*>(&error) != nullptr)
    return {ErrorKind::kOutOfMemory, "memory", Cat("out of memory: ", text)};
  const Error known = AsError(error);
  return known.kind() == ErrorKind::kOutOfMemory ? known : Error(ErrorKind::kInternal, "model.torch", text);
}

std::vector<float> Values(const Tensor& tensor, const char* what) {
  if (!torch::isfinite(tensor).all().item<bool>())
    throw Error(ErrorKind::kInternal, "model.not_finite", Cat("the network's ", what, " is not finite"));
  const Tensor flat = tensor.to(torch::kCPU).contiguous();
  return {flat.const_data_ptr<float>(), flat.const_data_ptr<float>() + flat.numel()};
}

std::vector<double> Doubles(const Tensor& tensor) {
  const Tensor flat = tensor.to(torch::kCPU).contiguous();
  return {flat.const_data_ptr<double>(), flat.const_data_ptr<double>() + flat.numel()};
}

/// [1,C,rows,columns] of float64, whatever C.
Tensor FromDoubles(std::span<const double> values, int64_t rows, int64_t columns,
                   const torch::Device& device) {
  // from_blob wants a pointer to change; clone() copies.
  return torch::from_blob(const_cast<double*>(values.data()),
                          {1, std::ssize(values) / (rows * columns), rows, columns}, torch::kFloat64)
      .clone()
      .to(device);
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

/// [M,H,W].
Tensor OnHost(const Views<const float>& planes) {
  std::vector<Tensor> tensors;
  for (const View<const float>& plane : planes)
    // from_blob wants a pointer to change; stack() below copies.
    tensors.push_back(torch::from_blob(const_cast<float*>(plane.data), {plane.height, plane.width}));
  return torch::stack(tensors);
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
    : device_(device), network_(LoadedOn(file, device_).network), batcher_(kTogether, kPixelsTogether) {
  if (!inverts()) return;
  exact_ = LoadedOn(file, device_).network->fusion;
  exact_->to(torch::kFloat64);
}

Tensor TorchNetwork::OnDevice(const Views<const float>& planes) const {
  return planes.empty() ? Tensor() : OnHost(planes).unsqueeze(0).to(device_);  // [1,M,H,W]
}

Tensor TorchNetwork::Together(const std::string& kind, const Tensor& input,
                              const CallBatcher::Work& work) const {
  if (device_.is_cpu()) return work(input.unsqueeze(0));
  return batcher_.Call(kind, input, [&](const Tensor& batch) {
    return work(Uploaded(batch, device_)).to(torch::kCPU);  // one fetch for all of them
  });
}

std::vector<float> TorchNetwork::Fuse(const Views<const float>& images, const std::vector<int64_t>& slots,
                                      AttentionPlanes* planes) const {
  F4S_CHECK_EQ(fuses() && images.size() == slots.size(), true);
  return Compute("fused image", [&] {
    if (planes == nullptr)
      return Together(Cat("fuse ", Joined(slots, " ")), OnHost(images), [&](const Tensor& given) {
        return network_->fusion->forward(given, slots).fused.clamp(0, 1);
      });
    AttentionMaps maps;
    const Tensor fused = network_->fusion->forward(OnDevice(images), slots, &maps).fused;
    *planes = PlanesOf(maps);
    return fused.clamp(0, 1);
  });
}

std::vector<float> TorchNetwork::FuseAndKeep(const Views<const float>& images,
                                             const std::vector<int64_t>& slots, LatentPlanes& latent) const {
  F4S_CHECK_EQ(inverts() && images.size() == slots.size(), true);
  return Compute("fused image", [&] {
    const Tensor given = OnDevice(images);
    AnyFusionNet exact = exact_;
    const FusionOutput output = exact->forward(given.to(torch::kFloat64), slots);
    latent = {.y = Doubles(output.y), .z = Doubles(output.z)};
    return network_->fusion->forward(given, slots).fused.clamp(0, 1);  // the same bits as Fuse()
  });
}

std::vector<float> TorchNetwork::RawOf(const View<const float>& fused) const {
  F4S_CHECK_EQ(inverts(), true);
  return Compute("fused image", [&] { return network_->fusion->RawOf(OnDevice({fused})); });
}

std::vector<float> TorchNetwork::TakeApart(const View<const float>& fused, std::span<const double> z,
                                           std::span<const double> rest) const {
  F4S_CHECK_EQ(inverts(), true);
  return Compute("decomposed images", [&] {
    const Tensor image = OnDevice({fused}), raw = network_->fusion->RawOf(image);
    const int64_t rows = raw.size(2), columns = raw.size(3);
    const Tensor latent = FromDoubles(z, rows, columns, device_);
    if (rest.empty()) return network_->fusion->Decompose(image, latent.to(torch::kFloat32)).clamp(0, 1);
    AnyFusionNet exact = exact_;
    const Tensor y = raw.to(torch::kFloat64) + FromDoubles(rest, rows, columns, device_);
    const Tensor images = exact->Inverse(y, latent);
    return Crop(images, fused.height, fused.width).to(torch::kFloat32).clamp(0, 1);
  });
}

std::vector<float> TorchNetwork::Probabilities(const Views<const float>& images,
                                               const std::vector<int64_t>& slots,
                                               const View<const float>& fused, bool flips) const {
  F4S_CHECK_EQ(segments() && sees_fused() == (fused.data != nullptr), true);
  F4S_CHECK_EQ(sees_images() == !images.empty() && images.size() == slots.size(), true);
  return Compute("segmentation", [&] {
    Views<const float> planes = images;
    if (fused.data != nullptr) planes.push_back(fused);
    const auto count = std::ssize(images);
    const std::string kind = Cat("segment ", flips, planes.size() > images.size(), " ", Joined(slots, " "));
    return Together(kind, OnHost(planes), [&](const Tensor& given) {
      return Segmented(count == 0 ? Tensor() : given.narrow(1, 0, count), slots,
                       given.size(1) > count ? given.narrow(1, count, 1) : Tensor(), flips);
    });
  });
}

Tensor TorchNetwork::Segmented(const Tensor& images, const std::vector<int64_t>& slots, const Tensor& fused,
                               bool flips) const {
  const std::vector<std::vector<int64_t>> ways =
      flips ? std::vector<std::vector<int64_t>>{{}, {3}, {2}, {2, 3}} : std::vector<std::vector<int64_t>>{{}};
  Tensor sum;
  for (const auto& axes : ways) {
    const Tensor seen = Flipped(images, axes);
    FusionOutput output;
    if (network_->options().sees_features())
      output = network_->fusion->forward(seen, slots);
    else
      output.fused = Flipped(fused, axes);
    const Tensor input = network_->SegmentationInput(seen, slots, output);
    const Tensor one = Flipped(torch::softmax(network_->segmentation->forward(input, slots), 1), axes);
    sum = sum.defined() ? sum + one : one;
  }
  return ways.size() == 1 ? sum : sum / static_cast<double>(ways.size());
}

namespace {

class TorchNetworks final : public Networks {
 public:
  [[nodiscard]] std::string DeviceFor(const std::string& wanted, std::string* why_not) const override {
    return OpenTorchDevice(wanted, why_not).str();
  }
  [[nodiscard]] std::shared_ptr<const LoadedNetwork> Load(const std::filesystem::path& file,
                                                          const std::string& device) const override {
    return std::make_shared<TorchNetwork>(file, device);
  }
};

}  // namespace

}  // namespace f4s
F4S_OPENED_OBJECT(f4s::Networks, f4s::TorchNetworks)