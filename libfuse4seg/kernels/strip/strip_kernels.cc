#include "libfuse4seg/kernels/strip/strip_kernels.h"

#include <cmath>
#include <numbers>

#include "libfuse4seg/base/vector_instructions.h"

namespace f4s {

double ProductLog::Value() const {
  double mantissas = 0, exponent = 0;
  for (int lane = 0; lane < kStripRows; ++lane) {
    mantissas += std::log(factors[lane]);
    exponent += static_cast<double>(exponents[lane]);
  }
  return exponent * std::numbers::ln2 + mantissas;
}

const std::vector<const StripKernels*>& StripKernelKinds() {
  static const auto kinds =
      RunnableKinds(&strip_avx512::kKernels, &strip_avx2::kKernels, &strip_any::kKernels);
  return kinds;
}

}  // namespace f4s
