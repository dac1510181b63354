// Layers and blocks: gradients against finite differences, inverses, weights from a seed.

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "libfuse4seg/nn/blocks/detail_extraction.h"
#include "libfuse4seg/nn/blocks/group_norm.h"
#include "libfuse4seg/nn/blocks/restormer_block.h"
#include "libfuse4seg/nn/segmentation/segmentation_net.h"
#include "tests/support/gradcheck.h"

namespace f4s {
namespace {

using torch::Tensor;

/// Gradients of a module with regard to its input and all its weights.
template <class Module>
void CheckModule(Module& module, const Tensor& x, const GradientCheck& check = {}) {
  Initialise(*module, 7);
  std::vector<Tensor> inputs = Perturbed(*module);
  inputs.push_back(x);
  ExpectGradients([&] { return module(x); }, inputs, check);
}

TEST(ChannelNorm, HasTheRightGradient) {
  ChannelNorm norm(6);
  CheckModule(norm, Pattern({2, 6, 3, 5}));
}

TEST(ChannelNorm, NormalisesEachPixel) {
  ChannelNorm norm(6);
  norm->to(torch::kFloat64);
  const Tensor y = norm(Pattern({2, 6, 3, 5}));
  EXPECT_LT(y.mean(1).abs().max().item<double>(), 1e-12);
  EXPECT_NEAR(y.var(1, false).mean().item<double>(), 1, 1e-3);  // epsilon takes a little
}

TEST(GroupNorm, HasTheRightGradient) {
  GroupNorm norm(16);
  CheckModule(norm, Pattern({2, 16, 3, 5}));
}

/// A first pixel that lies far off, as one beside the zeros around a constant plane, costs the others no
/// digits.
TEST(GroupNorm, SurvivesAFirstPixelFarOff) {
  Tensor x = (Pattern({2, 16, 31, 40}) * 1e-3 + 0.5).to(torch::kFloat32);
  x.index_put_({torch::indexing::Slice(), torch::indexing::Slice(), 0, 0}, 300.0F);
  const Tensor one = torch::ones({16}), zero = torch::zeros({16});
  for (const int64_t groups : {16, 2}) {
    const Tensor y =
        NormaliseGroups(x.contiguous(torch::MemoryFormat::ChannelsLast), groups, one, zero, 1e-5);
    const Tensor wanted = torch::group_norm(x.to(torch::kFloat64), groups, one.to(torch::kFloat64),
                                            zero.to(torch::kFloat64), 1e-5);
    EXPECT_LT(((y - wanted) / (wanted.abs() + 1)).abs().max().item<double>(), 2e-5) << groups;
  }
}

/// y and all gradients of NormaliseGroups, and of torch's own.
void ExpectTorchsOwn(const Tensor& x, int64_t groups) {
  const auto leaf = [](const Tensor& t) { return t.detach().clone().set_requires_grad(true); };
  const int64_t channels = x.size(1);
  const std::vector<Tensor> ours{leaf(x), leaf(Pattern({channels}).to(x.dtype()) + 1),
                                 leaf(Pattern({channels}).to(x.dtype()))};
  const std::vector<Tensor> theirs{leaf(ours[0].to(torch::kFloat64)), leaf(ours[1].to(torch::kFloat64)),
                                   leaf(ours[2].to(torch::kFloat64))};
  const Tensor y = NormaliseGroups(ours[0], groups, ours[1], ours[2], 1e-5);
  const Tensor wanted = torch::group_norm(theirs[0], groups, theirs[1], theirs[2], 1e-5);
  EXPECT_LT((y - wanted).abs().max().item<double>(), 1e-5);
  const Tensor slope = torch::cos(torch::arange(x.numel(), torch::kFloat64)).view(x.sizes());
  y.backward(slope.to(x.dtype()));
  wanted.backward(slope);
  for (size_t i = 0; i < ours.size(); ++i) {
    const double scale = theirs[i].grad().abs().max().item<double>();
    EXPECT_LT((ours[i].grad() - theirs[i].grad()).abs().max().item<double>(), 2e-5 * scale) << i;
  }
}

TEST(NormaliseGroups, IsTorchsOwnInChannelsLast) {
  for (const auto& [channels, groups] : {std::pair(16, 2), {8, 8}, {5, 1}, {3, 3}})
    for (const double offset : {0.0, 100.0}) {  // a large mean must not swallow the deviations
      const Tensor x = (Pattern({3, channels, 9, 13}) + offset).to(torch::kFloat32);
      ExpectTorchsOwn(x.contiguous(torch::MemoryFormat::ChannelsLast), groups);
    }
}

TEST(NormaliseGroups, KeepsTheLayoutAndAConstantPlane) {
  const auto x = torch::full({2, 8, 4, 4}, 3.0F).contiguous(torch::MemoryFormat::ChannelsLast);
  const Tensor y = NormaliseGroups(x, 8, torch::ones({8}), torch::full({8}, 0.5F), 1e-5);
  EXPECT_TRUE(y.is_contiguous(torch::MemoryFormat::ChannelsLast));
  EXPECT_TRUE(torch::equal(y, torch::full({2, 8, 4, 4}, 0.5F)));
}

TEST(Conv, HasTheRightGradient) {
  Conv conv(ConvOptions{.in = 4, .out = 6, .kernel = 3, .stride = 2, .groups = 2, .bias = true});
  CheckModule(conv, Pattern({2, 4, 5, 6}));
}

TEST(ChannelAttention, HasTheRightGradient) {
  for (const LocalConv local : {LocalConv::kDepthwise, LocalConv::kDense}) {
    ChannelAttention attention(6, 3, local);
    CheckModule(attention, Pattern({2, 6, 5, 4}));
  }
}

TEST(ChannelAttention, IsTheFormulaHeadByHead) {
  const int64_t c = 6, heads = 3, d = c / heads;
  ChannelAttention attention(c, heads, LocalConv::kDense);
  Initialise(*attention, 3);
  Perturbed(*attention);
  const auto weights = attention->named_parameters();
  const Tensor x = Pattern({2, c, 5, 4});
  const Tensor qkv =
      torch::conv2d(torch::conv2d(x, weights["qkv.weight"]), weights["local.weight"], {}, 1, 1);
  const auto split = qkv.view({2, 3, heads, d, 20}).unbind(1);
  const auto unit = [](const Tensor& t) { return t / t.norm(2, 3, true).clamp_min(1e-12); };
  const Tensor logits = unit(split[0]).matmul(unit(split[1]).transpose(2, 3));
  const Tensor a = (logits * weights["temperature"].view({1, heads, 1, 1})).softmax(3);
  const Tensor wanted = torch::conv2d(a.matmul(split[2]).reshape({2, c, 5, 4}), weights["project.weight"]);
  EXPECT_TRUE(torch::allclose(attention(x), wanted, 0, 1e-12));
}

TEST(ChannelAttention, IsFiniteOnABlackImage) {
  ChannelAttention attention(8, 2, LocalConv::kDepthwise);
  Initialise(*attention, 3);
  const Tensor x = torch::zeros({1, 8, 6, 6}).requires_grad_(true);
  const Tensor y = attention(x);
  y.sum().backward();
  EXPECT_TRUE(torch::isfinite(y).all().item<bool>());
  EXPECT_TRUE(torch::isfinite(x.grad()).all().item<bool>());
}

TEST(GatedFeedForward, HasTheRightGradient) {
  GatedFeedForward depthwise(4, 2, 16), paired(4, 1, 4);
  CheckModule(depthwise, Pattern({2, 4, 5, 4}));
  CheckModule(paired, Pattern({2, 4, 5, 4}));
}

TEST(RestormerBlock, HasTheRightGradientAndSize) {
  ChannelTransformer block = RestormerBlock(4, 2);
  CheckModule(block, Pattern({2, 4, 5, 4}));
  EXPECT_EQ(NumParameters(*RestormerBlock(64, 8)), 45256);
}

TEST(BaseExtraction, HasTheRightGradientAndSize) {
  ChannelTransformer block = BaseExtraction(4, 2, LocalConv::kDense);
  CheckModule(block, Pattern({2, 4, 5, 4}));
  EXPECT_EQ(NumParameters(*BaseExtraction(64, 8, LocalConv::kDense)), 363016);
  EXPECT_EQ(NumParameters(*BaseExtraction(64, 8, LocalConv::kDepthwise)), 32968);
}

TEST(DetailNode, HasTheRightGradientAndSize) {
  DetailNode node(4);
  // ReLU6 has corners: differences across one are wrong, so they are kept short.
  CheckModule(node, Pattern({2, 4, 5, 4}), {.step = 1e-7, .tolerance = 1e-5});
  EXPECT_EQ(NumParameters(*DetailNode(64)), 18176);
}

TEST(DetailExtraction, CanBeInverted) {
  DetailExtraction detail(16, 3);
  Initialise(*detail, 11);
  const torch::NoGradGuard no_grad;
  for (auto& weight : detail->parameters()) weight.add_(0.05 * Probe(weight));
  const Tensor x = Pattern({2, 16, 9, 7}) * 4 - 2;
  const Tensor y = detail(x.to(torch::kFloat32));
  EXPECT_GT((y - x).abs().max().item<double>(), 0.1);  // it is not the identity
  EXPECT_LT((detail->Inverse(y) - x).abs().max().item<double>(), 1e-4);
  detail->to(torch::kFloat64);
  EXPECT_LT((detail->Inverse(detail(x)) - x).abs().max().item<double>(), 1e-9);
}

TEST(DetailNode, StartsWithAnOrthogonalMixture) {
  DetailNode node(24);
  Initialise(*node, 5);
  const Tensor w = node->named_parameters()["mix.weight"].detach().flatten(1).to(torch::kFloat64);
  EXPECT_LT((w.matmul(w.t()) - torch::eye(24, torch::kFloat64)).abs().max().item<double>(), 1e-6);
}

TEST(Adapter, HasTheRightGradient) {
  for (const bool depthwise : {true, false}) {
    Adapter adapter(8, depthwise);
    CheckModule(adapter, Pattern({2, 8, 4, 6}), {.step = 1e-7, .tolerance = 1e-5});
  }
}

TEST(AdapterBlock, HasTheRightGradient) {
  AdapterBlock block(8, 2, AdapterConv::kNone);
  CheckModule(block, Pattern({2, 8, 4, 6}));
}

TEST(Positions, AreInterpolatedLinearly) {
  Positions positions(3);
  positions->to(torch::kFloat64);
  const Tensor grid = positions->parameters()[0];
  grid.detach().copy_(Pattern({3, 16, 16}));
  EXPECT_TRUE(torch::allclose(positions(16, 16)[0], grid, 0, 1e-12));
  const Tensor wanted = torch::upsample_bilinear2d(grid.unsqueeze(0), {37, 29}, false);
  EXPECT_TRUE(torch::allclose(positions(37, 29), wanted, 0, 1e-12));
  ExpectGradients([&] { return positions(5, 31); }, {grid});
}

TEST(ConvPair, HasTheRightGradient) {
  ConvPair pair(3, 8, 2);
  CheckModule(pair, Pattern({2, 3, 6, 8}), {.step = 1e-7, .tolerance = 1e-5});
}

TEST(PadToMultiple, MirrorsAsOftenAsItTakes) {
  const Tensor row = torch::arange(3, torch::kFloat32).view({1, 1, 1, 3});
  EXPECT_TRUE(
      torch::equal(PadToMultiple(row, 8)[0][0][7], torch::tensor({0.F, 1.F, 2.F, 1.F, 0.F, 1.F, 2.F, 1.F})));
  const Tensor x = Pattern({1, 2, 5, 7});
  EXPECT_TRUE(torch::equal(PadToMultiple(x, 4), torch::reflection_pad2d(x, {0, 1, 0, 3})));
  EXPECT_TRUE(torch::equal(Crop(PadToMultiple(x, 16, 20), 5, 7), x));
  EXPECT_EQ(PadToMultiple(x, 16, 20).size(3), 32);
}

TEST(ClampInward, PassesGradientsThatLeadBack) {
  const Tensor x = torch::tensor({-0.5, -0.5, 0.5, 1.5, 1.5}, torch::kFloat64).requires_grad_(true);
  const Tensor y = ClampInward(x);
  EXPECT_TRUE(torch::equal(y, torch::tensor({0.0, 0.0, 0.5, 1.0, 1.0}, torch::kFloat64)));
  const Tensor g = torch::tensor({1.0, -1.0, 3.0, 1.0, -1.0}, torch::kFloat64);
  y.backward(g);
  EXPECT_TRUE(torch::equal(x.grad(), torch::tensor({0.0, -1.0, 3.0, 1.0, 0.0}, torch::kFloat64)));
}

TEST(Initialise, DependsOnTheSeedAlone) {
  const auto weights = [](uint64_t seed) {
    torch::manual_seed(static_cast<uint64_t>(torch::randint(1000, {1}).item<int64_t>()));
    SegmentationNet net(SegmentationNetOptions{8, 2, 16, 2, 1, AdapterConv::kDepthwise, {}, {}}, 2, 3);
    Initialise(*net, seed);
    std::vector<Tensor> flat;
    for (const Tensor& w : net->parameters()) flat.push_back(w.detach().flatten());
    return torch::cat(flat);
  };
  EXPECT_TRUE(torch::equal(weights(1), weights(1)));
  EXPECT_FALSE(torch::equal(weights(1), weights(2)));
}

TEST(Initialise, DrawsFromTheWholeRange) {
  Conv conv(ConvOptions{.in = 25, .out = 40, .kernel = 3});
  Initialise(*conv, 1);
  const double bound = 1 / 15.0;
  EXPECT_NEAR(conv->weight.max().item<double>(), bound, 0.01 * bound);
  EXPECT_NEAR(conv->weight.min().item<double>(), -bound, 0.01 * bound);
  EXPECT_NEAR(conv->weight.mean().item<double>(), 0, 0.02 * bound);
  EXPECT_NEAR(conv->weight.std().item<double>(), bound / std::sqrt(3.0), 0.02 * bound);
}

}  // namespace
}  // namespace f4s
