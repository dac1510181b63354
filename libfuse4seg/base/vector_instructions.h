// Which vector instructions this processor has, of those that the suite's own loops come in.

#pragma once

namespace f4s {

enum class VectorInstructions { kNeither, kAvx2, kAvx512 };

/// The best of them: AVX2 with FMA; AVX-512 with F, BW, CD, DQ and VL, as compilers know it for x86-64-v4.
[[nodiscard]] VectorInstructions BestVectorInstructions();

}  // namespace f4s
