// The same computation on several threads at once.

#pragma once

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <thread>
#include <vector>

namespace f4s {

/// Expects compute(), with one thread within operators and without gradients, to give the same bits in four
/// threads at once as in this one.
template <class Compute>
void ExpectSameBitsOnThreads(const Compute& compute) {
  const auto alone = [&] {
    const torch::NoGradGuard no_grad;
    at::set_num_threads(1);
    return compute();
  };
  const torch::Tensor wanted = alone();
  std::vector<torch::Tensor> found(4);
  std::vector<std::thread> threads;
  for (torch::Tensor& tensor : found) threads.emplace_back([&] { tensor = alone(); });
  for (std::thread& thread : threads) thread.join();
  for (const torch::Tensor& tensor : found) EXPECT_TRUE(torch::equal(tensor, wanted));
}

}  // namespace f4s
