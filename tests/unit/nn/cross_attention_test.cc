// Cross-attention: its definition token by token, and what it does to the fusion network.

#include "libfuse4seg/nn/blocks/cross_attention.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <array>
#include <cmath>

#include "libfuse4seg/nn/fusion/fusion_net.h"
#include "libfuse4seg/nn/network.h"
#include "tests/support/expect_error.h"
#include "tests/support/gradcheck.h"
#include "tests/support/set_option.h"

namespace f4s {
namespace {

using torch::Tensor;
using Reach = CrossAttentionImpl::Reach;

FusionNet AttendingFusion(const std::string& attention, int64_t slots, int64_t patch = 2) {
  FusionNetOptions options = NetworkOptions().Resolved().fusion;
  Set(options, "fusion_attention", attention);
  options.patch = patch;
  FusionNet net(options, slots);
  Initialise(*net, 1);
  return net;
}

/// As after some training: gates and embeddings are no longer 0.
FusionNet TrainedFusion(int64_t slots, int64_t patch = 2) {
  FusionNet net = AttendingFusion("cross", slots, patch);
  Perturbed(*net);
  return net;
}

/// Straight from the definition: what the token at (row, column) of case 0 gets, before interpolation.
/// @param x  [M,C,gh,gw], normalised tokens
Tensor OneToken(const CrossAttention& net, const Tensor& x, const std::vector<int64_t>& slots, int64_t heads,
                int64_t side, int64_t row, int64_t column) {
  const auto p = net->named_parameters();
  const auto times = [&](const char* name, const Tensor& t) { return p[name].flatten(1).matmul(t); };
  const int64_t asks = CrossAttentionImpl::QueryOf(slots), d = x.size(1) / heads;
  const int64_t top = row / side * side, left = column / side * side;
  std::vector<Tensor> keys, values;
  for (int64_t i = 0; i < x.size(0); ++i)
    for (int64_t r = top; i != asks && r < top + side; ++r)
      for (int64_t c = left; c < left + side; ++c) {
        const Tensor z = x[i].select(1, r).select(1, c) + p["slot_embedding"][slots[static_cast<size_t>(i)]];
        keys.push_back(times("key.weight", z));
        values.push_back(times("value.weight", z));
      }
  const Tensor q = times("query.weight", x[asks].select(1, row).select(1, column));
  std::vector<Tensor> out;
  for (int64_t head = 0; head < heads; ++head) {
    const Tensor k = torch::stack(keys).narrow(1, head * d, d),
                 v = torch::stack(values).narrow(1, head * d, d);
    const Tensor weight = (k.matmul(q.narrow(0, head * d, d)) / std::sqrt(static_cast<double>(d))).softmax(0);
    out.push_back(v.t().matmul(weight));
  }
  return times("project.weight", torch::cat(out)) * p["gate"];
}

CrossAttention Attention(int64_t channels, int64_t heads, int64_t slots, Reach reach, int64_t side) {
  CrossAttention net(channels, heads, slots, reach, side);
  Initialise(*net, 3);
  Perturbed(*net);
  return net;
}

Tensor Normalised(const CrossAttention& net, const Tensor& x) {  // [M,C,h,w]
  const Tensor mean = x.mean(1, true), variance = (x - mean).square().mean(1, true);
  const auto p = net->named_parameters();
  return (x - mean) / (variance + 1e-5).sqrt() * p["norm.weight"].view({1, -1, 1, 1}) +
         p["norm.bias"].view({1, -1, 1, 1});
}

TEST(CrossAttention, WithinWindowsIsItsDefinition) {
  const torch::NoGradGuard no_grad;
  CrossAttention net = Attention(6, 2, 4, Reach::kWindows, 4);
  const Tensor features = Pattern({2, 3, 6, 5, 9});
  const std::vector<int64_t> slots = {3, 1, 2};  // the second asks
  const Tensor found = net->forward(features, slots);
  ASSERT_EQ(found.sizes(), (torch::IntArrayRef{2, 6, 5, 9}));
  const Tensor x = PadToMultiple(Normalised(net, features[0]), 4);
  for (const auto& [r, c] : {std::pair<int64_t, int64_t>{0, 0}, {3, 5}, {4, 8}})
    EXPECT_TRUE(
        torch::allclose(found[0].select(1, r).select(1, c), OneToken(net, x, slots, 2, 4, r, c), 0, 1e-12))
        << r << ", " << c;
}

TEST(CrossAttention, OverAllCellsIsItsDefinition) {
  const torch::NoGradGuard no_grad;
  CrossAttention net = Attention(4, 2, 3, Reach::kGlobal, 2);
  const Tensor features = Pattern({1, 3, 4, 6, 6});
  const std::vector<int64_t> slots = {0, 1, 2};
  AttentionWeights weights;
  const Tensor found = net->forward(features, slots, &weights);
  const Tensor x = Normalised(net, features[0]).view({3, 4, 3, 2, 3, 2}).mean({3, 5});  // 3 x 3 cells
  Tensor cells = torch::zeros({4, 3, 3}, torch::kFloat64);
  for (int64_t r = 0; r < 3; ++r)
    for (int64_t c = 0; c < 3; ++c)
      cells.select(1, r).select(1, c).copy_(OneToken(net, x, slots, 2, 3, r, c));
  // Pixel 1 of a line is 3/4 of cell 0 and 1/4 of cell 1; pixel 0 is cell 0.
  const Tensor line = cells.select(1, 0);
  EXPECT_TRUE(torch::allclose(found[0].select(1, 0).select(1, 0), line.select(1, 0), 0, 1e-12));
  EXPECT_TRUE(torch::allclose(found[0].select(1, 0).select(1, 1),
                              line.select(1, 0) * 0.75 + line.select(1, 1) * 0.25, 0, 1e-12));
  EXPECT_EQ(weights.received.sizes(), (torch::IntArrayRef{1, 2, 3, 3}));
  EXPECT_NEAR(weights.received.sum().item<double>(), 1, 1e-12);
  EXPECT_LT(weights.entropy.max().item<double>(), 1);
  EXPECT_GT(weights.entropy.min().item<double>(), 0);
}

TEST(CrossAttention, GoesThroughManyTokensInParts) {
  const torch::NoGradGuard no_grad;
  CrossAttention net = Attention(4, 4, 2, Reach::kGlobal, 1);
  const Tensor features = Pattern({1, 2, 4, 60, 60});  // 4 heads x 3600 x 3600 products: two parts
  const Tensor found = net->forward(features, {0, 1});
  const Tensor x = Normalised(net, features[0]);
  EXPECT_TRUE(torch::allclose(found[0].select(1, 59).select(1, 58), OneToken(net, x, {0, 1}, 4, 60, 59, 58),
                              0, 1e-12));
  CrossAttention local = Attention(4, 4, 2, Reach::kWindows, 30);
  EXPECT_TRUE(torch::allclose(local->forward(features, {0, 1})[0].select(1, 59).select(1, 58),
                              OneToken(local, Normalised(local, features[0]), {0, 1}, 4, 30, 59, 58), 0,
                              1e-12));
}

TEST(CrossAttention, SpreadsEvenlyWhereNothingStandsOut) {
  const torch::NoGradGuard no_grad;
  CrossAttention net = Attention(4, 2, 3, Reach::kGlobal, 2);
  net->named_parameters()["query.weight"].zero_();
  AttentionWeights weights;
  static_cast<void>(net->forward(Pattern({1, 3, 4, 4, 6}), {0, 1, 2}, &weights));
  EXPECT_TRUE(
      torch::allclose(weights.received, torch::full({1, 2, 2, 3}, 1.0 / 12, torch::kFloat64), 0, 1e-12));
  EXPECT_TRUE(torch::allclose(weights.entropy, torch::ones({1, 1, 2, 3}, torch::kFloat64), 0, 1e-9));
}

TEST(CrossAttention, HasTheRightGradient) {
  for (const Reach reach : {Reach::kGlobal, Reach::kWindows}) {
    CrossAttention net = Attention(4, 2, 3, reach, 3);
    std::vector<Tensor> inputs = net->parameters();
    const Tensor features = Pattern({2, 3, 4, 5, 4});
    inputs.push_back(features);
    ExpectGradients([&] { return net->forward(features, {0, 2, 1}); }, inputs, {.step = 1e-6, .places = 6});
  }
}

TEST(FusionNetWithAttention, StartsAsTheNetworkWithout) {
  const torch::NoGradGuard no_grad;
  for (const int64_t patch : {1, 2}) {
    FusionNet with = AttendingFusion("cross", 4, patch), without = AttendingFusion("none", 4, patch);
    EXPECT_TRUE(with->attends());
    EXPECT_FALSE(without->attends());
    EXPECT_GT(NumParameters(*with), NumParameters(*without));
    for (const int64_t m : {1, 2, 3, 4}) {
      const Tensor images = Pattern({2, m, 19, 26}).to(torch::kFloat32);
      EXPECT_TRUE(torch::equal(with(images).fused, without(images).fused)) << patch << ", " << m;
    }
  }
}

TEST(FusionNetWithAttention, TakesAnySizeAndListensToTheOthers) {
  const torch::NoGradGuard no_grad;
  for (const int64_t patch : {1, 2, 3}) {
    FusionNet net = TrainedFusion(4, patch);
    const auto gates = net->named_parameters();
    for (const auto& [m, h, w] : {std::array<int64_t, 3>{2, 1, 1}, {3, 17, 31}, {4, 24, 24}, {1, 5, 1}}) {
      for (const char* name : {"base_attention.gate", "detail_attention.gate"}) gates[name].fill_(0.5);
      const Tensor images = Pattern({2, m, h, w}), fused = net->forward(images).fused;
      EXPECT_EQ(fused.sizes(), (torch::IntArrayRef{2, 1, h, w}));
      EXPECT_TRUE(torch::isfinite(fused).all().item<bool>());
      for (const char* name : {"base_attention.gate", "detail_attention.gate"}) {
        const Tensor before = net->forward(images).merged.base + net->forward(images).merged.detail;
        gates[name].zero_();
        const Tensor after = net->forward(images).merged.base + net->forward(images).merged.detail;
        EXPECT_EQ(torch::equal(before, after), m == 1) << name << ", " << m << " modalities";
      }
    }
  }
}

TEST(FusionNetWithAttention, KnowsModalitiesByTheirSlotNotTheirPlace) {
  const torch::NoGradGuard no_grad;
  FusionNet net = TrainedFusion(4);
  const Tensor images = Pattern({1, 3, 16, 18});
  const Tensor order = torch::tensor({2, 0, 1}, torch::kInt64);
  const Tensor merged = net->forward(images, {3, 0, 2}).merged.base;
  const Tensor reordered = net->forward(images.index_select(1, order), {2, 3, 0}).merged.base;
  EXPECT_TRUE(torch::allclose(merged, reordered, 0, 1e-10));
}

TEST(FusionNetWithAttention, HasTheRightGradient) {
  FusionNet net = TrainedFusion(3);
  std::vector<Tensor> inputs = net->parameters();
  const Tensor images = Pattern({1, 3, 7, 6}) * 0.4 + 0.2;
  inputs.push_back(images);
  const auto all = [&] {
    const FusionOutput out = net->forward(images);
    return torch::cat({out.merged.base.flatten(), out.merged.detail.flatten(),
                       net->Reconstruct(out.modalities, 7, 6).flatten(), out.fused.flatten() * 0});
  };
  ExpectGradients(all, inputs, {.step = 1e-7, .tolerance = 1e-5, .places = 4});
}

TEST(AttentionMaps, DoNotChangeTheFusedImage) {
  const torch::NoGradGuard no_grad;
  FusionNet net = TrainedFusion(4);
  net->to(torch::kFloat32);
  net->eval();
  const Tensor images = Pattern({2, 3, 29, 37}).to(torch::kFloat32);
  const std::vector<int64_t> slots = {2, 0, 3};
  AttentionMaps maps;
  const Tensor plain = net->forward(images, slots).fused, asked = net->forward(images, slots, &maps).fused;
  EXPECT_TRUE(torch::equal(plain, asked));
  EXPECT_EQ(maps.query, 1);
  EXPECT_EQ(maps.keys, (std::vector<int64_t>{0, 2}));
  EXPECT_EQ(maps.received.sizes(), (torch::IntArrayRef{2, 2, 29, 37}));
  for (const Tensor& map : {maps.entropy, maps.base_contribution, maps.detail_contribution}) {
    EXPECT_EQ(map.sizes(), (torch::IntArrayRef{2, 1, 29, 37}));
    EXPECT_GT(map.min().item<float>(), 0);
    EXPECT_LE(map.max().item<float>(), 1 + 1e-6);
  }
}

TEST(AttentionMaps, SayThatAnUntrainedGateIsShut) {
  FusionNet net = AttendingFusion("cross", 2);
  AttentionMaps maps;
  static_cast<void>(net->forward(Pattern({1, 2, 16, 16}).to(torch::kFloat32), {}, &maps));
  EXPECT_EQ(maps.base_contribution.abs().max().item<float>(), 0);
  EXPECT_EQ(maps.detail_contribution.abs().max().item<float>(), 0);
  EXPECT_FALSE(maps.received.requires_grad());
}

TEST(AttentionMaps, AreRefusedWhereThereAreNone) {
  AttentionMaps maps;
  const Tensor images = Pattern({1, 2, 8, 8}).to(torch::kFloat32);
  EXPECT_F4S_ERROR(AttendingFusion("none", 2)->forward(images, {}, &maps), ErrorKind::kBadInput,
                   "model.attention");
  EXPECT_F4S_ERROR(AttendingFusion("cross", 2)->forward(images.narrow(1, 0, 1), {}, &maps),
                   ErrorKind::kBadInput, "model.attention");
}

}  // namespace
}  // namespace f4s
