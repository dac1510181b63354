#include "libfuse4seg/train/objective/reconstruction.h"

#include <torch/torch.h>

#include <algorithm>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/loss/fusion_loss.h"
#include "libfuse4seg/nn/blocks/constants.h"
#include "libfuse4seg/train/objective/optimiser.h"
#include "libfuse4seg/train/objective/sharded_pass.h"
#include "libfuse4seg/train/objective/spread_part.h"
#include "libfuse4seg/train/objective/validation.h"

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

std::shared_ptr<FusionNetImpl> DecomposingNet(const Network& network) {
  auto net = std::dynamic_pointer_cast<FusionNetImpl>(network->fusion.ptr());
  if (net == nullptr)
    throw Error(ErrorKind::kConfig, "train.pretraining",
                "this kind of fusion network has no encoder and decoder to pre-train");
  return net;
}

ReconstructionLossTerms Losses(const std::vector<torch::Tensor>& outputs, const torch::Tensor& images,
                               const PretrainOptions& given) {
  FusionLossOptions options;
  options.sigma = given.sigma;
  options.paper_strict = given.paper_strict;
  return ReconstructionLoss(outputs[0], outputs[1], images, outputs[2], options);
}

}  // namespace

Reconstruction::Reconstruction(Network network, const PretrainOptions& options, Adversary adversary,
                               const torch::Device& device, int threads)
    : network_(std::move(network)),
      encoder_(DecomposingNet(network_)),
      options_(options),
      device_(device),
      threads_(threads),
      adam_(EncoderAndDecoder(network_)),
      adversary_(std::move(adversary)) {}

StepOutcome Reconstruction::Step(const SliceBatch& batch, const StepPosition& position) {
  network_->train();
  StepOutcome outcome;
  const int64_t size = batch.size(), count = std::min(options_.stage.accumulate, size);
  for (int64_t i = 0; i < count; ++i) {
    const SliceBatch part = PartOf(batch, size * i / count, size * (i + 1) / count);
    const SpreadPart spread(part);
    AddGradients(Uploaded(part.images, device_),
                 static_cast<double>(part.images.size(0)) / static_cast<double>(size), i > 0, position,
                 outcome);
  }
  Ranks::Here().SumGradients({adam_.gradients().vector()}, outcome.losses);
  outcome.gradient_norms = {{"fusion", adam_.gradients().Clip(options_.gradient_clip)}};
  adversary_.Learn(position, outcome);
  const LearningRate rate = rates_.Of("fusion", RatesAt(position).front().second);
  adam_.Step(rate, outcome.MayMove());
  outcome.learning_rates = {{"fusion", rate.value}};
  adversary_.Move(rates_, outcome);
  return outcome;
}

NamedRates Reconstruction::RatesAt(const StepPosition& position) const {
  NamedRates rates = {{"fusion", HalvedRate(options_.learning_rate, position.epoch, options_.halve_every,
                                            options_.least_learning_rate)}};
  adversary_.AddRates(rates);
  return rates;
}

void Reconstruction::AddGradients(const torch::Tensor& images, double share, bool add,
                                  const StepPosition& position, StepOutcome& outcome) {
  const bool recompute = options_.stage.recompute;
  ShardedPass pass(images.size(0), ShardSize(device_, images, recompute, options_.stage.images_at_once),
                   ThreadsOn(device_, threads_), recompute);
  const auto outputs = pass.Forward([&](int64_t begin, int64_t end) {
    const PrecisionScope precision(device_, options_.stage.precision);
    return InFloat32(Outputs(images.slice(0, begin, end)));
  });
  const auto losses = Losses(outputs, images, options_);
  for (const auto& [name, loss] : {std::pair("total", &losses.total),
                                   {"content", &losses.content},
                                   {"correlation", &losses.correlation}})
    AddScalar(outcome.losses, name, loss->detach() * share);
  torch::Tensor total = losses.total;
  if (adversary_.PlaysAt(position))
    total = total + adversary_.GeneratorTerm(images, outputs[2], share, outcome);
  (total * share).backward();
  pass.Backward({&adam_.gradients()}, add);
}

Validation Reconstruction::Validate(const SliceDataset& slices) {
  network_->eval();
  Validation result;
  torch::Tensor sums = torch::zeros({3}, torch::TensorOptions(device_).dtype(torch::kFloat64));
  result.complete = ForEachWholeBatch(slices, [&](const SliceBatch& batch) {
    const torch::Tensor images = Uploaded(batch.images, device_);
    ShardedPass pass(images.size(0), ShardSize(device_, images), threads_);
    const auto outputs = pass.Forward([&](int64_t begin, int64_t end) {
      const torch::NoGradGuard no_grad;
      return Outputs(images.slice(0, begin, end));
    });
    const auto losses = Losses(outputs, images, options_);
    const auto count = static_cast<double>(batch.indices.size());
    sums += count * torch::stack({losses.total, losses.content, losses.correlation}).to(torch::kFloat64);
  });
  const torch::Tensor fetched = sums.cpu();
  const auto value = [&](int64_t i) { return fetched[i].item<double>(); };
  const auto all = Ranks::Here().Sums(std::vector<double>{value(0), value(1), value(2)});
  const double total = all[0], content = all[1], correlation = all[2];
  const auto count = static_cast<double>(slices.size());
  result.metrics = {
      {"reconstruction",
       {{"total", total / count}, {"content", content / count}, {"correlation", correlation / count}}}};
  result.score = -total / count;
  result.score_is = "minus the reconstruction loss";
  return result;
}

std::vector<torch::Tensor> Reconstruction::Outputs(const torch::Tensor& images) {
  const ModalityFeatures features = encoder_->Encode(images);
  return {features.base, features.detail, encoder_->Reconstruct(features, images.size(2), images.size(3))};
}

void Reconstruction::Shape(const PassShape& shape) {
  options_.stage.images_at_once = shape.images_at_once;
  options_.stage.recompute = shape.recompute;
}

void Reconstruction::Rehearse(const SliceBatch& batch, const PassShape& shape) {
  const StageOptions before = options_.stage;
  Shape(shape);
  StepOutcome outcome;
  AddGradients(Uploaded(batch.images, device_), 1, false, {.epoch = kLateEpoch}, outcome);
  adversary_.Forget();
  adam_.gradients().Forget();
  options_.stage = before;
}

NamedTensors Reconstruction::State() const {
  NamedTensors state;
  for (const auto& [name, tensor] : WeightsOf(*network_)) state["network." + name] = tensor;
  adam_.AddState("adam", state);
  adversary_.AddState(state);
  return state;
}

}  // namespace f4s
