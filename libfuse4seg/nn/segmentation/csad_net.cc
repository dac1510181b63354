#include "libfuse4seg/nn/segmentation/csad_net.h"

#include <torch/torch.h>
#include <algorithm>

#include "libfuse4seg/base/error.h"

namespace f4s {
namespace {

using torch::Tensor;

constexpr int64_t kLeastModalities = 2;

/// [N,S C,h,w], zeros for what is not there.
Tensor SideBySide(const std::vector<Tensor>& features) {
  const auto first =
      std::find_if(features.begin(), features.end(), [](const Tensor& x) { return x.defined(); });
  F4S_CHECK_EQ(first != features.end(), true);
  std::vector<Tensor> all;
  for (const Tensor& x : features) all.push_back(x.defined() ? x : torch::zeros_like(*first));
  return torch::cat(all, 1);
}

Conv Together(int64_t modalities, int64_t channels, int64_t kernel) {
  return Conv(ConvOptions{
      .in = modalities * channels, .out = channels, .kernel = kernel, .padding = -1, .bias = true});
}

torch::nn::ModuleList ModalityEncoder(const SegmentationNetOptions& options) {
  torch::nn::ModuleList down;
  down->push_back(UNetStage(1, UNetWidth(options, 0), 1));
  for (int64_t level = 0; level < options.levels; ++level)
    down->push_back(UNetStage(UNetWidth(options, level), UNetWidth(options, level + 1), 2));
  return down;
}

}  // namespace

CorrelatedFusionImpl::CorrelatedFusionImpl(int64_t modalities, int64_t channels) {
  register_module("own", own_);
  register_module("gate", gate_);
  for (int64_t m = 0; m < modalities; ++m) {
    own_->push_back(Conv(ConvOptions{.in = channels, .out = channels, .bias = true, .orthogonal = true}));
    for (int64_t n = m + 1; n < modalities; ++n)
      gate_->push_back(Conv(ConvOptions{.in = channels, .out = channels, .kernel = 3, .bias = true}));
  }
  together_ = register_module("together", Together(modalities, channels, 3));
}

std::vector<Tensor> CorrelatedFusionImpl::Gates(const std::vector<Tensor>& own) {
  std::vector<Tensor> ratings(own.size()), present;
  const auto count =
      static_cast<double>(std::count_if(own.begin(), own.end(), [](const Tensor& x) { return x.defined(); }));
  size_t pair = 0;
  for (size_t m = 0; m < own.size(); ++m) {
    if (own[m].defined() && !ratings[m].defined()) ratings[m] = torch::zeros_like(own[m]);
    for (size_t n = m + 1; n < own.size(); ++n, ++pair) {
      if (!own[m].defined() || !own[n].defined()) continue;
      const Tensor odds = gate_[pair]->as<Conv>()->forward(own[m] * own[n]) / count;
      ratings[m] = ratings[m] + odds;
      ratings[n] = ratings[n].defined() ? ratings[n] - odds : -odds;
    }
    if (own[m].defined()) present.push_back(ratings[m]);
  }
  const std::vector<Tensor> gates = torch::stack(present).softmax(0).unbind(0);
  std::vector<Tensor> all(own.size());
  for (size_t m = 0, next = 0; m < own.size(); ++m)
    if (own[m].defined()) all[m] = gates[next++];
  return all;
}

Tensor CorrelatedFusionImpl::forward(const std::vector<Tensor>& features) {
  F4S_CHECK_EQ(features.size(), own_->size());
  std::vector<Tensor> own(features.size());
  for (size_t m = 0; m < features.size(); ++m)
    if (features[m].defined()) own[m] = own_[m]->as<Conv>()->forward(features[m]);
  const std::vector<Tensor> gates = Gates(own);
  Tensor merged = together_(SideBySide(own));
  for (size_t m = 0; m < own.size(); ++m)
    if (own[m].defined()) merged = merged + own[m] * gates[m];
  return merged;
}

ConcatenatedFusionImpl::ConcatenatedFusionImpl(int64_t modalities, int64_t channels) {
  together_ = register_module("together", Together(modalities, channels, 1));
}

Tensor ConcatenatedFusionImpl::forward(const std::vector<Tensor>& features) {
  return together_(SideBySide(features));
}

Tensor EnergyOf(const Tensor& features) {
  // Squares want more digits than bfloat16 has.
  const Tensor x = features.scalar_type() == torch::kBFloat16 ? features.to(torch::kFloat32) : features;
  return x.square().mean(1);
}

CsadNetImpl::CsadNetImpl(const SegmentationNetOptions& options, int64_t modalities, int64_t classes)
    : AnySegmentationNetImpl(modalities),
      levels_(options.levels),
      correlated_(options.merge == CsadMerge::kCorrelated),
      branch_(register_module("branch", torch::nn::ModuleList())),
      fusion_(register_module("fusion", torch::nn::ModuleList())),
      decoder_(*this, options, classes) {
  if (modalities < kLeastModalities)
    throw Error(ErrorKind::kConfig, "network.modalities",
                Cat("segmenter = csad with ", modalities, " modality: needs 2 to 4 (unet takes one)"));
  for (int64_t m = 0; m < modalities; ++m) branch_->push_back(ModalityEncoder(options));
  for (int64_t level = 0; level <= levels_; ++level) {
    const int64_t width = UNetWidth(options, level);
    if (correlated_)
      fusion_->push_back(CorrelatedFusion(modalities, width));
    else
      fusion_->push_back(ConcatenatedFusion(modalities, width));
  }
}

CsadNetImpl::Features CsadNetImpl::Encoded(const Tensor& input, const std::vector<int64_t>& slots) {
  RequireChannels(input);
  Features features(static_cast<size_t>(levels_) + 1, std::vector<Tensor>(branch_->size()));
  for (int64_t m = 0; m < channels(); ++m) {
    if (!slots.empty() && std::find(slots.begin(), slots.end(), m) == slots.end()) continue;
    const auto slot = static_cast<size_t>(m);
    Tensor x = PaddedForUNet(input.narrow(1, m, 1), levels_);
    size_t level = 0;
    for (const auto& down : *branch_[slot]->as<torch::nn::ModuleList>())
      features[level++][slot] = x = down->as<UNetStage>()->forward(x);
  }
  return features;
}

std::vector<Tensor> CsadNetImpl::Merged(const Features& features) {
  std::vector<Tensor> merged;
  for (size_t level = 0; level < features.size(); ++level)
    merged.push_back(correlated_ ? fusion_[level]->as<CorrelatedFusion>()->forward(features[level])
                                 : fusion_[level]->as<ConcatenatedFusion>()->forward(features[level]));
  return merged;
}

Tensor CsadNetImpl::forward(const Tensor& input, const std::vector<int64_t>& slots) {
  return decoder_.Logits(Merged(Encoded(input, slots)), input.size(2), input.size(3), false).front();
}

std::vector<Tensor> CsadNetImpl::AllLogits(const Tensor& input, std::vector<Tensor>* energies) {
  const Features features = Encoded(input, {});
  if (energies != nullptr) {
    energies->clear();
    for (const auto& level : features) {
      std::vector<Tensor> of_modalities;
      for (const Tensor& x : level) of_modalities.push_back(EnergyOf(x));
      energies->push_back(torch::stack(of_modalities, 1));
    }
  }
  return decoder_.Logits(Merged(features), input.size(2), input.size(3), true);
}

}  // namespace f4s
