// 3x3 convolutions in double precision for one kind of CPU: included by net_kernels_inl.h, under its rules.

#pragma once

#include <cstdint>

#include "libfuse4seg/kernels/net/conv_stage_plan.h"

#ifndef F4S_NET_KIND
#error "conv_double_inl.h is for net_kernels_KIND.cc"
#endif

namespace f4s::F4S_NET_KIND {
namespace {

constexpr int kDoubles = F4S_NET_LANES / 2;  ///< of a register
typedef double Doubles __attribute__((vector_size(kDoubles * 8)));

inline Doubles LoadDoubles(const double* p) {
  Doubles v;
  __builtin_memcpy(&v, p, sizeof v);
  return v;
}

/// P pixels times O registers of outputs.
template <int P, int O>
inline void DoublePixels(const DoubleConvPlan& plan, const double* const rows[3], int64_t x, int64_t o) {
  Doubles sums[P][O];
  for (int p = 0; p < P; ++p)
    for (int i = 0; i < O; ++i) sums[p][i] = LoadDoubles(plan.start + o + i * kDoubles);
  const double* w = plan.weights + o;
  for (int row = 0; row < 3; ++row) {
    const double* from = rows[row] + x * plan.in;
    for (int64_t c = 0; c < 3 * plan.in; ++c, ++from, w += plan.wide) {  // three pixels beside each other
      Doubles weight[O];
      for (int i = 0; i < O; ++i) weight[i] = LoadDoubles(w + i * kDoubles);
      for (int p = 0; p < P; ++p)
        for (int i = 0; i < O; ++i) sums[p][i] += from[p * plan.in] * weight[i];
    }
  }
  for (int p = 0; p < P; ++p)
    for (int i = 0; i < O; ++i)
      __builtin_memcpy(plan.scratch + (x + p) * plan.wide + o + i * kDoubles, &sums[p][i], sizeof(Doubles));
}

template <int P, int O>
inline void DoubleColumns(const DoubleConvPlan& plan, const double* const rows[3], int64_t o) {
  int64_t x = 0;
  for (; x + P <= plan.columns; x += P) DoublePixels<P, O>(plan, rows, x, o);
  for (; x < plan.columns; ++x) DoublePixels<1, O>(plan, rows, x, o);
}

void ConvolveDoubles(const DoubleConvPlan& plan) {
  constexpr int kTimes = F4S_NET_LANES / 8;
  const int64_t row_size = (plan.columns + 2) * plan.in;
  const auto bytes = static_cast<__SIZE_TYPE__>(plan.columns * plan.in) * sizeof(double);
  const auto read = [&](int64_t row) {
    __builtin_memcpy(plan.ring + row % 3 * row_size + plan.in, plan.x + row * plan.columns * plan.in, bytes);
  };
  read(0);
  for (int64_t row = 0; row < plan.rows; ++row) {
    if (row + 1 < plan.rows) read(row + 1);
    const double* rows[3];
    for (int i = 0; i < 3; ++i) {
      const int64_t at = row + i - 1;
      rows[i] = at < 0 || at >= plan.rows ? plan.zero : plan.ring + at % 3 * row_size;
    }
    int64_t o = 0;
    for (; o + 4 * kDoubles <= plan.wide; o += 4 * kDoubles) DoubleColumns<3 * kTimes, 4>(plan, rows, o);
    for (; o < plan.wide; o += kDoubles) DoubleColumns<7 * kTimes, 1>(plan, rows, o);
    double* y = plan.y + row * plan.columns * plan.out;
    for (int64_t x = 0; x < plan.columns; ++x)
      for (int64_t i = 0; i < plan.out; ++i, ++y) {
        const double value = plan.scratch[x * plan.wide + i];
        *y = plan.relu && value < 0 ? 0 : value;
      }
  }
}

}  // namespace
}  // namespace f4s::F4S_NET_KIND
