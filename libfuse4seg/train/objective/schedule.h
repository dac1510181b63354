// How learning rates change with time.

#pragma once

#include <cstdint>

namespace f4s {

/// max(least, base / 2^floor(epoch / every)); every >= 1, epoch from 0.  CDDFuse's: Zhao et al., CVPR
/// 2023, published code.
[[nodiscard]] double HalvedRate(double base, int64_t epoch, int64_t every, double least);

/// base (1 - step / steps)^power, and before it a rise over the first `warmup` steps, from
/// base / warmup: step from 0 to steps - 1.  TransUNet's: Chen et al., arXiv:2102.04306.
[[nodiscard]] double PolyRate(double base, int64_t step, int64_t steps, double power, int64_t warmup);

}  // namespace f4s
