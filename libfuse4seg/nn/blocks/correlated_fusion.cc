#include "libfuse4seg/nn/blocks/correlated_fusion.h"

#include <torch/torch.h>

#include <algorithm>

#include "libfuse4seg/base/error.h"

namespace f4s {
namespace {

using torch::Tensor;

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

}  // namespace f4s
