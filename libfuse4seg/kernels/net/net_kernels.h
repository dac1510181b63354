// Layers of small networks on one core of a CPU, for inference.
//
// Networks of 8 to 64 channels spend their time on memory, not on arithmetic, when each layer is a pass
// over the features.  Here a whole block goes through a few rows at a time, which stay in the cache, with
// channels in vector registers.  The same numbers come out as layer by layer, to rounding, and the same bits
// each time on the same CPU.
//
// Shapes:  features [H,W,C] of float, channels last and contiguous; H, W >= 1 (2 where borders are mirrored).
// Weights lie as torch has them, [out,in/groups,k,k].
//
// One version each is compiled for AVX-512, AVX2 and any CPU; the best that runs is taken.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace f4s {

struct ConvView {
  const float* weight = nullptr;
  const float* bias = nullptr;  ///< [out], or null
  int64_t in = 0, out = 0, kernel = 1;
};

/// 1x1 or 3x3 convolution of stride 1 between zeros: x [H,W,in] -> y [H,W,out].  Any in and out.
void Convolve(const ConvView& conv, const float* x, int64_t rows, int64_t columns, float* y);

/// ChannelTransformer of nn/blocks/restormer_block.h.  C is a multiple of 8.
struct TransformerView {
  int64_t channels = 0, heads = 0;
  int64_t wide = 0;   ///< channels between the feed-forward's convolutions, a multiple of 16
  int64_t group = 1;  ///< channels of a group of its 3x3 convolution, 1 or 2
  const float *norm1_weight, *norm1_bias, *qkv, *qkv_local, *temperature, *project;
  const float *norm2_weight, *norm2_bias, *expand, *local, *contract;
};

/// x [H,W,C] -> y [H,W,C].
void Transform(const TransformerView& block, const float* x, int64_t rows, int64_t columns, float* y);

/// DetailNode of nn/blocks/detail_extraction.h.  C is a multiple of 8.
struct DetailNodeView {
  struct Coupling {
    const float *expand, *local, *project;
  };
  int64_t channels = 0;
  const float *mix, *mix_bias;
  Coupling phi, rho, eta;
};

/// x [H,W,C] -> y [H,W,C]; H, W >= 2.
void TransformDetail(const DetailNodeView& node, const float* x, int64_t rows, int64_t columns, float* y);

/// x [count] to `by` tanh(x), to 3 units in the last place of 1.
void ScaleTanh(float* x, int64_t count, float by);

/// x [count] to GELU(x), exact, to 2e-7 |x|.
void Gelu(float* x, int64_t count);

/// Rows of x [rows,stride]: the first `count` numbers of each to their softmax, the rest to 0.
/// @param stride  StageStride(count)
void SoftmaxRows(float* x, int64_t rows, int64_t count, int64_t stride);

/// merged [count] += sum_m softmax over m of ratings_m, times own_m; up to 8 of them.
void AddGated(const std::vector<const float*>& ratings, const std::vector<const float*>& own, int64_t count,
              float* merged);

/// The versions that this CPU can run, the best first: "avx512", "avx2", "any".
[[nodiscard]] std::vector<std::string> NetKernelKinds();

/// For tests: takes another version than the best, in all threads, while nothing runs.
void UseNetKernels(const std::string& kind);

}  // namespace f4s
