// A GPU by LibTorch, or a test that skips with the reason.

#pragma once

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <iostream>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/nn/torch_device.h"

namespace f4s {

/// Sets `device`, or skips the test.
#define F4S_SKIP_WITHOUT_GPU(device)                   \
  do {                                                 \
    try {                                              \
      device = OpenTorchDevice("cuda");                \
    } catch (const ::f4s::Error& error) {              \
      std::cout << "no GPU: " << error.what() << '\n'; \
      GTEST_SKIP() << "no GPU: " << error.what();      \
    }                                                  \
  } while (false)

/// How far b is from a: the largest difference, by the largest of a.
inline double RelativeDistance(const torch::Tensor& a, const torch::Tensor& b) {
  const torch::Tensor x = a.detach().cpu().to(torch::kFloat64), y = b.detach().cpu().to(torch::kFloat64);
  return ((x - y).abs().amax() / x.abs().amax().clamp_min(1e-12)).item<double>();
}

}  // namespace f4s
