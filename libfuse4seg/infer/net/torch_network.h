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
  TorchNetwork(const std::filesystem::path& file, const DeviceUse& use);

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

  [[nodiscard]] std::vector<std::vector<float>> FuseEach(
      const std::vector<FuseInput>& pictures) const override;
  [[nodiscard]] std::vector<std::vector<float>> ProbabilitiesOfEach(const std::vector<SegmentInput>& pictures,
                                                                    bool flips) const override;
  [[nodiscard]] int64_t pictures_at_once() const override;

 private:
  [[nodiscard]] torch::Tensor OnDevice(const Views<const float>& planes) const;
  /// Softmax over the classes [N,K,H,W], of images and fused images on the device.
  [[nodiscard]] torch::Tensor Probable(const torch::Tensor& images, const std::vector<int64_t>& slots,
                                       const torch::Tensor& fused) const;
  /// The same, or its mean over flips, which a GPU computes as one batch.
  [[nodiscard]] torch::Tensor Segmented(const torch::Tensor& images, const std::vector<int64_t>& slots,
                                        const torch::Tensor& fused, bool flips) const;
  /// A picture [C,H,W] on the host, what is made of it, and the name of that.
  struct Call {
    torch::Tensor planes;
    CallBatcher::Work work;
    std::string kind;
  };
  [[nodiscard]] Call ToFuse(const FuseInput& picture) const;
  [[nodiscard]] Call ToSegment(const SegmentInput& picture, bool flips) const;
  /// Each by itself, or as batches with those of other threads.
  [[nodiscard]] std::vector<std::vector<float>> ComputeEach(const char* what, size_t count,
                                                            const std::function<Call(size_t)>& call) const;

  torch::Device device_;
  bool batches_;
  /// forward() of a torch module is not const, but in evaluation mode it changes nothing.
  mutable Network network_ = nullptr;
  /// The invertible fusion network in float64: where scales are large, the inverse makes the last
  /// digit of float32 greater than a level of 16 bits.
  AnyFusionNet exact_ = nullptr;
  mutable CallBatcher batcher_;
};

}  // namespace f4s
