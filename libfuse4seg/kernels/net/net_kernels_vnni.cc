// Convolutions in whole numbers of 8 bits for CPUs with AVX-512 VNNI, which multiply four of them and add the
// products to one of 32 bits at once.  As conv_stage_inl.h but for that.

#define F4S_NET_KIND net_vnni
#define F4S_NET_LANES 16
#include "libfuse4seg/kernels/net/net_kernels_plan.h"

#if defined(__AVX512VNNI__)

#include <immintrin.h>

#include "libfuse4seg/kernels/net/conv_stage_inl.h"

namespace f4s::net_vnni {
namespace {

constexpr int64_t kLanes = 16;

using Int8Taps = Taps<uint8_t>;

struct Int8Block {
  const int8_t* w;
  const float *scale, *start;
  float* y;
  int64_t y_stride;
};

inline __m512i FourOfEach(const uint8_t* from) {
  int32_t four;
  __builtin_memcpy(&four, from, sizeof four);
  return _mm512_set1_epi32(four);
}

template <int P, int O>
inline void Int8Tile(const Int8Taps& taps, int64_t x, const Int8Block& block) {
  __m512i sums[P][O];
  for (int p = 0; p < P; ++p)
    for (int i = 0; i < O; ++i) sums[p][i] = _mm512_setzero_si512();
  const int8_t* w = block.w;
  for (int t = 0; t < taps.count; ++t) {
    const uint8_t* from = taps.from[t] + x * taps.stride;
    for (const uint8_t* const end = from + taps.length[t]; from != end; from += 4, w += O * 4 * kLanes) {
      __m512i weight[O];
      for (int i = 0; i < O; ++i) weight[i] = _mm512_load_si512(w + i * 4 * kLanes);
      for (int p = 0; p < P; ++p) {
        const __m512i levels = FourOfEach(from + p * taps.stride);
        for (int i = 0; i < O; ++i) sums[p][i] = _mm512_dpbusd_epi32(sums[p][i], levels, weight[i]);
      }
    }
  }
  for (int i = 0; i < O; ++i) {
    const __m512 scale = _mm512_loadu_ps(block.scale + i * kLanes),
                 start = _mm512_loadu_ps(block.start + i * kLanes);
    for (int p = 0; p < P; ++p)
      _mm512_storeu_ps(block.y + (x + p) * block.y_stride + i * kLanes,
                       _mm512_fmadd_ps(_mm512_cvtepi32_ps(sums[p][i]), scale, start));
  }
}

/// The tile of `pixels` <= P pixels.
template <int P, int O>
inline void Int8TileOf(int64_t pixels, const Int8Taps& taps, int64_t x, const Int8Block& block) {
  if constexpr (P > 1)
    if (pixels < P) return Int8TileOf<P - 1, O>(pixels, taps, x, block);
  Int8Tile<P, O>(taps, x, block);
}

template <int P, int O>
void Int8Row(const Int8Taps& taps, int64_t width, const Int8Block& block) {
  const int64_t tiles = (width + P - 1) / P, pixels = (width + tiles - 1) / tiles;
  for (int64_t x = 0; x < width; x += pixels)
    Int8TileOf<P, O>(x + pixels < width ? pixels : width - x, taps, x, block);
}

/// 16 values to levels 0 to 255.
inline __m128i Levels(__m512 v, __m512 inverse, __m512 zero) {
  const __m512i level = _mm512_cvtps_epi32(_mm512_fmadd_ps(v, inverse, zero));
  return _mm512_cvtusepi32_epi8(_mm512_max_epi32(level, _mm512_setzero_si512()));
}

/// Row `row` of one input, whose channels are `stride` from pixel to pixel of `to`.
inline void ReadLevels(const StageInput& input, const StagePlan& stage, int64_t row, int64_t stride,
                       const float* inverse, const float* zero, uint8_t* to) {
  const float* const begin = input.x + row * stage.columns * input.stride;
  const __m512 slope = _mm512_set1_ps(stage.slope);
  for (int64_t c = 0; c < input.stride; c += kLanes) {
    const __m512 steps = _mm512_loadu_ps(inverse + c), level_of_0 = _mm512_loadu_ps(zero + c);
    __m512 centre = _mm512_setzero_ps(), scale = _mm512_set1_ps(1), offset = centre;
    const bool normalised = input.line != nullptr;
    if (normalised) {
      centre = _mm512_loadu_ps(input.line + c), scale = _mm512_loadu_ps(input.line + input.stride + c);
      offset = _mm512_loadu_ps(input.line + 2 * input.stride + c);
    }
    const float* x = begin + c;
    uint8_t* out = to + c;
    for (int64_t i = 0; i < stage.columns; ++i, x += input.stride, out += stride) {
      __m512 v = _mm512_loadu_ps(x);
      if (normalised) {
        v = _mm512_fmadd_ps(_mm512_sub_ps(v, centre), scale, offset);
        v = _mm512_max_ps(v, _mm512_mul_ps(v, slope));
      }
      _mm_storeu_si128(reinterpret_cast<__m128i*>(out), Levels(v, steps, level_of_0));
    }
  }
}

Int8Taps Int8TapsOf(const Int8StagePlan& plan, int64_t stride, int64_t row) {
  return TapsIn<uint8_t>(plan.stage, plan.ring, plan.zero_row, 4, stride, row);  // four channels a product
}

void Int8BlockRow(const Int8StagePlan& plan, const Int8Taps& taps, int64_t weights_of_output, int64_t row,
                  int64_t width, int64_t o) {
  const StagePlan& stage = plan.stage;
  float* const y = stage.y + row * stage.y_row + o / stage.y_stride * stage.y_jump + o % stage.y_stride;
  const Int8Block block = {plan.weights + o * weights_of_output, plan.scale + o, stage.start + o, y,
                           stage.y_stride};
  const bool two = stage.out - o >= 2 * kLanes;
  if (two)
    Int8Row<12, 2>(taps, width, block);
  else
    Int8Row<20, 1>(taps, width, block);
  if (stage.moments == nullptr) return;
  for (int64_t i = o; i < o + (two ? 2 : 1) * kLanes; i += kLanes)
    AddRowToMoments<kLanes>(stage, y + (i - o), width, i);
}

void ConvolveStageInt8(const Int8StagePlan& plan) {
  const StagePlan& stage = plan.stage;
  const int64_t stride = StagePixel(stage), pad = stage.kernel / 2,
                row_size = (stage.columns + 2 * pad) * stride;
  const int64_t rows = (stage.rows + stage.step - 1) / stage.step,
                width = (stage.columns + stage.step - 1) / stage.step;
  int64_t weights = 0;
  for (int64_t n = 0; n < stage.num_inputs; ++n) weights += (stage.inputs[n].channels + 3) / 4 * 4;
  weights *= stage.kernel * stage.kernel;
  int64_t read = 0;
  const auto read_to = [&](int64_t end) {
    for (; read < end && read < stage.rows; ++read) {
      int64_t at = 0;
      for (int64_t n = 0; n < stage.num_inputs; at += stage.inputs[n++].stride)
        ReadLevels(stage.inputs[n], stage, read, stride, plan.inverse + at, plan.zero + at,
                   plan.ring + read % stage.ring_rows * row_size + pad * stride + at);
    }
  };
  const bool whole = stage.ring_rows >= stage.rows;  // weights that are read once, for all rows
  if (whole) read_to(stage.rows);
  for (int64_t o = 0; whole && o < stage.out; o += 2 * kLanes)
    for (int64_t row = 0; row < rows; ++row)
      Int8BlockRow(plan, Int8TapsOf(plan, stride, row), weights, row, width, o);
  for (int64_t row = 0; !whole && row < rows; ++row) {
    read_to(row * stage.step + pad + 1);
    const Int8Taps taps = Int8TapsOf(plan, stride, row);
    for (int64_t o = 0; o < stage.out; o += 2 * kLanes) Int8BlockRow(plan, taps, weights, row, width, o);
  }
}

}  // namespace

ConvolveInt8 Convolution() {
  static const bool has_vnni = __builtin_cpu_supports("avx512vnni");
  return has_vnni ? ConvolveStageInt8 : nullptr;
}

}  // namespace f4s::net_vnni

#else

f4s::ConvolveInt8 f4s::net_vnni::Convolution() { return nullptr; }

#endif
