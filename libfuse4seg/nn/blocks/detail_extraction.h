// Invertible extraction of detail features: the input can be reconstructed.
//
// Shapes:  N images, C channels (even), H, W >= 2; all blocks keep [N,C,H,W].
//
// Zhao et al., "CDDFuse", CVPR 2023, eq. 6 (affine coupling of Dinh et al., "Real NVP", ICLR
// 2017; 1x1 convolutions of Kingma and Dhariwal, "Glow", NeurIPS 2018).

#pragma once

#include <torch/nn/module.h>
#include <torch/nn/modules/container/modulelist.h>
#include <torch/nn/pimpl.h>

#include "libfuse4seg/kernels/net/net_kernels.h"
#include "libfuse4seg/model/network_options.h"
#include "libfuse4seg/nn/blocks/layers.h"

namespace f4s {

/// The map within a coupling: 1x1 to `hidden`, ReLU6, 3x3 on each channel with a mirrored border,
/// ReLU6, 1x1 back; no bias.  [N,C/2,H,W] -> [N,C/2,H,W].
class CouplingMapImpl : public torch::nn::Module {
 public:
  CouplingMapImpl(int64_t channels, int64_t hidden);
  torch::Tensor forward(const torch::Tensor& x);
  [[nodiscard]] DetailNodeView::Coupling View() const;  ///< its weights for inference

 private:
  Conv expand_ = nullptr, local_ = nullptr, project_ = nullptr;
};
TORCH_MODULE(CouplingMap);

/// One node.  With (z1, z2) the halves of a learned 1x1 mixture of all channels,
///
///     z2 <- z2 + phi(z1)
///     z1 <- z1 exp(s) + eta(z2),    s = 2 tanh(rho(z2) / 2), or, free, rho(z2)
///
/// Without the bound, exp may overflow in training.  The mixture starts orthogonal.  18,176 weights at C
/// = 64.
class DetailNodeImpl : public torch::nn::Module {
 public:
  explicit DetailNodeImpl(int64_t channels, Coupling coupling = Coupling::kBounded);
  torch::Tensor forward(const torch::Tensor& x);

  /// x from forward(x), to 1e-4 in float for values of order 1, while the mixture stays as
  /// well-conditioned as it starts.
  torch::Tensor Inverse(const torch::Tensor& y);

 private:
  [[nodiscard]] torch::Tensor Infer(const torch::Tensor& x) const;
  [[nodiscard]] torch::Tensor LogScale(const torch::Tensor& z2);

  Coupling coupling_;
  Conv mix_ = nullptr;
  CouplingMap phi_ = nullptr, rho_ = nullptr, eta_ = nullptr;
};
TORCH_MODULE(DetailNode);

/// `nodes` nodes, one after another.
class DetailExtractionImpl : public torch::nn::Module {
 public:
  DetailExtractionImpl(int64_t channels, int64_t nodes, Coupling coupling = Coupling::kBounded);
  torch::Tensor forward(const torch::Tensor& x);
  torch::Tensor Inverse(const torch::Tensor& y);

 private:
  torch::nn::ModuleList nodes_;
};
TORCH_MODULE(DetailExtraction);

}  // namespace f4s
