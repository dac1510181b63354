// A word for functions whose loops treat each element by itself.

#pragma once

/// The function is compiled for AVX-512 and AVX2 too, and the CPU decides which version runs.
/// All do the same operations on each element, without fused multiply-add and without sums across
/// elements, so the results are the same bytes.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define F4S_ELEMENTWISE __attribute__((target_clones("arch=x86-64-v4", "avx2", "default")))
#else
#define F4S_ELEMENTWISE
#endif
