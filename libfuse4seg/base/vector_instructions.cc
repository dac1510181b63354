#include "libfuse4seg/base/vector_instructions.h"

namespace f4s {

VectorInstructions BestVectorInstructions() {
#if defined(__x86_64__)
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return VectorInstructions::kNeither;
#if defined(F4S_WITHOUT_AVX512)
  return VectorInstructions::kAvx2;
#else
  const bool avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
                      __builtin_cpu_supports("avx512vl");
  return avx512 ? VectorInstructions::kAvx512 : VectorInstructions::kAvx2;
#endif
#else
  return VectorInstructions::kNeither;
#endif
}

}  // namespace f4s
