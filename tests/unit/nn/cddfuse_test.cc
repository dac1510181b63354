// The fusion network with CDDFuse's settings is CDDFuse's own graph.

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cmath>
#include <string>

#include "libfuse4seg/nn/network.h"
#include "tests/support/set_option.h"

namespace f4s {
namespace {

using torch::Tensor;

/// Weights that anyone can make again: sines whose frequency depends on the tensor's name.
void SetByName(const std::string& name, Tensor weight) {
  int64_t key = 0;
  for (size_t i = 0; i < name.size(); ++i) key += static_cast<int64_t>(i + 1) * name[i];
  const auto k = static_cast<double>(key % 1000);
  const Tensor wave =
      torch::sin(0.37 * k + (1.3 + 0.001 * k) * torch::arange(weight.numel(), torch::kFloat64));
  Tensor values = 0.1 * wave;
  if (weight.dim() == 4) values = wave * 2.2 / std::sqrt(static_cast<double>(weight[0].numel()));
  if (name.ends_with("temperature")) values = 1 + 0.3 * wave;
  if (name.ends_with("norm1.weight") || name.ends_with("norm2.weight")) values = 1 + 0.1 * wave;
  weight.copy_(values.to(torch::kFloat32).view(weight.sizes()));
}

Network CddFuse(const std::string& residual) {
  NetworkOptions options;
  options.profile = "base";
  options.fusion.coupling = Coupling::kFree;
  options.fusion.attention = false;
  Set(options.fusion, "fusion_residual", residual);
  Network network(options, 2, 0, true);
  const torch::NoGradGuard no_grad;
  for (const auto& named : network->named_parameters()) SetByName(named.key(), named.value());
  network->eval();
  return network;
}

/// Two images of 18 rows and 22 columns in levels of 8 bits.
Tensor PublishedImages() {
  const Tensor y = torch::arange(18).to(torch::kFloat32).view({-1, 1});
  const Tensor x = torch::arange(22).to(torch::kFloat32).view({1, -1});
  const Tensor a = torch::sin(0.5 * x + 0.31 * y), b = torch::cos(0.23 * x - 0.4 * y);
  return torch::round(127.5 + 127.5 * torch::stack({a, b})).unsqueeze(0) / 255;
}

struct PublishedValues {
  const char* residual;
  double least, greatest, mean, probes[6];
};

// Computed by the authors' network in PyTorch 2.11, with these weights under their names.
constexpr PublishedValues kPublished[] = {
    {"none",
     0.2280281,
     0.8090420,
     0.4963701,
     {0.4322510, 0.3820109, 0.5473472, 0.5075206, 0.4440420, 0.5561659}},
    {"sum",
     0.2919467,
     0.9548846,
     0.7090195,
     {0.8339108, 0.7954661, 0.7791202, 0.6795388, 0.8551065, 0.8515973}}};

TEST(CddFuse, EqualsThePublishedNetworkOnTheSameWeights) {
  for (const bool inference : {false, true})
    for (const PublishedValues& wanted : kPublished) {
      const c10::InferenceMode mode(inference);  // the kernels of inference, and the plain graph
      const Tensor fused = CddFuse(wanted.residual)->fusion->forward(PublishedImages()).fused[0][0].detach();
      constexpr double kTolerance = 1e-4;
      EXPECT_NEAR(fused.min().item<double>(), wanted.least, kTolerance) << wanted.residual;
      EXPECT_NEAR(fused.max().item<double>(), wanted.greatest, kTolerance) << wanted.residual;
      EXPECT_NEAR(fused.mean().item<double>(), wanted.mean, kTolerance) << wanted.residual;
      for (int64_t i = 0; i < 6; ++i)
        EXPECT_NEAR(fused[3 * i][(21 * i + 3) % 22].item<double>(), wanted.probes[i], kTolerance)
            << wanted.residual << ", probe " << i;
    }
}

TEST(CddFuse, HasThePublishedNumberOfWeights) {
  int64_t tensors = 0, weights = 0;
  for (const Tensor& weight : CddFuse("none")->parameters()) ++tensors, weights += weight.numel();
  EXPECT_EQ(tensors, 158);
  EXPECT_EQ(weights, 1188272);
}

TEST(CddFuse, FreeCouplingInvertsAndHasNoBound) {
  DetailNode bounded(8), free(8, Coupling::kFree);
  const torch::NoGradGuard no_grad;
  const Tensor x = torch::linspace(-1, 1, 8 * 16).view({1, 8, 4, 4});
  for (DetailNode node : {bounded, free}) {
    Initialise(*node, 3);  // the same weights, whose mixture is orthogonal
    EXPECT_LT((node->Inverse(node->forward(x)) - x).abs().max().item<double>(), 1e-4);
  }
  for (const DetailNode& node : {bounded, free})
    for (const auto& named : node->named_parameters())
      if (named.key().starts_with("rho")) named.value().mul_(5);
  EXPECT_GT((free->forward(30 * x) - bounded->forward(30 * x)).abs().max().item<double>(), 1.0);
}

}  // namespace
}  // namespace f4s
