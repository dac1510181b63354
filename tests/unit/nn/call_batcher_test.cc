#include "libfuse4seg/nn/call_batcher.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <atomic>
#include <thread>

namespace f4s {
namespace {

using torch::Tensor;

/// 100 bytes, and 10 for each picture.
int64_t TenEach(const std::function<void()>& run, const std::atomic<int64_t>& rows) {
  run();
  return 100 + 10 * rows;
}

TEST(CallsTogether, GetTheirOwnResults) {
  std::atomic<int64_t> rows = 0, largest = 0, wrong = 0;
  CallBatcher batcher(4, 1000, [&](const auto& run) { return TenEach(run, rows); });
  std::vector<std::thread> threads;
  for (int t = 0; t < 12; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 20; ++i) {
        const bool twice = (t + i) % 3 == 0;
        std::vector<Tensor> given;
        for (int k = 0; k <= t % 3; ++k) given.push_back(torch::full({1, 8, 8}, t * 1000 + i * 10 + k));
        const auto made = batcher.Call(twice ? "twice" : "once", given, [&](const Tensor& batch) {
          rows = batch.size(0);
          if (rows > largest) largest = rows.load();
          return batch * (twice ? 2 : 1);
        });
        for (size_t k = 0; k < given.size(); ++k)
          if (made.size() != given.size() || !made[k].equal(given[k] * (twice ? 2 : 1))) ++wrong;
      }
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(largest, 4);
}

/// Rows of the batch in which one picture of this kind and shape is computed.
int64_t BatchOf(CallBatcher& batcher, std::atomic<int64_t>& rows, int64_t side) {
  const auto made = batcher.Call("one", {torch::ones({2, side, side})}, [&](const Tensor& batch) {
    rows = batch.size(0);
    return batch.sum({1, 2, 3});
  });
  EXPECT_EQ(made.size(), 1U);
  EXPECT_EQ(made.at(0).item<float>(), static_cast<float>(2 * side * side));
  return rows;
}

TEST(CallsTogether, AreAsManyAsTheBudgetHolds) {
  for (const auto& [budget, wanted] : {std::pair(135, 3), {150, 5}, {1000, 8}, {0, 1}}) {
    std::atomic<int64_t> rows = 0;
    CallBatcher batcher(8, budget, [&](const auto& run) { return TenEach(run, rows); });
    EXPECT_EQ(BatchOf(batcher, rows, 5), wanted) << budget;
    EXPECT_EQ(BatchOf(batcher, rows, 5), wanted) << "and so again";
  }
}

TEST(CallsTogether, AreMeasuredOnceForAShape) {
  std::atomic<int64_t> rows = 0, measured = 0;
  CallBatcher batcher(8, 150, [&](const auto& run) {
    ++measured;
    return TenEach(run, rows);
  });
  for (const int side : {4, 4, 5, 4}) static_cast<void>(BatchOf(batcher, rows, side));
  EXPECT_EQ(measured, 2 * 3);
}

TEST(CallsTogether, FailTogether) {
  CallBatcher batcher(4, 1000, [](const auto& run) { return run(), 1; });
  const auto call = [&](bool fails) {
    return batcher.Call("bad", {torch::ones({1, 2, 2}), torch::ones({1, 2, 2})}, [&](const Tensor& batch) {
      return fails ? throw std::runtime_error("as wanted") : batch;
    });
  };
  EXPECT_THROW(static_cast<void>(call(true)), std::runtime_error);
  EXPECT_THROW(static_cast<void>(call(true)), std::runtime_error) << "and the next can be tried";
  EXPECT_EQ(call(false).size(), 2U);
}

}  // namespace
}  // namespace f4s
