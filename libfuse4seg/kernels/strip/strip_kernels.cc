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
  static const std::vector<const StripKernels*> kinds = [] {
    std::vector<const StripKernels*> found;
#ifdef F4S_STRIP_KERNELS_X86
    const VectorInstructions best = BestVectorInstructions();
#ifndef F4S_WITHOUT_AVX512
    if (best == VectorInstructions::kAvx512) found.push_back(&strip_avx512::kKernels);
#endif
    if (best != VectorInstructions::kNeither) found.push_back(&strip_avx2::kKernels);
#endif
    found.push_back(&strip_any::kKernels);
    return found;
  }();
  return kinds;
}

}  // namespace f4s
