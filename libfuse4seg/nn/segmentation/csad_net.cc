#include "libfuse4seg/nn/segmentation/csad_net.h"

#include <torch/torch.h>

#include <algorithm>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/nn/blocks/correlated_fusion.h"

namespace f4s {
namespace {

using torch::Tensor;

constexpr int64_t kLeastModalities = 2;

torch::nn::ModuleList ModalityEncoder(const SegmentationNetOptions& options) {
  torch::nn::ModuleList down;
  down->push_back(UNetStage(1, UNetWidth(options, 0), 1));
  for (int64_t level = 0; level < options.levels; ++level)
    down->push_back(UNetStage(UNetWidth(options, level), UNetWidth(options, level + 1), 2));
  return down;
}

}  // namespace

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
