// What ranks on GPUs send each other by NCCL: with one GPU a rank of one, with two the step of one process.

#include "libfuse4seg/train/ranks/ranks.h"

#include <torch/csrc/distributed/c10d/HashStore.hpp>

#include "libfuse4seg/train/ranks/nccl_ranks.h"
#include "tests/gpu/with_gpu.h"
#include "tests/unit/train/objective_fixture.h"
#include "tests/unit/train/thread_ranks.h"

namespace f4s {
namespace {

using torch::Tensor;

constexpr double kTimeoutS = 60;

class RanksOnGpus : public Objectives {
 protected:
  void SetUp() override {
    F4S_SKIP_WITHOUT_GPU(first_);
    try {
      nccl_ = &OpenNccl();
    } catch (const Error& error) {
      std::cout << "no GPU: no NCCL: " << error.what() << '\n';
      GTEST_SKIP() << error.what();
    }
  }
  static torch::Device Gpu(int64_t rank) { return {torch::kCUDA, static_cast<c10::DeviceIndex>(rank)}; }
  /// Losses of a step of the ranks that are here.
  NamedScalars Losses(const torch::Device& device) const {
    Network network = NewNetwork(1);
    MoveTo(*network, device);
    Cooperation objective(network, options_.Resolved(), {.regions = regions_}, device, threads_);
    auto outcome = objective.Step(BatchPlan(slices_, options_.sampling, 32, 0, 3).Make(0), {1, 0, 64});
    for (auto& [name, loss] : outcome.losses) loss = loss.cpu();
    return outcome.losses;
  }

  torch::Device first_ = torch::kCPU;
  const NcclRanks* nccl_ = nullptr;
};

TEST_F(RanksOnGpus, SumSpreadAndGather) {
  const int64_t size = torch::cuda::device_count() > 1 ? 2 : 1;
  const auto store = c10::make_intrusive<c10d::HashStore>();
  const auto sums = OnRanks(size, [&](int64_t rank) {
    const auto joined = nccl_->Join(store, rank, size, Gpu(rank), kTimeoutS);
    const Tensor own = torch::arange(5, torch::dtype(torch::kFloat32).device(Gpu(rank))) + rank;
    Tensor sum = own.clone(), spread = own.clone();
    joined->Sum(sum);
    joined->Spread(spread);
    const auto all = joined->Gather(own);
    EXPECT_EQ(static_cast<int64_t>(all.size()), size);
    for (int64_t r = 0; r < size; ++r)
      EXPECT_TRUE(
          all[static_cast<size_t>(r)].cpu().equal(torch::arange(5, torch::kFloat32) + static_cast<float>(r)));
    EXPECT_TRUE(spread.cpu().equal(torch::arange(5, torch::kFloat32)));
    return sum.cpu();
  });
  for (const Tensor& sum : sums)
    EXPECT_TRUE(sum.equal(torch::arange(5, torch::kFloat32) * static_cast<double>(size) +
                          static_cast<double>(size * (size - 1)) / 2));
}

TEST_F(RanksOnGpus, HaveTheLossesOfOneProcess) {
  if (torch::cuda::device_count() < 2) {
    std::cout << "one GPU alone: ranks have none to share a step with\n";
    return;
  }
  options_.sampling.batch_size = 4;
  options_.stage.precision = "float32";
  const NamedScalars one = Losses(first_);
  const auto store = c10::make_intrusive<c10d::HashStore>();
  const auto all = OnRanks(
      2,
      [&](int64_t rank) {
        EXPECT_EQ(Ranks::Here().JoinDevices(Gpu(rank)), "");
        return Losses(Gpu(rank));
      },
      [&](int64_t rank) -> DeviceJoin {
        return
            [&, rank](const torch::Device& device) { return nccl_->Join(store, rank, 2, device, kTimeoutS); };
      });
  for (const NamedScalars& losses : all) {
    ASSERT_EQ(losses.size(), one.size());
    for (size_t i = 0; i < one.size(); ++i)
      EXPECT_NEAR(losses[i].second.item<double>(), one[i].second.item<double>(), 1e-5) << one[i].first;
  }
}

}  // namespace
}  // namespace f4s
