// The arithmetic of the fusion rules, once for the CPU and once for the GPU.
//
// Both must give the same bits, so the order of every sum is written out, no function of
// the C library is called, and both compilers are told not to contract a * b + c.
// Values are reached through function objects: `at(i)` is the i-th of a line or of N.

#pragma once

#ifdef __CUDACC__
#define F4S_HOST_DEVICE __host__ __device__
#else
#define F4S_HOST_DEVICE
#endif

namespace f4s {

/// Length of a side after REDUCE.
F4S_HOST_DEVICE inline int ReducedLength(int n) { return (n + 1) / 2; }

/// `i` reflected about the ends of 0..n-1; n >= 2, and i within -2..n+1 as REDUCE asks.
F4S_HOST_DEVICE inline int Reflect(int i, int n) {
  const int from_start = i < 0 ? -i : i;
  return from_start < n ? from_start : 2 * (n - 1) - from_start;
}

/// (1 4 6 4 1)/16.
F4S_HOST_DEVICE inline float Binomial5(float a, float b, float c, float d, float e) {
  return ((a + e) + 4.0f * (b + d) + 6.0f * c) * 0.0625f;
}

/// REDUCE at place `i` of a line of n values.
template <class At>
F4S_HOST_DEVICE inline float ReduceLine(const At& at, int i, int n) {
  const int centre = 2 * i;
  return Binomial5(at(Reflect(centre - 2, n)), at(Reflect(centre - 1, n)), at(centre),
                   at(Reflect(centre + 1, n)), at(Reflect(centre + 2, n)));
}

/// EXPAND at place `j` of a line of n values, from ReducedLength(n) values.  The five taps
/// meet the coarse values at every second place only: three of them or two.
template <class At>
F4S_HOST_DEVICE inline float ExpandLine(const At& at, int j, int n) {
  const int k = j / 2;
  if (j % 2 != 0) return (at(k) + at(Reflect(j + 1, n) / 2)) * 0.5f;
  return ((at(Reflect(j - 2, n) / 2) + at(Reflect(j + 2, n) / 2)) + 6.0f * at(k)) * 0.125f;
}

/// The mean of at(0) .. at(n-1), summed in this order.
template <class At>
F4S_HOST_DEVICE inline float MeanOf(const At& at, int n) {
  float sum = at(0);
  for (int s = 1; s < n; ++s) sum += at(s);
  return sum / static_cast<float>(n);
}

/// The largest of at(0) .. at(n-1).
template <class At>
F4S_HOST_DEVICE inline float LargestOf(const At& at, int n) {
  float largest = at(0);
  for (int s = 1; s < n; ++s) {
    const float value = at(s);
    if (value > largest) largest = value;
  }
  return largest;
}

/// The one of largest absolute value; of equal ones the first.
template <class At>
F4S_HOST_DEVICE inline float StrongestOf(const At& at, int n) {
  float strongest = at(0);
  for (int s = 1; s < n; ++s) {
    const float value = at(s);
    const float magnitude = value < 0 ? -value : value;
    if (magnitude > (strongest < 0 ? -strongest : strongest)) strongest = value;
  }
  return strongest;
}

}  // namespace f4s
