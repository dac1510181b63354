// What net_kernels.cc lays out for the loops of net_kernels_inl.h: plain pointers, weights in their order.

#pragma once

#include <cstdint>

#include "libfuse4seg/kernels/net/conv_stage_plan.h"

namespace f4s {

struct Matrix {
  const float* weights = nullptr;  ///< [taps][in][out]
  const float* start = nullptr;    ///< [out], or null: 0
  int64_t out = 0;                 ///< a multiple of 8
};

/// `ring` has three rows of W + 2 pixels, whose ends are 0; `zero` is one such row of zeros.
struct ConvPlan {
  int64_t in = 0, out = 0, kernel = 1;
  Matrix matrix = {};
  float *ring = nullptr, *scratch = nullptr;
  const float* zero = nullptr;
};

struct TransformerPlan {
  int64_t channels = 0, wide = 0, group = 1;
  const float *norm1_weight = nullptr, *norm1_bias = nullptr, *norm2_weight = nullptr, *norm2_bias = nullptr;
  Matrix qkv = {}, mix = {}, expand = {}, contract = {};
  const float *qkv_local = nullptr,
              *local = nullptr;  ///< [9][channels]; pairs: then [9] for the other of each
  float *ring = nullptr, *scratch = nullptr, *values = nullptr;
  const float* zero = nullptr;
  double *products = nullptr, *squares = nullptr;  ///< [C,C] of q k, [2C] of both; start at 0
};

struct CouplingPlan {
  Matrix expand = {};
  const float* local = nullptr;  ///< [9][hidden]
  int64_t from = 0;              ///< the first of the channels that it sees
};

struct DetailPlan {
  int64_t channels = 0;
  Matrix mix = {}, phi_project = {}, rho_project = {}, eta_project = {};
  CouplingPlan phi = {}, rho_eta = {};
  float *ring = nullptr, *scratch = nullptr;
};

/// The loops for one kind of CPU.
struct NetKernels {
  void (*convolve)(const ConvPlan&, const float* x, int64_t height, int64_t width, float* y);
  void (*attend)(const TransformerPlan&, const float* x, int64_t height, int64_t width);
  void (*feed_forward)(const TransformerPlan&, const float* x, int64_t height, int64_t width, float* y);
  void (*detail)(const DetailPlan&, const float* x, int64_t height, int64_t width, float* z);
};

struct NetKernelsByLanes {
  NetKernels eight, sixteen;  ///< for channels in multiples of 8, of 16
  StageKernels stage;         ///< conv_stage.h
};

/// Convolutions in whole numbers by AVX-512 VNNI; null where this CPU has none or UseNetKernels() named
/// another kind.
using ConvolveInt8 = void (*)(const Int8StagePlan&);
[[nodiscard]] ConvolveInt8 Int8ConvolutionInUse();

/// Those of the best kind that this CPU can run, or that UseNetKernels() named.
const NetKernelsByLanes& NetKernelsInUse();

namespace net_any {
const NetKernelsByLanes& Kernels();
}
namespace net_avx2 {
const NetKernelsByLanes& Kernels();
}
namespace net_avx512 {
const NetKernelsByLanes& Kernels();
}
namespace net_vnni {
/// Null where this CPU has no VNNI.
[[nodiscard]] ConvolveInt8 Convolution();
}  // namespace net_vnni

}  // namespace f4s
