#include <gtest/gtest.h>
#include <torch/torch.h>

#include "libfuse4seg/train/objective/cooperation.h"
#include "tests/support/expect_error.h"
#include "tests/support/set_option.h"
#include "tests/unit/train/objective_fixture.h"

namespace f4s {
namespace {

using torch::Tensor;

/// A quadratic problem of two levels, all in double precision:
///
///     upper  U(y) = |y - a|^2 / 2,   lower  L(x, y) = |y - B x|^2 / 2
///
/// By the implicit function theorem y answers x by dy/dx = B, so that the gradient of U is B^T (y - a).
struct Quadratic {
  Tensor b, a, x, y;

  Quadratic(int64_t seed, int64_t size) {
    torch::manual_seed(static_cast<uint64_t>(seed));
    const auto options = torch::dtype(torch::kFloat64);
    b = std::get<0>(torch::linalg_qr(torch::randn({size, size}, options)));
    a = torch::randn({size}, options), x = torch::randn({size}, options), y = torch::randn({size}, options);
  }
  [[nodiscard]] Tensor Exact() const { return b.t().mv(y - a); }
  [[nodiscard]] Tensor GaussNewton() const {
    const Tensor x_in = x.clone().requires_grad_(), y_in = y.clone().requires_grad_();
    const Tensor upper = (y_in - a).pow(2).sum() / 2, lower = (y_in - b.mv(x_in)).pow(2).sum() / 2;
    const auto g_upper = torch::autograd::grad({upper}, {y_in, x_in}, {}, true, false, true);
    const auto g_lower = torch::autograd::grad({lower}, {y_in, x_in}, {}, true);
    const Tensor c = ScalarOf({g_upper[0]}, {g_lower[0]}).c;
    return GaussNewtonDirection({g_upper[1]}, {g_lower[1]}, c, 1).at(0);
  }
};

double Cosine(const Tensor& a, const Tensor& b) { return (a.dot(b) / (a.norm() * b.norm())).item<double>(); }

TEST(GaussNewton, LiesOnTheSideOfTheExactHyperGradient) {
  for (int64_t seed = 0; seed < 50; ++seed) {
    const Quadratic problem(seed, 4);
    EXPECT_GT(Cosine(problem.GaussNewton(), problem.Exact()), 0) << seed;
  }
}

TEST(GaussNewton, IsExactWhereTheLowerLevelHasOneWeight) {
  for (int64_t seed = 0; seed < 20; ++seed) {
    Quadratic problem(seed, 1);
    problem.y = problem.b.mv(problem.x) + 2 * (problem.y - problem.a);  // |g_U| <= |g_L|: c is not cut
    problem.a = problem.y - (problem.y - problem.b.mv(problem.x)) * 0.75;
    EXPECT_NEAR(problem.GaussNewton().item<double>(), problem.Exact().item<double>(), 1e-9) << seed;
  }
}

TEST(GaussNewton, ScalarAndAngle) {
  const Tensor a = torch::tensor({3.0, 4.0}), b = torch::tensor({0.0, 10.0});
  EXPECT_NEAR(ScalarOf({a}, {b}).c.item<double>(), 0.4, 1e-9);
  EXPECT_NEAR(ScalarOf({a}, {b}).cosine.item<double>(), 0.8, 1e-9);
  EXPECT_EQ(ScalarOf({b}, {a * 0.01}).c.item<double>(), 1) << "within -1..1";
  EXPECT_EQ(ScalarOf({-b}, {a * 0.01}).c.item<double>(), -1);
  EXPECT_EQ(ScalarOf({a}, {torch::zeros({2})}).cosine.item<double>(), 0);
  EXPECT_NEAR(ScalarOf({a, Tensor()}, {b, a}).c.item<double>(), 40.0 / 125, 1e-9) << "an undefined one is 0";
}

class Bilevel : public Objectives {
 protected:
  /// Two slices, and the same two again: both halves of a batch are alike.
  SliceBatch Twice() const {
    const SliceBatch one = Batch(0);
    return {torch::cat({one.images, one.images}),
            torch::cat({one.labels, one.labels}),
            {one.indices[0], one.indices[1], one.indices[0], one.indices[1]}};
  }
  static double Norm(const StepOutcome& outcome, const std::string& name) {
    for (const auto& [key, value] : outcome.gradient_norms)
      if (key == name) return value.item<double>();
    return -1;
  }
};

TEST_F(Bilevel, OnOneBatchForBothTheSegmentationGradientCancels) {
  options_.bilevel = BilevelMode::kGaussNewton;
  options_.fusion_weight = 0;  // what is left of the leader's gradient is the segmentation loss's
  const auto leaders_norm = [&](double kappa) {
    options_.gauss_newton_damping = kappa;
    const StepOutcome outcome = New().Step(Twice(), Place(1));
    EXPECT_NEAR(outcome.bilevel.at(0).second.item<double>(), 1, 1e-6) << "c";
    EXPECT_NEAR(outcome.bilevel.at(1).second.item<double>(), 1, 1e-9) << "cosine";
    return Norm(outcome, "fusion");
  };
  const double undamped = leaders_norm(1), whole = leaders_norm(0), half = leaders_norm(0.5);
  EXPECT_GT(whole, 0);
  EXPECT_LT(undamped, 1e-6 * whole);
  EXPECT_NEAR(half, 0.5 * whole, 1e-6 * whole);
}

TEST_F(Bilevel, OnDifferentHalvesTheAnswerIsPartlyTaken) {
  options_.bilevel = BilevelMode::kGaussNewton;
  options_.sampling.batch_size = 4;
  const StepOutcome outcome = New().Step(Batch(0), Place(1));
  const double c = outcome.bilevel.at(0).second.item<double>();
  const double cosine = outcome.bilevel.at(1).second.item<double>();
  EXPECT_GE(c, -1);
  EXPECT_LE(c, 1);
  EXPECT_GT(cosine, 0) << "both halves ask the follower for much the same";
  EXPECT_LT(cosine, 1);
  EXPECT_TRUE(New().Step(Batch(0), Place(0)).bilevel.empty()) << "the warm-up is a joint step";
}

TEST_F(Bilevel, InTurnsOneMovesAndTheOtherIsHeld) {
  options_.bilevel = BilevelMode::kAlternate;
  options_.fusion_weight = 0;
  Cooperation objective = New();
  const auto moved = [&](int64_t step) {
    const NamedTensors before = Copy(objective.State());
    const StepOutcome outcome = objective.Step(Batch(step), {1, step, 16});
    EXPECT_EQ(outcome.gradient_norms.size(), 1U);
    const NamedTensors after = objective.State();
    return std::pair(!SameBelow("network.fusion.", before, after),
                     !SameBelow("network.segmentation.", before, after));
  };
  EXPECT_EQ(moved(4), std::pair(false, true));
  EXPECT_EQ(moved(5), std::pair(true, false)) << "by the segmentation loss alone";
}

TEST_F(Bilevel, ThreadsChangeNoBit) {
  options_.sampling.batch_size = 5;
  for (const char* mode : {"gauss-newton", "alternate"}) {
    Set(options_, "bilevel", mode);
    threads_ = 1;
    Cooperation alone = New();
    threads_ = 3;
    Cooperation shared = New();
    for (const int64_t step : {0, 1, 2}) {
      alone.Step(Batch(step), Place(1));
      shared.Step(Batch(step), Place(1));
    }
    EXPECT_TRUE(SameBelow("", alone.State(), shared.State())) << mode;
  }
}

TEST_F(Bilevel, HalvesWantTwoSlices) {
  options_.bilevel = BilevelMode::kGaussNewton;
  options_.sampling.batch_size = 1;
  EXPECT_F4S_ERROR(static_cast<void>(options_.Resolved()), ErrorKind::kUsage, "train.batch_size");
}

}  // namespace
}  // namespace f4s
