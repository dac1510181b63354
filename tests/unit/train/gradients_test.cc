#include "libfuse4seg/train/objective/gradients.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <limits>

#include "libfuse4seg/train/objective/objective.h"
#include "libfuse4seg/train/objective/optimiser.h"

namespace f4s {
namespace {

using torch::Tensor;

NamedParameters Three() {
  torch::manual_seed(5);
  return {{"a", torch::randn({3, 2}).set_requires_grad(true)},
          {"b", torch::randn({4, 3, 2, 2}).set_requires_grad(true)},
          {"c", torch::randn({5}).set_requires_grad(true)}};
}

TEST(FlatGradients, AreViewsOfOneVector) {
  const NamedParameters parameters = Three();
  Gradients gradients(parameters);
  EXPECT_TRUE(gradients.vector().equal(torch::zeros({59})));
  const Tensor of_b = torch::randn({4, 3, 2, 2}).contiguous(torch::MemoryFormat::ChannelsLast);
  gradients.Add({torch::ones({3, 2}), of_b, Tensor()});
  EXPECT_TRUE(parameters[1].second.grad().equal(of_b));
  EXPECT_FALSE(parameters[2].second.grad().defined());
  gradients.Add({torch::ones({3, 2}), Tensor(), Tensor()});
  EXPECT_TRUE(parameters[0].second.grad().equal(torch::full({3, 2}, 2.0)));
  EXPECT_NEAR(gradients.vector().sum().item<double>(), 12 + of_b.sum().item<double>(), 1e-4);
  gradients.vector().mul_(2);
  EXPECT_TRUE(parameters[1].second.grad().equal(2 * of_b)) << "what works on the vector works on each";
}

TEST(FlatGradients, OfNoPartInTheLossAreZerosInTheVector) {
  const NamedParameters parameters = Three();
  Gradients gradients(parameters);
  gradients.Add({torch::ones({3, 2}), torch::ones({4, 3, 2, 2}), torch::ones({5})});
  gradients.Clear();
  for (const auto& [name, parameter] : parameters) EXPECT_FALSE(parameter.grad().defined()) << name;
  gradients.Add({Tensor(), Tensor(), torch::ones({5})});
  EXPECT_EQ(gradients.vector().sum().item<double>(), 5);
  const auto taken = gradients.Take();
  gradients.Add({Tensor(), Tensor(), torch::full({5}, 7.0)});
  EXPECT_TRUE(taken[2].equal(torch::ones({5}))) << "keep their values";
  EXPECT_FALSE(taken[0].defined());
}

/// Twenty steps on a bowl, one parameter joining late; in some nothing may move.
NamedTensors After(Optimiser& optimiser, bool fused) {
  if (fused) optimiser.Fuse();
  Gradients& gradients = optimiser.gradients();
  const auto& parameters = optimiser.parameters();
  for (int step = 0; step < 20; ++step) {
    std::vector<Tensor> slopes;
    const bool bad = step % 7 == 3;
    for (size_t i = 0; i < parameters.size(); ++i)
      slopes.push_back(i == 2 && step < 5 ? Tensor() : 2 * (parameters[i].second.detach() - 1));
    if (bad) slopes[0] = slopes[0] * std::numeric_limits<float>::quiet_NaN();
    gradients.Clear();
    gradients.Add(slopes);
    StepOutcome outcome;
    outcome.gradient_norms = {{"all", gradients.Clip(3)}};
    const Tensor& may_move = outcome.MayMove();
    EXPECT_EQ(may_move.item<bool>(), !bad);
    optimiser.Step([&](const std::string& name) { return name == "b" ? 0.01 : 0.05 / (1 + step); }, may_move);
  }
  NamedTensors state;
  for (const auto& [name, parameter] : parameters) state[name] = parameter.detach();
  optimiser.AddState("state", state);
  return state;
}

void ExpectTheSame(const NamedTensors& one_by_one, const NamedTensors& fused) {
  ASSERT_EQ(one_by_one.size(), fused.size());
  for (const auto& [name, tensor] : one_by_one) {
    EXPECT_EQ(tensor.scalar_type(), fused.at(name).scalar_type()) << name;
    EXPECT_TRUE(torch::allclose(tensor, fused.at(name), 1e-5, 1e-6)) << name;
  }
}

TEST(FusedOptimisers, DoWhatTheOthersDoAndStayWhereNothingMayMove) {
  for (const double decay : {0.0, 0.01}) {
    Adam one(Three(), decay), fused(Three(), decay);
    ExpectTheSame(After(one, false), After(fused, true));
    for (const bool nesterov : {false, true}) {
      MomentumDescent a(Three(), 0.9, decay, nesterov), b(Three(), 0.9, decay, nesterov);
      ExpectTheSame(After(a, false), After(b, true));
    }
  }
}

TEST(FusedOptimisers, GoBackWhereTheyMayNot) {
  NamedTensors state = {{"a", torch::ones({3})}, {"b", torch::zeros({2, 2}, torch::kInt64)}};
  const NamedTensors before = Copies(state);
  state.at("a").fill_(2), state.at("b").fill_(3);
  PutBackUnless(torch::tensor(true), before, state);
  EXPECT_EQ(state.at("a").sum().item<double>(), 6);
  PutBackUnless(torch::tensor(false), before, state);
  EXPECT_TRUE(state.at("a").equal(before.at("a")));
  EXPECT_TRUE(state.at("b").equal(before.at("b")));
}

}  // namespace
}  // namespace f4s
