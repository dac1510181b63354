// The GPU's metric kernels for a test, which is skipped with the reason where they cannot be had.

#pragma once

#include <gtest/gtest.h>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/kernels/metric_kernels.h"

namespace f4s {

class WithCudaMetricKernels : public testing::Test {
 protected:
  void SetUp() override {
    try {
      cuda_ = MetricKernelsFor("cuda");
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::kUnavailable) throw;
      GTEST_SKIP() << "no GPU: " << error.message();
    }
  }

  const MetricKernels* cuda_ = nullptr;
};

}  // namespace f4s
