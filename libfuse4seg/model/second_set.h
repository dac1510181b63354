// Tensors of a model file that are no weights of its network: what is computed in 8 bits goes by them
// (infer/plan/int8_calibration.h), and networks pass them over.

#pragma once

namespace f4s {

/// Their names begin so.
inline constexpr char kInt8Prefix[] = "int8.";

}  // namespace f4s
