// conv_stage.h for one kind of CPU: included by net_kernels_inl.h, under its rules.
//
// A row of outputs at a time: P pixels times O registers of outputs stay in registers while all taps and
// channels are added up.  The rows that it reads are copied to a ring first, side by side where there are
// several inputs, normalised and with zeros at their ends; so each value is normalised once, in the cache.

#pragma once

#include <cstdint>

#include "libfuse4seg/kernels/net/conv_stage_plan.h"
#include "libfuse4seg/kernels/net/net_kernels_lanes_inl.h"

#ifndef F4S_NET_KIND
#error "conv_stage_inl.h is for net_kernels_KIND.cc"
#endif

namespace f4s::F4S_NET_KIND {
namespace {

/// Of one row of outputs: where the channels of its first pixel's taps lie, in as few runs as they do.
template <class T>
struct Taps {
  const T* from[9 * kMostStageInputs];
  int64_t length[9 * kMostStageInputs];
  int count = 0;
  int64_t stride = 0;  ///< elements from an output's pixel to the next one's
};
using StageTaps = Taps<float>;

template <int L, int P, int O>
inline void StageTile(const StageTaps& taps, int64_t x, const float* w, const float* start, float* y,
                      int64_t y_stride) {
  Floats<L> sums[P][O];
  for (int p = 0; p < P; ++p)
    for (int i = 0; i < O; ++i) sums[p][i] = Load<L>(start + i * L);
  for (int t = 0; t < taps.count; ++t) {
    const float* from = taps.from[t] + x * taps.stride;
    for (const float* const end = from + taps.length[t]; from != end; ++from, w += O * L) {
      Floats<L> weight[O];
      for (int i = 0; i < O; ++i) weight[i] = Load<L>(w + i * L);
      for (int p = 0; p < P; ++p)
        for (int i = 0; i < O; ++i) sums[p][i] += from[p * taps.stride] * weight[i];
    }
  }
  for (int p = 0; p < P; ++p)
    for (int i = 0; i < O; ++i) Store<L>(y + (x + p) * y_stride + i * L, sums[p][i]);
}

/// The tile of `pixels` <= P pixels.
template <int L, int P, int O>
inline void StageTileOf(int64_t pixels, const StageTaps& taps, int64_t x, const float* w, const float* start,
                        float* y, int64_t y_stride) {
  if constexpr (P > 1)
    if (pixels < P) return StageTileOf<L, P - 1, O>(pixels, taps, x, w, start, y, y_stride);
  StageTile<L, P, O>(taps, x, w, start, y, y_stride);
}

/// A row of O registers of outputs, in tiles as wide as each other but for the last.
template <int L, int P, int O>
void StageRow(const StageTaps& taps, int64_t width, const float* w, const float* start, float* y,
              int64_t y_stride) {
  const int64_t tiles = (width + P - 1) / P, pixels = (width + tiles - 1) / tiles;
  for (int64_t x = 0; x < width; x += pixels)
    StageTileOf<L, P, O>(x + pixels < width ? pixels : width - x, taps, x, w, start, y, y_stride);
}

/// Pixels of one register of outputs, from one of which deviations are summed up: a pixel of their own, lest
/// a few that lie far off, as those beside the zeros around a plane, cost the digits of all.
template <int L>
struct PartSums {
  Floats<L> shift = {}, sum = {}, square = {};
  int64_t count = 0;

  void Add(Floats<L> v) {
    const Floats<L> d = v - shift;
    sum += d, square += d * d, ++count;
  }
};

/// Adds a part to the moments of the outputs from `o` on: Chan, Golub and LeVeque, Updating Formulae and a
/// Pairwise Algorithm for Computing Sample Variances, 1979.
template <int L>
inline void AddToMoments(const StagePlan& plan, const PartSums<L>& part, int64_t o) {
  double *const pixels = plan.moments + o, *const mean = pixels + plan.out,
                *const deviation = mean + plan.out;
  const auto count = static_cast<double>(part.count);
  for (int l = 0; l < L; ++l) {
    const auto sum = static_cast<double>(part.sum[l]);
    const double all = pixels[l] + count,
                 between = static_cast<double>(part.shift[l]) + sum / count - mean[l];
    const double within = static_cast<double>(part.square[l]) - sum * sum / count;
    mean[l] += between * count / all;
    deviation[l] += (within > 0 ? within : 0) + between * between * pixels[l] * count / all;
    pixels[l] = all;
  }
}

/// Adds a row of y.
template <int L>
inline void AddRowToMoments(const StagePlan& plan, const float* y, int64_t width, int64_t o) {
  PartSums<L> part;
  part.shift = Load<L>(y + width / 2 * plan.y_stride);
  for (int64_t x = 0; x < width; ++x) part.Add(Load<L>(y + x * plan.y_stride));
  AddToMoments<L>(plan, part, o);
}

/// Row `row` of all inputs, side by side, to pixels of `stride` floats.
template <int L>
inline void ReadRow(const StagePlan& plan, int64_t row, int64_t stride, float* to) {
  for (int64_t n = 0; n < plan.num_inputs; ++n) {
    const StageInput& input = plan.inputs[n];
    const float* x = input.x + row * plan.columns * input.stride;
    float* out = to;
    to += input.stride;
    if (input.line == nullptr) {
      const auto bytes = static_cast<__SIZE_TYPE__>(input.stride) * sizeof(float);
      for (int64_t i = 0; i < plan.columns; ++i, x += input.stride, out += stride)
        __builtin_memcpy(out, x, bytes);
      continue;
    }
    const float *const centre = input.line, *const scale = centre + input.stride,
                       *const offset = scale + input.stride;
    for (int64_t i = 0; i < plan.columns; ++i, x += input.stride, out += stride)
      for (int64_t c = 0; c < input.stride; c += L) {
        const Floats<L> v = (Load<L>(x + c) - Load<L>(centre + c)) * Load<L>(scale + c) + Load<L>(offset + c);
        const Floats<L> below = v * plan.slope;
        Store<L>(out + c, v < 0 ? below : v);
      }
  }
}

inline int64_t StagePixel(const StagePlan& plan) {
  int64_t stride = 0;
  for (int64_t n = 0; n < plan.num_inputs; ++n) stride += plan.inputs[n].stride;
  return stride;
}

/// The taps of row `row` of outputs.
/// @param ring, zero  as in StagePlan.  @param unit  an input's channels are read in multiples of it
template <class T>
inline Taps<T> TapsIn(const StagePlan& plan, const T* ring, const T* zero, int64_t unit, int64_t stride,
                      int64_t row) {
  Taps<T> taps = {};
  const int64_t pad = plan.kernel / 2, row_size = (plan.columns + 2 * pad) * stride;
  taps.stride = plan.step * stride;
  for (int64_t t = 0; t < plan.kernel * plan.kernel; ++t) {
    const int64_t at = row * plan.step + t / plan.kernel - pad;
    const bool beyond = at < 0 || at >= plan.rows;
    const T* from = beyond ? zero : ring + at % plan.ring_rows * row_size;
    from += t % plan.kernel * stride;
    for (int64_t n = 0; n < plan.num_inputs; ++n) {
      const int64_t length = (plan.inputs[n].channels + unit - 1) / unit * unit;
      const int last = taps.count - 1;
      if (last >= 0 && taps.from[last] + taps.length[last] == from) {
        taps.length[last] += length;  // right behind the ones before: one run
      } else {
        taps.from[taps.count] = from, taps.length[taps.count++] = length;
      }
      from += plan.inputs[n].stride;
    }
  }
  return taps;
}

inline StageTaps TapsOf(const StagePlan& plan, int64_t stride, int64_t row) {
  return TapsIn<float>(plan, plan.ring, plan.zero, 1, stride, row);
}

/// Row `row` of the outputs from `o` on: one block.
template <int L>
inline void BlockRow(const StagePlan& plan, const StageTaps& taps, int64_t weights_of_output, int64_t row,
                     int64_t width, int64_t o) {
  const float* const w = plan.weights + o * weights_of_output;
  float* const y = plan.y + row * plan.y_row + o / plan.y_stride * plan.y_jump + o % plan.y_stride;
  const bool two = plan.out - o >= 2 * L;
  if (two)
    StageRow<L, (L == 16 ? 12 : 6), 2>(taps, width, w, plan.start + o, y, plan.y_stride);
  else
    StageRow<L, (L == 16 ? 16 : 10), 1>(taps, width, w, plan.start + o, y, plan.y_stride);
  if (plan.moments == nullptr) return;
  for (int64_t i = o; i < o + (two ? 2 : 1) * L; i += L) AddRowToMoments<L>(plan, y + (i - o), width, i);
}

template <int L>
void ConvolveStage(const StagePlan& plan) {
  const int64_t stride = StagePixel(plan), pad = plan.kernel / 2,
                row_size = (plan.columns + 2 * pad) * stride;
  const int64_t rows = (plan.rows + plan.step - 1) / plan.step,
                width = (plan.columns + plan.step - 1) / plan.step;
  int64_t weights = 0;
  for (int64_t n = 0; n < plan.num_inputs; ++n) weights += plan.inputs[n].channels;
  weights *= plan.kernel * plan.kernel;
  int64_t read = 0;
  const auto read_to = [&](int64_t end) {
    for (; read < end && read < plan.rows; ++read)
      ReadRow<L>(plan, read, stride, plan.ring + read % plan.ring_rows * row_size + pad * stride);
  };
  if (plan.ring_rows >= plan.rows) {  // weights that are read once, for all rows
    read_to(plan.rows);
    for (int64_t o = 0; o < plan.out; o += 2 * L)
      for (int64_t row = 0; row < rows; ++row)
        BlockRow<L>(plan, TapsOf(plan, stride, row), weights, row, width, o);
    return;
  }
  for (int64_t row = 0; row < rows; ++row) {
    read_to(row * plan.step + pad + 1);
    const StageTaps taps = TapsOf(plan, stride, row);
    for (int64_t o = 0; o < plan.out; o += 2 * L) BlockRow<L>(plan, taps, weights, row, width, o);
  }
}

/// Softmax over the first `classes` of a row of logits, each `stride` floats from the last, to every
/// plan.cell-th of `columns` pixels.
template <int L>
inline void SoftmaxRow(const ClassifyPlan& plan, const float* logits, int64_t stride, int64_t columns,
                       float* to) {
  for (int64_t x = 0; x < columns; x += plan.cell, logits += stride) {
    float most = logits[0], sum = 0;
    for (int64_t k = 1; k < plan.classes; ++k) most = logits[k] > most ? logits[k] : most;
    for (int64_t k = 0; k < plan.classes; k += L) {
      const Floats<L> powers = Exp<L>(Load<L>(logits + k) - most);
      for (int64_t l = 0; l < L && k + l < plan.classes; ++l) sum += to[(k + l) * plan.plane + x] = powers[l];
    }
    for (int64_t k = 0; k < plan.classes; ++k) to[k * plan.plane + x] /= sum;
  }
}

template <int L>
void Classify(const ClassifyPlan& plan) {
  const StagePlan& stage = plan.stage;
  const int64_t stride = StagePixel(stage), width = (plan.columns + plan.cell - 1) / plan.cell;
  for (int64_t row = 0; row * plan.cell < plan.rows; ++row) {
    ReadRow<L>(stage, row, stride, stage.ring + row % stage.ring_rows * stage.columns * stride);
    const StageTaps taps = TapsOf(stage, stride, row);
    for (int64_t o = 0; o < stage.out; o += 2 * L)
      BlockRow<L>(stage, taps, stage.inputs[0].channels, row, width, o);
    for (int64_t i = 0; i < plan.cell * plan.cell; ++i) {
      const int64_t y = row * plan.cell + i / plan.cell, x = i % plan.cell;
      if (y >= plan.rows) break;
      SoftmaxRow<L>(plan, stage.y + i * plan.classes, stage.y_stride, plan.columns - x,
                    plan.planes + y * plan.columns + x);
    }
  }
}

/// Each of x to `of` it, a register at a time.
template <int L, class Function>
inline void ForEach(float* x, int64_t count, const Function& of) {
  int64_t i = 0;
  for (; i + L <= count; i += L) Store<L>(x + i, of(Load<L>(x + i)));
  if (i == count) return;
  float rest[L] = {};
  const auto bytes = static_cast<__SIZE_TYPE__>(count - i) * sizeof(float);
  __builtin_memcpy(rest, x + i, bytes);
  Store<L>(rest, of(Load<L>(rest)));
  __builtin_memcpy(x + i, rest, bytes);
}

/// x to `by` tanh(x).
template <int L>
void TanhOf(float* x, int64_t count, float by) {
  ForEach<L>(x, count, [by](Floats<L> v) { return by * Tanh<L>(v); });
}

template <int L>
void GeluOf(float* x, int64_t count) {
  ForEach<L>(x, count, [](Floats<L> v) { return Gelu<L>(v); });
}

template <int L>
void Softmax(const SoftmaxPlan& plan) {
  for (int64_t row = 0; row < plan.rows; ++row) {
    float* const x = plan.x + row * plan.stride;
    for (int64_t i = plan.count; i < plan.stride; ++i) x[i] = x[0];  // which changes no maximum
    Floats<L> most = Load<L>(x), sums = {};
    for (int64_t i = L; i < plan.stride; i += L) {
      const Floats<L> v = Load<L>(x + i);
      most = v > most ? v : most;
    }
    float top = most[0];
    for (int l = 1; l < L; ++l) top = most[l] > top ? most[l] : top;
    for (int64_t i = 0; i < plan.stride; i += L) Store<L>(x + i, Exp<L>(Load<L>(x + i) - top));
    for (int64_t i = plan.count; i < plan.stride; ++i) x[i] = 0;
    for (int64_t i = 0; i < plan.stride; i += L) sums += Load<L>(x + i);
    const Floats<L> all = SumOfLanes<L>(sums);
    for (int64_t i = 0; i < plan.stride; i += L) Store<L>(x + i, Load<L>(x + i) / all);
  }
}

/// near 3/4 + far 1/4.
template <int L>
inline void Between(const float* near, const float* far, int64_t count, float* y) {
  for (int64_t i = 0; i < count; i += L)
    Store<L>(y + i, Load<L>(near + i) * 0.75F + Load<L>(far + i) * 0.25F);
}

template <int L>
void DoubleSize(const StagePlan& plan) {
  const int64_t stride = plan.inputs[0].stride, size = plan.columns * stride, last = plan.columns - 1;
  float* const mixed = plan.ring + 3 * size;
  const auto row_at = [&](int64_t row) { return plan.ring + row % 3 * size; };
  ReadRow<L>(plan, 0, stride, row_at(0));
  for (int64_t row = 0; row < plan.rows; ++row) {
    if (row + 1 < plan.rows) ReadRow<L>(plan, row + 1, stride, row_at(row + 1));
    for (int64_t side = 0; side < 2; ++side) {
      const int64_t other = side == 0 ? row - 1 : row + 1;
      Between<L>(row_at(row), row_at(other < 0 || other == plan.rows ? row : other), size, mixed);
      float* const y = plan.y + (2 * row + side) * 2 * size;
      for (int64_t x = 0; x <= last; ++x) {
        const float* const here = mixed + x * stride;
        Between<L>(here, x == 0 ? here : here - stride, stride, y + 2 * x * stride);
        Between<L>(here, x == last ? here : here + stride, stride, y + (2 * x + 1) * stride);
      }
    }
  }
}

/// From L places of each on: what is added to merged.
template <int L>
inline Floats<L> Gated(int64_t gates, const float* const* ratings, const float* const* own, int64_t i) {
  Floats<L> most = Load<L>(ratings[0] + i), sum = {}, gated = {};
  for (int64_t m = 1; m < gates; ++m) {
    const Floats<L> rating = Load<L>(ratings[m] + i);
    most = rating > most ? rating : most;
  }
  for (int64_t m = 0; m < gates; ++m) {
    const Floats<L> power = Exp<L>(Load<L>(ratings[m] + i) - most);
    sum += power, gated += power * Load<L>(own[m] + i);
  }
  return gated / sum;
}

template <int L>
void Gate(int64_t gates, const float* const* ratings, const float* const* own, int64_t count, float* merged) {
  int64_t i = 0;
  for (; i + L <= count; i += L) Store<L>(merged + i, Load<L>(merged + i) + Gated<L>(gates, ratings, own, i));
  if (i == count) return;
  float rest[2][kMostGates][L] = {};
  const float *rest_ratings[kMostGates], *rest_own[kMostGates];
  const auto bytes = static_cast<__SIZE_TYPE__>(count - i) * sizeof(float);
  for (int64_t m = 0; m < gates; ++m) {
    __builtin_memcpy(rest[0][m], ratings[m] + i, bytes);
    __builtin_memcpy(rest[1][m], own[m] + i, bytes);
    rest_ratings[m] = rest[0][m], rest_own[m] = rest[1][m];
  }
  const Floats<L> gated = Gated<L>(gates, rest_ratings, rest_own, 0);
  for (int64_t l = 0; i + l < count; ++l) merged[i + l] += gated[l];
}

}  // namespace
}  // namespace f4s::F4S_NET_KIND
