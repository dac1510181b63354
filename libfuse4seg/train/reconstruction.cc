#include "libfuse4seg/train/reconstruction.h"

#include <torch/torch.h>

#include "libfuse4seg/loss/fusion_loss.h"
#include "libfuse4seg/train/schedule.h"
#include "libfuse4seg/train/sharded_pass.h"
#include "libfuse4seg/train/validation.h"

namespace f4s {
namespace {

NamedParameters EncoderAndDecoder(const Network& network) {
  NamedParameters parameters;
  for (auto& [name, tensor] : NamedParametersOf(*network->fusion, "fusion"))
    if (name.starts_with("fusion.encoder.") || name.starts_with("fusion.decoder.") ||
        name == "fusion.slot_embedding")
      parameters.emplace_back(name, tensor);
  return parameters;
}

ReconstructionLossTerms Losses(const std::vector<torch::Tensor>& outputs, const torch::Tensor& images,
                               double sigma) {
  FusionLossOptions options;
  options.sigma = sigma;
  return ReconstructionLoss(outputs[0], outputs[1], images, outputs[2], options);
}

}  // namespace

Reconstruction::Reconstruction(Network network, const PretrainOptions& options, const torch::Device& device,
                               int threads)
    : network_(std::move(network)),
      options_(options),
      device_(device),
      threads_(threads),
      adam_(EncoderAndDecoder(network_)) {}

StepOutcome Reconstruction::Step(const SliceBatch& batch, const StepPlace& place) {
  network_->train();
  const torch::Tensor images = batch.images.to(device_);
  ShardedPass pass(images.size(0), ShardSize(device_, images), threads_);
  const auto outputs =
      pass.Forward([&](int64_t begin, int64_t end) { return Outputs(images.slice(0, begin, end)); });
  const auto losses = Losses(outputs, images, options_.sigma);
  losses.total.backward();
  pass.Backward(adam_.parameters());
  const double rate =
      HalvedRate(options_.learning_rate, place.epoch, options_.halve_every, options_.least_learning_rate);
  const torch::Tensor norm = ClipGradients(adam_.parameters(), options_.gradient_clip);
  adam_.Step([rate](const std::string&) { return rate; });
  return {.losses = {{"total", losses.total.detach()},
                     {"content", losses.content.detach()},
                     {"correlation", losses.correlation.detach()}},
          .gradient_norms = {{"fusion", norm}},
          .learning_rates = {{"fusion", rate}}};
}

Validation Reconstruction::Validate(const SliceDataset& slices) {
  network_->eval();
  Validation result;
  double total = 0, content = 0, correlation = 0;
  result.complete = ForEachWholeBatch(slices, [&](const SliceBatch& batch) {
    const torch::Tensor images = batch.images.to(device_);
    ShardedPass pass(images.size(0), ShardSize(device_, images), threads_);
    const auto outputs = pass.Forward([&](int64_t begin, int64_t end) {
      const torch::NoGradGuard no_grad;
      return Outputs(images.slice(0, begin, end));
    });
    const auto losses = Losses(outputs, images, options_.sigma);
    const auto count = static_cast<double>(batch.indices.size());
    total += count * losses.total.item<double>();
    content += count * losses.content.item<double>();
    correlation += count * losses.correlation.item<double>();
  });
  const auto count = static_cast<double>(slices.size());
  result.metrics = {
      {"reconstruction",
       {{"total", total / count}, {"content", content / count}, {"correlation", correlation / count}}}};
  result.score = -total / count;
  return result;
}

std::vector<torch::Tensor> Reconstruction::Outputs(const torch::Tensor& images) {
  const ModalityFeatures features = network_->fusion->Encode(images);
  return {features.base, features.detail,
          network_->fusion->Reconstruct(features, images.size(2), images.size(3))};
}

NamedTensors Reconstruction::State() const {
  NamedTensors state;
  for (const auto& [name, tensor] : WeightsOf(*network_)) state["network." + name] = tensor;
  adam_.AddState("adam", state);
  return state;
}

}  // namespace f4s
