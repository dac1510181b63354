// Inference by the loops of kernels/net/net_kernels.h against torch, layer by layer, on each kind
// of CPU.

#include "libfuse4seg/nn/blocks/inference.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "libfuse4seg/kernels/net/net_kernels.h"
#include "libfuse4seg/model/network_options.h"
#include "libfuse4seg/nn/blocks/detail_extraction.h"
#include "libfuse4seg/nn/blocks/restormer_block.h"
#include "libfuse4seg/nn/fusion/fusion_net.h"
#include "tests/support/gradcheck.h"
#include "tests/support/on_threads.h"
#include "tests/support/set_option.h"

namespace f4s {
namespace {

using torch::Tensor;

/// All weights away from where they start, which is 0 for some.
template <class Module>
Module Shaken(Module module) {
  Initialise(*module, 1);
  const torch::NoGradGuard no_grad;
  for (Tensor& weight : module->parameters()) weight.add_(Probe(weight).to(weight.dtype()) * 0.1);
  return module;
}

Tensor Planes(std::vector<int64_t> sizes) { return Pattern(sizes).to(torch::kFloat32); }

/// Runs `work` by each version of the loops, and by torch; the most that a value differs, beside the
/// greatest.
template <class Work>
double MostDifference(const Work& work) {
  Tensor wanted;
  {
    const torch::NoGradGuard no_grad;
    wanted = work();
  }
  double most = 0;
  for (const std::string& kind : NetKernelKinds()) {
    UseNetKernels(kind);
    const c10::InferenceMode inference;
    const Tensor given = work();
    EXPECT_EQ(given.sizes(), wanted.sizes());
    most = std::max(most, ((given - wanted).abs().max() / wanted.abs().max()).template item<double>());
  }
  UseNetKernels(NetKernelKinds().front());
  return most;
}

constexpr double kRounding = 2e-6;

TEST(Inference, ConvolvesAsTorchDoes) {
  for (const auto& [in, out, kernel] : {std::array<int64_t, 3>{1, 1, 1},
                                        {4, 16, 3},
                                        {16, 4, 3},
                                        {24, 32, 3},
                                        {32, 16, 1},
                                        {3, 27, 3},
                                        {16, 32, 1}})
    for (const bool bias : {false, true}) {
      Conv conv = Shaken(Conv(ConvOptions{.in = in, .out = out, .kernel = kernel, .bias = bias}));
      for (const auto& [h, w] : {std::pair<int64_t, int64_t>{1, 1}, {1, 7}, {9, 2}, {11, 33}}) {
        const Tensor x = Planes({2, in, h, w});
        EXPECT_LT(MostDifference([&] { return conv(x); }), kRounding) << in << out << kernel << h << w;
      }
    }
}

TEST(Inference, TransformsAsTorchDoes) {
  for (const auto& [channels, heads] :
       {std::pair<int64_t, int64_t>{8, 2}, {16, 4}, {24, 4}, {32, 1}, {64, 8}})
    for (const bool base : {false, true}) {
      ChannelTransformer block = Shaken(base ? BaseExtraction(channels, heads, LocalConv::kDepthwise)
                                             : RestormerBlock(channels, heads));
      for (const auto& [h, w] : {std::pair<int64_t, int64_t>{2, 2}, {1, 5}, {13, 18}, {40, 7}}) {
        const Tensor x = Planes({2, channels, h, w});
        EXPECT_LT(MostDifference([&] { return block(x); }), 5 * kRounding) << channels << base << h << w;
      }
    }
}

TEST(Inference, TakesABlackImage) {
  ChannelTransformer block = Shaken(RestormerBlock(16, 4));
  const Tensor black = torch::zeros({1, 16, 6, 6});
  EXPECT_LT(MostDifference([&] { return block(black); }), 5 * kRounding);
}

TEST(Inference, FindsDetailAsTorchDoes) {
  for (const int64_t channels : {8, 16, 24, 64}) {
    DetailExtraction detail = Shaken(DetailExtraction(channels, 2));
    for (const auto& [h, w] : {std::pair<int64_t, int64_t>{2, 2}, {3, 2}, {13, 18}, {2, 9}}) {
      const Tensor x = Planes({2, channels, h, w});
      EXPECT_LT(MostDifference([&] { return detail(x); }), 10 * kRounding) << channels << h << w;
    }
  }
}

TEST(Inference, FusesAsTorchDoes) {
  for (const char* profile : {"tiny", "small"})
    for (const char* residual : {"none", "mean", "maximum"}) {
      NetworkOptions options;
      options.profile = profile;
      Set(options.fusion, "fusion_residual", residual);
      FusionNet net = Shaken(FusionNet(options.Resolved().fusion, 3));
      for (const auto& [h, w] : {std::pair<int64_t, int64_t>{1, 1}, {5, 2}, {37, 50}}) {
        const Tensor images = Planes({2, 3, h, w}).abs().clamp_max(1);
        EXPECT_LT(MostDifference([&] { return net(images).fused; }), 1e-5) << profile << residual << h << w;
      }
    }
}

TEST(Inference, GivesTheSameBitsOnAllThreads) {
  FusionNet net = Shaken(FusionNet(NetworkOptions{}.Resolved().fusion, 2));
  const Tensor images = Planes({1, 2, 40, 56}).abs().clamp_max(1);
  ExpectSameBitsOnThreads([&] {
    const c10::InferenceMode inference;
    return net(images).fused;
  });
}

TEST(Inference, LeavesTrainingToTorch) {
  EXPECT_FALSE(InfersByKernels(Planes({1, 8, 4, 4})));
  const c10::InferenceMode inference;
  EXPECT_TRUE(InfersByKernels(Planes({1, 8, 4, 4})));
  EXPECT_FALSE(InfersByKernels(Pattern({1, 8, 4, 4})));  // double
}

}  // namespace
}  // namespace f4s
