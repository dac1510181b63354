// Registers of L floats and functions of them: of net_kernels_inl.h, and under its rules.

#pragma once

#include <cstdint>

#ifndef F4S_NET_KIND
#error "net_kernels_lanes_inl.h is for net_kernels_KIND.cc"
#endif

namespace f4s::F4S_NET_KIND {
namespace {

template <int L>
struct Register {
  typedef float Floats __attribute__((vector_size(L * 4)));
  typedef int32_t Ints __attribute__((vector_size(L * 4)));
};

template <int L>
using Floats = typename Register<L>::Floats;
template <int L>
using Ints = typename Register<L>::Ints;

template <int L>
inline Floats<L> Load(const float* p) {
  Floats<L> v;
  __builtin_memcpy(&v, p, sizeof v);
  return v;
}

template <int L>
inline void Store(float* p, Floats<L> v) {
  __builtin_memcpy(p, &v, sizeof v);
}

template <int L>
inline Floats<L> Clamp(Floats<L> v, float low, float high) {
  const Floats<L> lows = Floats<L>{} + low, highs = Floats<L>{} + high;
  v = v < lows ? lows : v;
  return v > highs ? highs : v;
}

/// e^v to 2 units in the last place; beyond +-87 as there.  e^0 is 1.
template <int L>
inline Floats<L> Exp(Floats<L> v) {
  v = Clamp<L>(v, -87.0F, 87.0F);
  const Floats<L> magic = Floats<L>{} + 12582912.0F;  // 1.5 2^23: adding it rounds to whole numbers
  const Floats<L> shifted = v * 1.44269504F + magic;
  const Floats<L> n = shifted - magic;
  const Floats<L> r = (v - n * 0.693359375F) + n * 2.12194440e-4F;  // v - n ln 2, in two parts
  Floats<L> p = Floats<L>{} + 1.0F / 5040;                          // Taylor's, for |r| <= ln 2 / 2
  p = p * r + 1.0F / 720, p = p * r + 1.0F / 120, p = p * r + 1.0F / 24;
  p = p * r + 1.0F / 6, p = p * r + 0.5F, p = p * r + 1.0F, p = p * r + 1.0F;
  const Ints<L> power = (__builtin_convertvector(n, Ints<L>) + 127) << 23;
  return p * reinterpret_cast<Floats<L>>(power);
}

/// GELU, v (1 + erf(v / sqrt 2)) / 2, to 2e-7 |v|.  erf: Abramowitz and Stegun, 7.1.26.
template <int L>
inline Floats<L> Gelu(Floats<L> v) {
  const Floats<L> x = (v < 0 ? -v : v) * 0.707106781F;
  const Floats<L> t = 1.0F / (1.0F + 0.3275911F * x);
  Floats<L> p = 1.061405429F * t - 1.453152027F;
  p = p * t + 1.421413741F, p = p * t - 0.284496736F, p = p * t + 0.254829592F;
  const Floats<L> rest = p * t * Exp<L>(-x * x);  // 1 - erf
  return v * 0.5F * (v < 0 ? rest : 2.0F - rest);
}

template <int L>
inline Floats<L> Tanh(Floats<L> v) {
  return 1.0F - 2.0F / (Exp<L>(2.0F * v) + 1.0F);
}

template <int L>
inline Floats<L> Relu6(Floats<L> v) {
  return Clamp<L>(v, 0.0F, 6.0F);
}

inline float Root(float x) { return __builtin_sqrtf(x); }

template <int L>
inline Floats<L> Crossed(Floats<L> v, int step) {  // lane i takes lane i ^ step
#ifdef __clang__                                   // which has no __builtin_shuffle
  Floats<L> crossed;
  for (int i = 0; i < L; ++i) crossed[i] = v[i ^ step];
  return crossed;
#else
  Ints<L> mask;
  for (int i = 0; i < L; ++i) mask[i] = i ^ step;
  return __builtin_shuffle(v, mask);
#endif
}

/// The sum of all lanes, in each.
template <int L>
inline Floats<L> SumOfLanes(Floats<L> v) {
  if constexpr (L == 16) v += Crossed<L>(v, 8);
  v += Crossed<L>(v, 4);
  v += Crossed<L>(v, 2);
  return v + Crossed<L>(v, 1);
}

}  // namespace
}  // namespace f4s::F4S_NET_KIND
