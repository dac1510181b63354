#include "libfuse4seg/nn/blocks/detail_extraction.h"

#include <torch/torch.h>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/nn/blocks/inference.h"

namespace f4s {

using torch::Tensor;

CouplingMapImpl::CouplingMapImpl(int64_t channels, int64_t hidden) {
  expand_ = register_module("expand", Conv(ConvOptions{.in = channels, .out = hidden}));
  local_ = register_module(
      "local", Conv(ConvOptions{.in = hidden, .out = hidden, .kernel = 3, .groups = hidden, .padding = 0}));
  project_ = register_module("project", Conv(ConvOptions{.in = hidden, .out = channels}));
}

Tensor CouplingMapImpl::forward(const Tensor& x) {
  return project_(torch::relu6(local_(ReflectPad(torch::relu6(expand_(x)), 1))));
}

DetailNodeView::Coupling CouplingMapImpl::View() const {
  return {NumbersOf(expand_->weight), NumbersOf(local_->weight), NumbersOf(project_->weight)};
}

DetailNodeImpl::DetailNodeImpl(int64_t channels, Coupling coupling) : coupling_(coupling) {
  F4S_CHECK_EQ(channels % 2, 0);
  mix_ = register_module(
      "mix", Conv(ConvOptions{.in = channels, .out = channels, .bias = true, .orthogonal = true}));
  const auto map = [&](const char* name) {
    return register_module(name, CouplingMap(channels / 2, channels));
  };
  phi_ = map("phi"), rho_ = map("rho"), eta_ = map("eta");
}

Tensor DetailNodeImpl::LogScale(const Tensor& z2) {
  const Tensor scale = rho_(z2);
  return coupling_ == Coupling::kFree ? scale : 2 * torch::tanh(scale / 2);
}

Tensor DetailNodeImpl::forward(const Tensor& x) {
  if (coupling_ == Coupling::kBounded && InfersByKernels(x) && x.size(1) % 8 == 0) return Infer(x);
  const auto halves = mix_(x).chunk(2, 1);
  const Tensor z2 = halves[1] + phi_(halves[0]);
  const Tensor z1 = halves[0] * LogScale(z2).exp() + eta_(z2);
  return torch::cat({z1, z2}, 1);
}

Tensor DetailNodeImpl::Infer(const Tensor& x) const {
  const DetailNodeView view = {.channels = x.size(1),
                               .mix = NumbersOf(mix_->weight),
                               .mix_bias = NumbersOf(mix_->bias),
                               .phi = phi_->View(),
                               .rho = rho_->View(),
                               .eta = eta_->View()};
  return ForEachImage(x, x.size(1), [&](const float* from, int64_t rows, int64_t columns, float* to) {
    TransformDetail(view, from, rows, columns, to);
  });
}

Tensor DetailNodeImpl::Inverse(const Tensor& y) {
  const auto halves = y.chunk(2, 1);
  const Tensor z1 = (halves[0] - eta_(halves[1])) * (-LogScale(halves[1])).exp();
  const Tensor z2 = halves[1] - phi_(z1);
  const Tensor unmix = torch::linalg_inv(mix_->weight.flatten(1));  // [C,C]
  const Tensor mixed = torch::cat({z1, z2}, 1) - mix_->bias.view({1, -1, 1, 1});
  return torch::conv2d(mixed, unmix.unsqueeze(2).unsqueeze(3));
}

DetailExtractionImpl::DetailExtractionImpl(int64_t channels, int64_t nodes, Coupling coupling) {
  register_module("node", nodes_);
  for (int64_t i = 0; i < nodes; ++i) nodes_->push_back(DetailNode(channels, coupling));
}

Tensor DetailExtractionImpl::forward(const Tensor& x) {
  Tensor y = x;
  for (const auto& node : *nodes_) y = node->as<DetailNode>()->forward(y);
  return y;
}

Tensor DetailExtractionImpl::Inverse(const Tensor& y) {
  Tensor x = y;
  for (size_t i = nodes_->size(); i > 0; --i) x = nodes_[i - 1]->as<DetailNode>()->Inverse(x);
  return x;
}

}  // namespace f4s
