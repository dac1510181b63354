// Which vector instructions this processor has, of those that the suite's own loops come in.

#pragma once

#include <vector>

namespace f4s {

enum class VectorInstructions { kNeither, kAvx2, kAvx512 };

/// The best of them: AVX2 with FMA; AVX-512 with F, BW, CD, DQ and VL, as compilers know it for x86-64-v4,
/// unless F4S_WITHOUT_AVX512 leaves it out.
[[nodiscard]] VectorInstructions BestVectorInstructions();

/// Of loops that are compiled once for each kind of processor (kernels/processor_kinds.cmake), those that
/// this one can run, the best first.
template <class Loops>
[[nodiscard]] std::vector<Loops> RunnableKinds(const Loops& avx512, const Loops& avx2, const Loops& any) {
  switch (BestVectorInstructions()) {
    case VectorInstructions::kAvx512: return {avx512, avx2, any};
    case VectorInstructions::kAvx2: return {avx2, any};
    case VectorInstructions::kNeither: break;
  }
  return {any};
}

}  // namespace f4s
