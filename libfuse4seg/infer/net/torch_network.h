// A model on a device, by LibTorch.

#pragma once

#include <filesystem>
#include <string>

#include "libfuse4seg/infer/networks.h"
#include "libfuse4seg/nn/call_batcher.h"
#include "libfuse4seg/nn/model_bundle.h"

namespace f4s {

class TorchNetwork final : public LoadedNetwork {
 public:
  TorchNetwork(const std::filesystem::path& file, const std::string& device);

  [[nodiscard]] bool fuses() const override { return !network_->fusion.is_empty(); }
  [[nodiscard]] bool attends() const override { return fuses() && network_->fusion->attends(); }
  [[nodiscard]] bool inverts() const override { return fuses() && network_->fusion->inverts(); }
  [[nodiscard]] bool segments() const override { return !network_->segmentation.is_empty(); }
  [[nodiscard]] bool sees_images() const override {
    return network_->options().input != NetworkInput::kFused;
  }
  /// What sees features sees the images: fusion happens within.
  [[nodiscard]] bool sees_fused() const override {
    return network_->options().input == NetworkInput::kFused ||
           network_->options().input == NetworkInput::kBoth;
  }

  [[nodiscard]] std::vector<float> Fuse(const Views<const float>& images, const std::vector<int64_t>& slots,
                                        AttentionPlanes* maps) const override;
  [[nodiscard]] std::vector<float> FuseAndKeep(const Views<const float>& images,
                                               const std::vector<int64_t>& slots,
                                               LatentPlanes& latent) const override;
  [[nodiscard]] std::vector<float> RawOf(const View<const float>& fused) const override;
  [[nodiscard]] std::vector<float> TakeApart(const View<const float>& fused, std::span<const double> z,
                                             std::span<const double> rest) const override;
  [[nodiscard]] std::vector<float> Probabilities(const Views<const float>& images,
                                                 const std::vector<int64_t>& slots,
                                                 const View<const float>& fused, bool flips) const override;

 private:
  [[nodiscard]] torch::Tensor OnDevice(const Views<const float>& planes) const;
  /// Softmax over the classes [N,K,H,W], of images and fused images on the device.
  [[nodiscard]] torch::Tensor Segmented(const torch::Tensor& images, const std::vector<int64_t>& slots,
                                        const torch::Tensor& fused, bool flips) const;
  /// What `work` makes of one case [C,H,W] on the host: on a GPU together with those of other threads.
  [[nodiscard]] torch::Tensor Together(const std::string& kind, const torch::Tensor& input,
                                       const CallBatcher::Work& work) const;

  torch::Device device_;
  /// forward() of a torch module is not const, but in evaluation mode it changes nothing.
  mutable Network network_ = nullptr;
  /// The invertible fusion network in float64: where scales are large, the inverse makes the last
  /// digit of float32 greater than a level of 16 bits.
  AnyFusionNet exact_ = nullptr;
  mutable CallBatcher batcher_;
};

}  // namespace f4s
