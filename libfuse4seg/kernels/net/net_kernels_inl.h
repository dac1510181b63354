// net_kernels.h for one kind of CPU: included by net_kernels_KIND.cc, which say what is compiled.
//
// All is static and nothing of the standard library is used: the linker must not put one kind's code in
// another's place.
//
// Shapes:  L lanes of a register; a padded row holds W + 2 pixels, its first and last are the border.

#include <cstdint>

#include "libfuse4seg/kernels/net/conv_double_inl.h"
#include "libfuse4seg/kernels/net/conv_stage_inl.h"
#include "libfuse4seg/kernels/net/conv_winograd_inl.h"
#include "libfuse4seg/kernels/net/net_kernels_lanes_inl.h"
#include "libfuse4seg/kernels/net/net_kernels_plan.h"

#ifndef F4S_NET_KIND
#error "net_kernels_inl.h is for net_kernels_KIND.cc"
#endif

namespace f4s::F4S_NET_KIND {
namespace {

// Dense convolutions: P pixels times O registers of outputs at a time.

struct DenseRow {
  const float* taps[9];  ///< where each tap's first pixel lies
  int num_taps = 1;
  int64_t stride = 0, in = 0;      ///< floats from pixel to pixel; channels read of each
  const float* weights = nullptr;  ///< [taps][in][out]
  const float* start = nullptr;    ///< [out], or null: 0
  int64_t out = 0;                 ///< a multiple of L
  int64_t out_stride = 0;
  bool add = false;  ///< to what is there
};

template <int L, int P, int O>
inline void DensePixels(const DenseRow& d, int64_t x, int64_t o, float* y) {
  Floats<L> sums[P][O];
  for (int p = 0; p < P; ++p)
    for (int i = 0; i < O; ++i) sums[p][i] = d.start == nullptr ? Floats<L>{} : Load<L>(d.start + o + i * L);
  const float* w = d.weights + o;
  for (int t = 0; t < d.num_taps; ++t) {
    const float* from = d.taps[t] + x * d.stride;
    for (int64_t c = 0; c < d.in; ++c, w += d.out) {
      Floats<L> weight[O];
      for (int i = 0; i < O; ++i) weight[i] = Load<L>(w + i * L);
      for (int p = 0; p < P; ++p)
        for (int i = 0; i < O; ++i) sums[p][i] += from[p * d.stride + c] * weight[i];
    }
  }
  for (int p = 0; p < P; ++p)
    for (int i = 0; i < O; ++i) {
      float* const to = y + (x + p) * d.out_stride + o + i * L;
      Store<L>(to, d.add ? Load<L>(to) + sums[p][i] : sums[p][i]);
    }
}

template <int L, int P, int O>
inline void DenseColumns(const DenseRow& d, int64_t width, int64_t o, float* y) {
  int64_t x = 0;
  for (; x + P <= width; x += P) DensePixels<L, P, O>(d, x, o, y);
  for (; x < width; ++x) DensePixels<L, 1, O>(d, x, o, y);
}

/// A row of outputs.
template <int L>
void Dense(const DenseRow& d, int64_t width, float* y) {
  int64_t o = 0;
  for (; o + 4 * L <= d.out; o += 4 * L) DenseColumns<L, (L == 16 ? 6 : 3), 4>(d, width, o, y);
  if (d.out - o == 3 * L) DenseColumns<L, (L == 16 ? 8 : 4), 3>(d, width, o, y);
  if (d.out - o == 2 * L) DenseColumns<L, (L == 16 ? 8 : 6), 2>(d, width, o, y);
  if (d.out - o == L) DenseColumns<L, (L == 16 ? 14 : 8), 1>(d, width, o, y);
}

/// A 1x1 convolution of a row.
template <int L>
inline void Pointwise(const float* x, int64_t stride, int64_t in, const Matrix& m, bool add, int64_t width,
                      float* y, int64_t out_stride) {
  DenseRow d = {};
  d.taps[0] = x, d.stride = stride, d.in = in;
  d.weights = m.weights, d.start = m.start, d.out = m.out, d.out_stride = out_stride, d.add = add;
  Dense<L>(d, width, y);
}

/// Layer normalisation over the channels of each pixel of a row.
template <int L>
void Normalise(const float* x, int64_t channels, const float* weight, const float* bias, int64_t width,
               float* y) {
  const float share = 1.0F / static_cast<float>(channels);
  for (int64_t i = 0; i < width; ++i, x += channels, y += channels) {
    Floats<L> sum = {}, squares = {};
    for (int64_t c = 0; c < channels; c += L) sum += Load<L>(x + c);
    const Floats<L> mean = SumOfLanes<L>(sum) * share;
    for (int64_t c = 0; c < channels; c += L) {
      const Floats<L> d = Load<L>(x + c) - mean;
      squares += d * d;
    }
    const float scale = 1.0F / Root(SumOfLanes<L>(squares)[0] * share + 1e-5F);
    for (int64_t c = 0; c < channels; c += L)
      Store<L>(y + c, (Load<L>(x + c) - mean) * scale * Load<L>(weight + c) + Load<L>(bias + c));
  }
}

/// 3x3 in groups of one channel, or (Pairs) of two: L channels of a row from three padded ones.
template <int L, bool Pairs, class Finish>
inline void Local(const float* const rows[3], int64_t channels, int64_t c, const float* weights,
                  int64_t width, const Finish& finish) {
  Floats<L> own[9], other[Pairs ? 9 : 1];
  for (int t = 0; t < 9; ++t) {
    own[t] = Load<L>(weights + t * channels + c);
    if constexpr (Pairs) other[t] = Load<L>(weights + (9 + t) * channels + c);
  }
  for (int64_t x = 0; x < width; ++x) {
    Floats<L> sum = {};
    for (int t = 0; t < 9; ++t) {
      const Floats<L> v = Load<L>(rows[t / 3] + (x + t % 3) * channels + c);
      sum += v * own[t];
      if constexpr (Pairs) sum += Crossed<L>(v, 1) * other[t];
    }
    finish(x, sum);
  }
}

// The block of a transformer between channels.

/// The three rows about row y of a ring of padded rows; `zero` stands beyond the borders.
inline void RingRows(float* ring, int64_t row_size, const float* zero, int64_t y, int64_t height,
                     const float* rows[3]) {
  for (int i = 0; i < 3; ++i) {
    const int64_t at = y + i - 1;
    rows[i] = at < 0 || at >= height ? zero : ring + at % 3 * row_size;
  }
}

/// Adds a row's products q_i k_j to products [C][C], and squares to [2C].
template <int L>
void AddProducts(const float* qk, int64_t channels, int64_t width, double* products, double* squares) {
  for (int64_t i = 0; i < channels; i += 8)
    for (int64_t j = 0; j < channels; j += L) {
      Floats<L> sums[8] = {};
      for (int64_t x = 0; x < width; ++x) {
        const Floats<L> k = Load<L>(qk + x * 2 * channels + channels + j);
        for (int r = 0; r < 8; ++r) sums[r] += qk[x * 2 * channels + i + r] * k;
      }
      for (int r = 0; r < 8; ++r)
        for (int l = 0; l < L; ++l) products[(i + r) * channels + j + l] += static_cast<double>(sums[r][l]);
    }
  for (int64_t c = 0; c < 2 * channels; c += L) {
    Floats<L> sum = {};
    for (int64_t x = 0; x < width; ++x) {
      const Floats<L> v = Load<L>(qk + x * 2 * channels + c);
      sum += v * v;
    }
    for (int l = 0; l < L; ++l) squares[c + l] += static_cast<double>(sum[l]);
  }
}

template <int L>
void QueryKeyRow(const TransformerPlan& plan, const float* x, int64_t width, float* normal, float* padded) {
  const int64_t c = plan.channels;
  Normalise<L>(x, c, plan.norm1_weight, plan.norm1_bias, width, normal);
  Pointwise<L>(normal, c, c, plan.qkv, false, width, padded + 3 * c, 3 * c);
}

/// First pass: values [H,W,C], and what attention is made of.
template <int L>
void Attend(const TransformerPlan& plan, const float* x, int64_t height, int64_t width) {
  const int64_t c = plan.channels, row_size = (width + 2) * 3 * c;
  float* const qk = plan.scratch;            // [W][2C]
  float* const normal = qk + width * 2 * c;  // [W][C]
  QueryKeyRow<L>(plan, x, width, normal, plan.ring);
  for (int64_t y = 0; y < height; ++y) {
    if (y + 1 < height)
      QueryKeyRow<L>(plan, x + (y + 1) * width * c, width, normal, plan.ring + (y + 1) % 3 * row_size);
    const float* rows[3];
    RingRows(plan.ring, row_size, plan.zero, y, height, rows);
    float* const values = plan.values + y * width * c;
    for (int64_t i = 0; i < 3 * c; i += L) {
      float* const to = i < 2 * c ? qk + i : values + (i - 2 * c);
      const int64_t stride = i < 2 * c ? 2 * c : c;
      Local<L, false>(rows, 3 * c, i, plan.qkv_local, width,
                      [&](int64_t at, Floats<L> v) { Store<L>(to + at * stride, v); });
    }
    AddProducts<L>(qk, c, width, plan.products, plan.squares);
  }
}

template <int L>
void ExpandRow(const TransformerPlan& plan, const float* x, const float* values, int64_t width, float* y,
               float* normal, float* padded) {
  const int64_t c = plan.channels;
  __builtin_memcpy(y, x, static_cast<__SIZE_TYPE__>(width * c) * sizeof(float));
  Pointwise<L>(values, c, c, plan.mix, true, width, y, c);
  Normalise<L>(y, c, plan.norm2_weight, plan.norm2_bias, width, normal);
  Pointwise<L>(normal, c, c, plan.expand, false, width, padded + plan.wide, plan.wide);
}

template <int L, bool Pairs>
void GateRow(const TransformerPlan& plan, const float* const rows[3], int64_t width, float* gated) {
  const int64_t half = plan.wide / 2;
  for (int64_t i = 0; i < half; i += L) {
    Local<L, Pairs>(rows, plan.wide, i, plan.local, width,
                    [&](int64_t at, Floats<L> v) { Store<L>(gated + at * half + i, Gelu<L>(v)); });
    Local<L, Pairs>(rows, plan.wide, half + i, plan.local, width, [&](int64_t at, Floats<L> v) {
      Store<L>(gated + at * half + i, Load<L>(gated + at * half + i) * v);
    });
  }
}

/// Second pass, with plan.mix made of the attention: y = x + mix v, then y + feed-forward.
template <int L>
void FeedForward(const TransformerPlan& plan, const float* x, int64_t height, int64_t width, float* y) {
  const int64_t c = plan.channels, half = plan.wide / 2, row_size = (width + 2) * plan.wide;
  float* const gated = plan.scratch;           // [W][wide/2]
  float* const normal = gated + width * half;  // [W][C]
  const auto expand = [&](int64_t row) {
    const int64_t at = row * width * c;
    ExpandRow<L>(plan, x + at, plan.values + at, width, y + at, normal, plan.ring + row % 3 * row_size);
  };
  expand(0);
  for (int64_t row = 0; row < height; ++row) {
    if (row + 1 < height) expand(row + 1);
    const float* rows[3];
    RingRows(plan.ring, row_size, plan.zero, row, height, rows);
    if (plan.group == 1)
      GateRow<L, false>(plan, rows, width, gated);
    else
      GateRow<L, true>(plan, rows, width, gated);
    Pointwise<L>(gated, half, half, plan.contract, true, width, y + row * width * c, c);
  }
}

// The node of the detail branch.

/// Mirrored borders of a padded row.
inline void MirrorEnds(float* padded, int64_t channels, int64_t width) {
  const auto bytes = static_cast<__SIZE_TYPE__>(channels) * sizeof(float);
  __builtin_memcpy(padded, padded + 2 * channels, bytes);
  __builtin_memcpy(padded + (width + 1) * channels, padded + (width - 1) * channels, bytes);
}

/// Goes over rows of z: hidden = relu6(expand of the channels from `from`), 3x3 between mirrored borders,
/// relu6; `finish` takes the row of hidden channels.
template <int L, class Finish>
void Couple(const DetailPlan& plan, const CouplingPlan& coupling, const float* z, int64_t height,
            int64_t width, const Finish& finish) {
  const int64_t c = plan.channels, hidden = coupling.expand.out, row_size = (width + 2) * hidden;
  float* const out = plan.scratch;
  const auto expand = [&](int64_t row) {
    float* const padded = plan.ring + row % 3 * row_size;
    Pointwise<L>(z + row * width * c + coupling.from, c, c / 2, coupling.expand, false, width,
                 padded + hidden, hidden);
    for (int64_t i = hidden; i < (width + 1) * hidden; i += L)
      Store<L>(padded + i, Relu6<L>(Load<L>(padded + i)));
    MirrorEnds(padded, hidden, width);
  };
  expand(0), expand(1);
  for (int64_t row = 0; row < height; ++row) {
    if (row > 0 && row + 1 < height) expand(row + 1);
    const float* rows[3];
    for (int i = 0; i < 3; ++i) {
      int64_t at = row + i - 1;
      at = at < 0 ? 1 : at >= height ? height - 2 : at;
      rows[i] = plan.ring + at % 3 * row_size;
    }
    for (int64_t i = 0; i < hidden; i += L)
      Local<L, false>(rows, hidden, i, coupling.local, width,
                      [&](int64_t at, Floats<L> v) { Store<L>(out + at * hidden + i, Relu6<L>(v)); });
    finish(row, out);
  }
}

template <int L>
void DetailRows(const DetailPlan& plan, const float* x, int64_t height, int64_t width, float* z) {
  const int64_t c = plan.channels, size = width * c;
  for (int64_t row = 0; row < height; ++row)
    Pointwise<L>(x + row * size, c, c, plan.mix, false, width, z + row * size, c);
  Couple<L>(plan, plan.phi, z, height, width, [&](int64_t row, const float* hidden) {
    Pointwise<L>(hidden, c, c, plan.phi_project, true, width, z + row * size, c);
  });
  float* const terms = plan.scratch + width * 2 * c;  // [W][2C]: of rho, of eta
  Couple<L>(plan, plan.rho_eta, z, height, width, [&](int64_t row, const float* hidden) {
    Pointwise<L>(hidden, 2 * c, c, plan.rho_project, false, width, terms, 2 * c);
    Pointwise<L>(hidden + c, 2 * c, c, plan.eta_project, false, width, terms + c, 2 * c);
    float* const to = z + row * size;
    for (int64_t at = 0; at < width; ++at)
      for (int64_t i = 0; i < c; i += L) {
        const Floats<L> scale = Exp<L>(2.0F * Tanh<L>(Load<L>(terms + at * 2 * c + i) * 0.5F));
        Store<L>(to + at * c + i, Load<L>(to + at * c + i) * scale + Load<L>(terms + at * 2 * c + c + i));
      }
  });
}

template <int L>
void ConvolveRows(const ConvPlan& plan, const float* x, int64_t height, int64_t width, float* y) {
  const int64_t pad = plan.kernel / 2, row_size = (width + 2 * pad) * plan.in;
  DenseRow d = {};
  d.num_taps = static_cast<int>(plan.kernel * plan.kernel), d.stride = plan.in, d.in = plan.in;
  d.weights = plan.matrix.weights, d.start = plan.matrix.start, d.out = plan.matrix.out;
  const bool whole = plan.out == plan.matrix.out;
  d.out_stride = plan.matrix.out;
  const auto bytes = static_cast<__SIZE_TYPE__>(width * plan.in) * sizeof(float);
  const auto copy = [&](int64_t row) {
    if (pad > 0) __builtin_memcpy(plan.ring + row % 3 * row_size + plan.in, x + row * width * plan.in, bytes);
  };
  copy(0);
  for (int64_t row = 0; row < height; ++row) {
    if (row + 1 < height) copy(row + 1);
    const float* rows[3] = {x + row * width * plan.in, nullptr, nullptr};
    if (pad > 0) RingRows(plan.ring, row_size, plan.zero, row, height, rows);
    for (int t = 0; t < d.num_taps; ++t) d.taps[t] = rows[t / plan.kernel] + t % plan.kernel * plan.in;
    float* const to = whole ? y + row * width * plan.out : plan.scratch;
    Dense<L>(d, width, to);
    if (whole) continue;
    for (int64_t i = 0; i < width; ++i)
      for (int64_t o = 0; o < plan.out; ++o)
        y[(row * width + i) * plan.out + o] = to[i * plan.matrix.out + o];
  }
}

}  // namespace

const NetKernelsByLanes& Kernels() {
  static constexpr NetKernelsByLanes kKernels = {
#if F4S_NET_LANES == 16
    {ConvolveRows<8>, Attend<8>, FeedForward<8>, DetailRows<8>},
    {ConvolveRows<16>, Attend<16>, FeedForward<16>, DetailRows<16>},
    {16, ConvolveStage<16>, ConvolveWinograd<16>, Classify<16>, TanhOf<16>, Gate<16>, ConvolveDoubles,
     Softmax<16>, GeluOf<16>, DoubleSize<16>},
#else
    {ConvolveRows<8>, Attend<8>, FeedForward<8>, DetailRows<8>},
    {ConvolveRows<8>, Attend<8>, FeedForward<8>, DetailRows<8>},
    {8, ConvolveStage<8>, ConvolveWinograd<8>, Classify<8>, TanhOf<8>, Gate<8>, ConvolveDoubles, Softmax<8>,
     GeluOf<8>, DoubleSize<8>},
#endif
  };
  return kKernels;
}

}  // namespace f4s::F4S_NET_KIND
