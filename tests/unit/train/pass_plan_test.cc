#include "libfuse4seg/train/objective/pass_plan.h"

#include <gtest/gtest.h>

#include "libfuse4seg/loss/inversion_loss.h"
#include "libfuse4seg/nn/peak_bytes.h"
#include "libfuse4seg/train/objective/inversion.h"
#include "tests/support/set_option.h"
#include "tests/unit/train/objective_fixture.h"

namespace f4s {
namespace {

TEST(PeakMemory, IsOfWhatIsThereAtOnce) {
  const int64_t bytes = PeakBytes(torch::kCPU, [] {
    for (int i = 0; i < 3; ++i) {
      const torch::Tensor a = torch::zeros({1 << 16}), b = torch::zeros({1 << 16});
    }
    ForEachShard(2, 2, [](int64_t) { const torch::Tensor c = torch::zeros({1 << 16}); });
  });
  EXPECT_NEAR(static_cast<double>(bytes), 2 * 4 * (1 << 16), 4096);
}

TEST(PassCosts, GiveAsManyImagesAsFit) {
  const PassCost cost = {.first = 100, .in_networks = 50, .waiting = 10};
  EXPECT_EQ(cost.Bytes(8, 8, 1), 100 + 7 * 50);
  EXPECT_EQ(cost.Bytes(8, 2, 1), 100 + 50 + 6 * 10);
  EXPECT_EQ(cost.Bytes(8, 2, 3), 100 + 5 * 50 + 2 * 10);
  EXPECT_EQ(cost.Most(8, 1000, 1), 8);
  EXPECT_EQ(cost.Most(8, 449, 1), 7);
  EXPECT_EQ(cost.Most(8, 409, 1), 6) << "7 at once take 410";
  EXPECT_EQ(cost.Most(8, 1, 1), 1);
}

class Passes : public Objectives {
 protected:
  Passes() {
    options_.sampling.batch_size = 6;
    options_.adversary.weight = 0.01;
    threads_ = 1;
  }
  std::unique_ptr<Objective> Cooperating() const {
    return std::make_unique<Cooperation>(
        NewNetwork(1), options_.Resolved(),
        CooperationFacts{.regions = regions_, .modalities = 2, .side = 32, .seed = 5}, torch::kCPU, threads_);
  }
};

TEST_F(Passes, TakeWhatWasEstimated) {
  const auto objective = Cooperating();
  const NamedTensors before = Copies(objective->State());
  const SliceBatch batch = Batch(4);
  const PassCost cost = PassCost::Of(*objective, batch, torch::kCPU, 1);
  EXPECT_TRUE(SameBelow("", before, objective->State())) << "to measure changes nothing";
  EXPECT_GT(cost.in_networks, cost.waiting);
  for (const int64_t at_once : {1, 2, 3, 6}) {
    const PassShape shape = {.images_at_once = at_once, .recompute = at_once < 6};
    const auto bytes =
        static_cast<double>(PeakBytes(torch::kCPU, [&] { objective->Rehearse(batch, shape); }));
    EXPECT_NEAR(static_cast<double>(cost.Bytes(6, at_once, 1)) / bytes, 1, 0.15) << at_once;
  }
}

TEST_F(Passes, InPartsAreTheSameStep) {
  const auto values = [&](const PassShape& shape) {
    const auto objective = Cooperating();
    objective->Shape(shape);
    return StepValues(objective->Step(Batch(4), Place(1))).json();
  };
  const Json whole = values({}), parts = values({.images_at_once = 2, .recompute = true});
  for (const char* kind : {"losses", "gradient_norms"})
    for (const auto& [name, value] : whole.at(kind).items())
      EXPECT_NEAR(value.get<double>(), parts.at(kind).at(name).get<double>(),
                  1e-4 * std::max(0.1, std::abs(value.get<double>())))
          << kind << ' ' << name;
}

TEST(Noise, IsTheSameByTensors) {
  for (const uint64_t seed : {uint64_t{3}, uint64_t{0xfedcba9876543210}}) {
    const torch::Tensor a = NormalNumbers({40, 50}, seed),
                        b = NormalNumbersByTensors({40, 50}, seed, torch::kCPU);
    EXPECT_TRUE(torch::allclose(a, b, 1e-6, 1e-6));
    EXPECT_GT(a.eq(b).to(torch::kFloat64).mean().item<double>(), 0.99);
  }
}

}  // namespace
}  // namespace f4s
