#include "libfuse4seg/nn/call_batcher.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <atomic>
#include <thread>

namespace f4s {
namespace {

using torch::Tensor;

TEST(CallsTogether, GetTheirOwnResults) {
  CallBatcher batcher(4, 16 * 16);
  std::atomic<int> computed = 0, largest = 0;
  std::vector<std::thread> threads;
  std::atomic<int> wrong = 0;
  for (int t = 0; t < 12; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 20; ++i) {
        const bool twice = (t + i) % 3 == 0;
        const Tensor x = torch::full({1, 8, 8}, t * 100 + i);
        const Tensor y = batcher.Call(twice ? "twice" : "once", x, [&](const Tensor& batch) {
          ++computed;
          if (batch.size(0) > largest) largest = static_cast<int>(batch.size(0));
          return batch * (twice ? 2 : 1);
        });
        if (!y.equal(x * (twice ? 2 : 1))) ++wrong;
      }
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(largest, 4);
  EXPECT_LE(computed, 240);
}

TEST(CallsTogether, AreAlwaysOfOneSizeForAShape) {
  CallBatcher batcher(8, 64 * 64);
  EXPECT_EQ(batcher.SizeFor(64, 64), 8);
  EXPECT_EQ(batcher.SizeFor(10, 10), 8);
  EXPECT_EQ(batcher.SizeFor(128, 128), 2);
  EXPECT_EQ(batcher.SizeFor(1000, 1000), 1);
  const Tensor y = batcher.Call("one", torch::ones({2, 128, 128}), [](const Tensor& batch) {
    EXPECT_EQ(batch.sizes(), torch::IntArrayRef({2, 2, 128, 128}));
    return batch.sum({1, 2, 3});
  });
  EXPECT_EQ(y.item<float>(), 2 * 128 * 128);
}

TEST(CallsTogether, FailTogether) {
  CallBatcher batcher(4, 16);
  const auto call = [&] {
    return batcher.Call("bad", torch::ones({1, 2, 2}),
                        [](const Tensor&) -> Tensor { throw std::runtime_error("as wanted"); });
  };
  EXPECT_THROW(static_cast<void>(call()), std::runtime_error);
  EXPECT_THROW(static_cast<void>(call()), std::runtime_error) << "and the next can be tried";
}

}  // namespace
}  // namespace f4s
