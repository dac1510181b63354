// The loops of strip_kernels.h for one kind of CPU, registers of F4S_STRIP_LANES doubles: included by
// strip_kernels_KIND.cc.  Nothing of the standard library is used, since functions of it that are compiled
// for one kind of CPU could be linked into the others.

#include "libfuse4seg/kernels/strip/strip_kernels.h"

#ifndef F4S_STRIP_KIND
#error "strip_kernels_inl.h is for strip_kernels_KIND.cc"
#endif

namespace f4s::F4S_STRIP_KIND {
namespace {

constexpr int kLanes = F4S_STRIP_LANES;
constexpr int kVectors = kStripRows / kLanes;  // of a column of a strip
typedef double StripDoubles __attribute__((vector_size(kLanes * 8)));
typedef float StripFloats __attribute__((vector_size(kLanes * 4)));
typedef int64_t Integers __attribute__((vector_size(kLanes * 8)));

inline StripDoubles Load(const double* p) {
  StripDoubles v;
  __builtin_memcpy(&v, p, sizeof v);
  return v;
}

inline void Store(double* p, StripDoubles v) { __builtin_memcpy(p, &v, sizeof v); }

inline StripDoubles All(double value) { return StripDoubles{} + value; }

/// 1 / x to 4e-15, by Newton's method from a single-precision one, which takes a third of the time of a
/// division.
inline StripDoubles Inverse(StripDoubles x) {
  const StripFloats single = 1.0F / __builtin_convertvector(x, StripFloats);
  const StripDoubles inverse = __builtin_convertvector(single, StripDoubles);
  return inverse * (2 - x * inverse);
}

enum class Values { kPlane, kProduct, kEndingProduct };

template <Values kValues>
inline StripDoubles Value(const StripWindow& w, const double* first, const double* second) {
  StripDoubles value = Load(first);
  if constexpr (kValues == Values::kPlane) return value;
  value *= Load(second);
  if constexpr (kValues == Values::kEndingProduct) value = value < w.greatest ? value : All(w.greatest);
  return value;
}

/// The window at kOut places along an axis, kStep apart, in kWide registers beside each other: each value is
/// read once for all of them.
template <int kTaps, int kStep, int kOut, int kWide, Values kValues>
[[gnu::always_inline]] inline void SumUp(const StripWindow& w, const double* first, const double* second,
                                         int64_t stride, StripDoubles (&sums)[kOut][kWide]) {
  for (int i = 0; i < kOut; ++i)
    for (int v = 0; v < kWide; ++v) sums[i][v] = StripDoubles{};
#pragma GCC unroll 64
  for (int j = 0; j < kTaps + kStep * (kOut - 1); ++j) {
    StripDoubles values[kWide];
    for (int v = 0; v < kWide; ++v)
      values[v] = Value<kValues>(w, first + j * stride + v * kLanes, second + j * stride + v * kLanes);
#pragma GCC unroll 16
    for (int i = 0; i < kOut; ++i) {
      const int tap = j - kStep * i;
      if (tap < 0 || tap >= kTaps) continue;
      for (int v = 0; v < kWide; ++v) sums[i][v] += w.weights[tap] * values[v];
    }
  }
}

/// Lane l of out: of `a` where l has not the bit, else that of b, `kCrossed` with the bit turned over.
template <int kBit, bool kCrossed>
inline StripDoubles Mixed(StripDoubles a, StripDoubles b) {
#ifdef __clang__  // which has no __builtin_shuffle
  StripDoubles mixed;
  for (int l = 0; l < kLanes; ++l)
    mixed[l] = kCrossed ? (l & kBit ? b[l] : a[l | kBit]) : (l & kBit ? b[l & ~kBit] : a[l]);
  return mixed;
#else
  Integers mask;
  for (int l = 0; l < kLanes; ++l)
    mask[l] = kCrossed ? (l & kBit ? kLanes + l : l | kBit) : (l & kBit ? kLanes + (l & ~kBit) : l);
  return __builtin_shuffle(a, b, mask);
#endif
}

template <int kBit>
inline void TransposeBit(StripDoubles (&rows)[kLanes]) {
  if constexpr (kBit < kLanes) {
#pragma GCC unroll 8
    for (int i = 0; i < kLanes; ++i)
      if ((i & kBit) == 0) {
        const StripDoubles a = rows[i], b = rows[i | kBit];
        rows[i] = Mixed<kBit, false>(a, b);
        rows[i | kBit] = Mixed<kBit, true>(a, b);
      }
    TransposeBit<2 * kBit>(rows);
  }
}

/// Along columns, rows as registers, into the scratch [column][row].
template <int kTaps, int kStep, Values kValues>
void FilterColumns(const StripWindow& w) {
  constexpr int kWide = 2;
  const int wide = (w.end - w.begin - 1) * kStep + kTaps;
  for (int row = 0; row < kStripRows; row += kLanes)
    for (int x = 0; x < wide; x += kWide * kLanes) {
      const int64_t at = kStep * (row * w.row_stride + w.begin) + x;
      StripDoubles sums[kLanes][kWide];
      SumUp<kTaps, kStep, kLanes, kWide, kValues>(w, w.first + at, w.second + at, w.row_stride, sums);
      for (int v = 0; v < kWide; ++v) {
        StripDoubles rows[kLanes];
        for (int i = 0; i < kLanes; ++i) rows[i] = sums[i][v];
        TransposeBit<1>(rows);
        for (int i = 0; i < kLanes; ++i) Store(w.scratch + kStripRows * (x + v * kLanes + i) + row, rows[i]);
      }
    }
}

/// Along rows, which are lanes here.
template <int kTaps, int kStep>
void FilterRows(const StripWindow& w) {
  constexpr int kOut = kLanes == 8 ? 16 : kLanes;
  for (int x = 0; x < w.end - w.begin; x += kOut) {
    StripDoubles sums[kOut][kVectors];
    const double* const from = w.scratch + kStripRows * kStep * x;
    SumUp<kTaps, kStep, kOut, kVectors, Values::kPlane>(w, from, from, kStripRows, sums);
    for (int i = 0; i < kOut; ++i)
      for (int v = 0; v < kVectors; ++v)
        Store(w.out + kStripRows * (w.begin + x + i) + v * kLanes, sums[i][v]);
  }
}

template <int kTaps>
void FilterTaps(const StripWindow& w) {
  if constexpr (kTaps < 17)
    if (w.step == 2) {
      FilterColumns<kTaps, 2, Values::kPlane>(w);
      return FilterRows<kTaps, 2>(w);
    }
  if (w.second == nullptr)
    FilterColumns<kTaps, 1, Values::kPlane>(w);
  else if (w.ends)
    FilterColumns<kTaps, 1, Values::kEndingProduct>(w);
  else
    FilterColumns<kTaps, 1, Values::kProduct>(w);
  FilterRows<kTaps, 1>(w);
}

void Filter(const StripWindow& w) {
  if (w.begin >= w.end) return;
  switch (w.taps) {
    case 17: return FilterTaps<17>(w);
    case 9: return FilterTaps<9>(w);
    case 5: return FilterTaps<5>(w);
    case 3: return FilterTaps<3>(w);
    default: __builtin_trap();
  }
}

void ToRows(const double* strip, int columns, double* rows, int64_t row_stride) {
  for (int row = 0; row < kStripRows; row += kLanes)
    for (int x = 0; x < columns; x += kLanes) {
      StripDoubles block[kLanes];
      for (int i = 0; i < kLanes; ++i) block[i] = Load(strip + kStripRows * (x + i) + row);
      TransposeBit<1>(block);
      for (int i = 0; i < kLanes; ++i) Store(rows + (row + i) * row_stride + x, block[i]);
    }
}

void Variance(const double* mean, int columns, double tiny, double* square) {
  for (int i = 0; i < kStripRows * columns; i += kLanes) {
    const StripDoubles m = Load(mean + i), variance = Load(square + i) - m * m;
    Store(square + i, variance < tiny ? StripDoubles{} : variance);
  }
}

void Covariance(const double* a, const double* b, int columns, double* product) {
  for (int i = 0; i < kStripRows * columns; i += kLanes)
    Store(product + i, Load(product + i) - Load(a + i) * Load(b + i));
}

/// A ProductLog in registers.
struct Product {
  explicit Product(ProductLog& log) : log_(log) {
    for (int v = 0; v < kVectors; ++v) factors[v] = Load(log.factors + v * kLanes);
  }
  ~Product() {
    Normalize();
    for (int v = 0; v < kVectors; ++v) Store(log_.factors + v * kLanes, factors[v]);
  }
  /// Moves the exponents away: every 64 factors at the latest, before a double ends.
  void Normalize() {
    for (int v = 0; v < kVectors; ++v) {
      Integers bits = reinterpret_cast<Integers>(factors[v]), exponents;
      __builtin_memcpy(&exponents, log_.exponents + v * kLanes, sizeof exponents);
      exponents += (bits >> 52) - 1023;
      __builtin_memcpy(log_.exponents + v * kLanes, &exponents, sizeof exponents);
      bits = (bits & 0xFFFFFFFFFFFFF) | 0x3FF0000000000000;
      factors[v] = reinterpret_cast<StripDoubles>(bits);
    }
  }
  StripDoubles factors[kVectors];

 private:
  ProductLog& log_;
};

constexpr int kFactors = 64;  // of 14 bits each

void Source(const double* variance, int columns, double tiny, double noise, double* inverse,
            ProductLog& whole) {
  Product product(whole);
  const double share = 1 / noise;
  for (int begin = 0; begin < columns; begin += kFactors, product.Normalize())
    for (int x = begin; x < columns && x < begin + kFactors; ++x)
      for (int v = 0; v < kVectors; ++v) {
        const int at = kStripRows * x + v * kLanes;
        const StripDoubles s = Load(variance + at);
        Store(inverse + at, s > 0 ? Inverse(s + tiny) : StripDoubles{});
        product.factors[v] *= 1 + s * share;
      }
}

void Channel(const double* variance, const double* inverse, const double* fused_variance,
             const double* covariance, int columns, double tiny, double noise_variance, ProductLog& received,
             ProductLog& noise) {
  Product received_product(received), noise_product(noise);
  for (int begin = 0; begin < columns;
       begin += kFactors, received_product.Normalize(), noise_product.Normalize())
    for (int x = begin; x < columns && x < begin + kFactors; ++x)
      for (int v = 0; v < kVectors; ++v) {
        const int at = kStripRows * x + v * kLanes;
        const StripDoubles s2 = Load(fused_variance + at), both = Load(covariance + at);
        StripDoubles gain = both * Load(inverse + at);
        gain = gain > 0 ? gain : StripDoubles{};
        gain = s2 > 0 ? gain : StripDoubles{};
        StripDoubles left = s2 - gain * both;
        left = (left > tiny ? left : All(tiny)) + noise_variance;
        noise_product.factors[v] *= left;
        received_product.factors[v] *= left + gain * gain * Load(variance + at);
      }
}

}  // namespace

const StripKernels kKernels = {Filter, ToRows, Variance, Covariance, Source, Channel};

}  // namespace f4s::F4S_STRIP_KIND
