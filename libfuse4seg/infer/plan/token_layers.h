// Layers of transformers over tokens, for plans: what AdapterBlock of nn/segmentation/segmentation_net.h and
// CrossAttention of nn/blocks/cross_attention.h are made of.
//
// Shapes:  T tokens, each `stride` floats apart, of which the first C count.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "libfuse4seg/kernels/net/conv_stage.h"

namespace f4s {

class PlanWeights;

struct Tokens {
  const float* x = nullptr;
  int64_t count = 0, stride = 0;
};

/// ChannelNorm of nn/blocks/layers.h: each token over its channels.
struct TokenNorm {
  std::vector<float> weight, bias;  ///< [C]

  TokenNorm() = default;
  TokenNorm(PlanWeights& weights, const std::string& name, int64_t channels);
  /// @param y  [T,stride]; what is behind the channels is set to 0
  void Run(const Tokens& from, float* y) const;
};

/// A linear layer of the file's weights NAME.weight [out,in] and NAME.bias; an empty one where they are not
/// there, as PlanWeights::RequireAllTaken() says.
[[nodiscard]] DenseConv TakeLinear(PlanWeights& weights, const std::string& name, int64_t in, int64_t out);

/// y [T,StageStride(out)].
void RunLinear(const DenseConv& layer, const Tokens& from, float* y);

/// How queries attended, the mean over heads.
struct AttentionSums {
  std::vector<double> received;  ///< [keys]: the sum over queries
  std::vector<float> entropy;    ///< [queries], in nats
};

/// softmax(q k^T / sqrt(d)) v in heads of d = C / heads channels.  Queries are taken some at a time, so that
/// memory grows with the number of keys alone.
/// @param out   [queries,out_stride]; only the first C are set
/// @param sums  set, unless null
void AttendTokens(const Tokens& queries, const Tokens& keys, const Tokens& values, int64_t channels,
                  int64_t heads, float* out, int64_t out_stride, AttentionSums* sums = nullptr);

/// A size of planes, and the part of it at the upper left that is wanted.
struct ResizedTo {
  int64_t rows = 0, columns = 0, kept_rows = 0, kept_columns = 0;
};

/// ResizeBilinear() of nn/blocks/layers.h: x [rows,columns,C] -> y [kept_rows,kept_columns,C].
void Resize(const float* x, int64_t rows, int64_t columns, int64_t channels, const ResizedTo& to, float* y);

}  // namespace f4s
