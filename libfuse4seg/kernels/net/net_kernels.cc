#include "libfuse4seg/kernels/net/net_kernels.h"

#include <algorithm>
#include <cmath>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/vector_instructions.h"
#include "libfuse4seg/kernels/net/net_kernels_plan.h"
#include "libfuse4seg/kernels/net/net_workspace.h"

namespace f4s {
namespace {

constexpr int64_t kLeastRegister = 8;
constexpr double kLeastSquare = 1e-24;  // of a query's or key's length, as in nn/blocks/restormer_block.cc

struct Kind {
  const char* name;
  const NetKernelsByLanes* kernels;
};

/// Those that this CPU can run, the best first.
const std::vector<Kind>& Kinds() {
  static const auto kinds = RunnableKinds<Kind>({"avx512", &net_avx512::Kernels()},
                                                {"avx2", &net_avx2::Kernels()}, {"any", &net_any::Kernels()});
  return kinds;
}

const NetKernelsByLanes*& KernelsInUse() {
  static const NetKernelsByLanes* kernels = Kinds().front().kernels;
  return kernels;
}

const NetKernels& KernelsOf(int64_t channels) {
  const NetKernelsByLanes& kernels = *KernelsInUse();
  return channels % 16 == 0 ? kernels.sixteen : kernels.eight;
}

/// [out,in,k,k] -> [k k][in][`wide`], at the outputs from `at` on; zeros elsewhere.
void Pack(const float* weight, int64_t in, int64_t out, int64_t kernel, int64_t at, int64_t wide,
          float* packed) {
  const int64_t taps = kernel * kernel;
  for (int64_t o = 0; o < out; ++o)
    for (int64_t c = 0; c < in; ++c)
      for (int64_t t = 0; t < taps; ++t)
        packed[(t * in + c) * wide + at + o] = weight[(o * in + c) * taps + t];
}

/// Of a 1x1 convolution, whose outputs go to the channels from `at` on of `wide`.
Matrix Packed(Workspace& work, const float* weight, int64_t in, int64_t out, int64_t at, int64_t wide) {
  float* const packed = work.Zeros(in * wide);
  Pack(weight, in, out, 1, at, wide, packed);
  return {packed, nullptr, wide};
}

Matrix Packed(Workspace& work, const float* weight, int64_t in, int64_t out) {
  return Packed(work, weight, in, out, 0, out);
}

/// [C,1,3,3] -> [9][C].
void PackDepthwise(const float* weight, int64_t channels, int64_t at, int64_t wide, float* packed) {
  for (int64_t c = 0; c < channels; ++c)
    for (int64_t t = 0; t < 9; ++t) packed[t * wide + at + c] = weight[c * 9 + t];
}

/// [C,group,3,3] -> [9][C] of each channel on itself, then [9][C] of the other of its pair.
const float* PackedLocal(Workspace& work, const float* weight, int64_t channels, int64_t group) {
  float* const packed = work.Raw(group * 9 * channels);
  for (int64_t c = 0; c < channels; ++c)
    for (int64_t t = 0; t < 9; ++t) {
      packed[t * channels + c] = weight[(c * group + c % group) * 9 + t];
      if (group == 2) packed[(9 + t) * channels + c] = weight[(c * 2 + 1 - c % 2) * 9 + t];
    }
  return packed;
}

/// project softmax(t q k) as one matrix, [in][out].
Matrix Mixing(Workspace& work, const TransformerView& block, const double* products, const double* squares) {
  const int64_t c = block.channels, d = c / block.heads;
  float* const packed = work.Zeros(c * c);
  const auto inverse_length = [&](int64_t i) { return 1 / std::sqrt(std::max(squares[i], kLeastSquare)); };
  std::vector<double> attention(static_cast<size_t>(d));
  for (int64_t i = 0; i < c; ++i) {
    const int64_t head = i / d;
    double most = -INFINITY, sum = 0;
    for (int64_t j = 0; j < d; ++j) {
      const int64_t key = head * d + j;
      const double logit = products[i * c + key] * static_cast<double>(block.temperature[head]) *
                           inverse_length(i) * inverse_length(c + key);
      most = std::max(most, attention[static_cast<size_t>(j)] = logit);
    }
    for (double& a : attention) sum += a = std::exp(a - most);
    for (int64_t j = 0; j < d; ++j)
      for (int64_t o = 0; o < c; ++o)
        packed[(head * d + j) * c + o] += static_cast<float>(attention[static_cast<size_t>(j)] / sum *
                                                             static_cast<double>(block.project[o * c + i]));
  }
  return {packed, nullptr, c};
}

}  // namespace

template <>
WorkspaceOf<float>::Blocks& WorkspaceOf<float>::Buffer() {
  thread_local Blocks blocks;
  return blocks;
}

template <>
WorkspaceOf<double>::Blocks& WorkspaceOf<double>::Buffer() {
  thread_local Blocks blocks;
  return blocks;
}

const NetKernelsByLanes& NetKernelsInUse() { return *KernelsInUse(); }

ConvolveInt8 Int8ConvolutionInUse() {
  return KernelsInUse() == &net_avx512::Kernels() ? net_vnni::Convolution() : nullptr;
}

std::vector<std::string> NetKernelKinds() {
  std::vector<std::string> names;
  for (const Kind& kind : Kinds()) names.emplace_back(kind.name);
  return names;
}

void UseNetKernels(const std::string& kind) {
  const auto found =
      std::find_if(Kinds().begin(), Kinds().end(), [&](const Kind& k) { return k.name == kind; });
  F4S_CHECK_EQ(found != Kinds().end(), true);
  KernelsInUse() = found->kernels;
}

void Convolve(const ConvView& conv, const float* x, int64_t rows, int64_t columns, float* y) {
  Workspace work;
  const int64_t taps = conv.kernel * conv.kernel;
  const int64_t wide = (conv.out + kLeastRegister - 1) / kLeastRegister * kLeastRegister;
  float* const packed = work.Zeros(taps * conv.in * wide);
  Pack(conv.weight, conv.in, conv.out, conv.kernel, 0, wide, packed);
  ConvPlan plan = {.in = conv.in, .out = conv.out, .kernel = conv.kernel, .matrix = {packed, nullptr, wide}};
  if (conv.bias != nullptr) {
    float* const bias = work.Zeros(wide);
    std::copy(conv.bias, conv.bias + conv.out, bias);
    plan.matrix.start = bias;
  }
  const int64_t row_size = (columns + 2) * conv.in;
  plan.ring = work.Zeros(3 * row_size), plan.zero = work.Zeros(row_size);
  plan.scratch = work.Raw(columns * wide);
  KernelsOf(wide).convolve(plan, x, rows, columns, y);
}

void Transform(const TransformerView& block, const float* x, int64_t rows, int64_t columns, float* y) {
  const int64_t c = block.channels;
  F4S_CHECK_EQ(c % 8 + block.wide % 16 + c % block.heads, 0);
  Workspace work;
  std::vector<double> sums(static_cast<size_t>(c * c + 2 * c));
  const int64_t widest = std::max(3 * c, block.wide), ring_size = 3 * (columns + 2) * widest;
  TransformerPlan plan = {.channels = c, .wide = block.wide, .group = block.group};
  plan.norm1_weight = block.norm1_weight, plan.norm1_bias = block.norm1_bias;
  plan.norm2_weight = block.norm2_weight, plan.norm2_bias = block.norm2_bias;
  plan.qkv = Packed(work, block.qkv, c, 3 * c);
  plan.qkv_local = PackedLocal(work, block.qkv_local, 3 * c, 1);
  plan.expand = Packed(work, block.expand, c, block.wide);
  plan.local = PackedLocal(work, block.local, block.wide, block.group);
  plan.contract = Packed(work, block.contract, block.wide / 2, c);
  plan.ring = work.Zeros(ring_size), plan.zero = work.Zeros((columns + 2) * widest);
  plan.scratch = work.Raw(columns * (3 * c + block.wide));
  plan.values = work.Raw(rows * columns * c);
  plan.products = sums.data(), plan.squares = sums.data() + c * c;
  const NetKernels& kernels = KernelsOf(block.wide % 32 == 0 ? c : 8);
  kernels.attend(plan, x, rows, columns);
  plan.mix = Mixing(work, block, plan.products, plan.squares);
  std::fill(plan.ring, plan.ring + ring_size, 0.0F);
  kernels.feed_forward(plan, x, rows, columns, y);
}

void ScaleTanh(float* x, int64_t count, float by) { KernelsInUse()->stage.tanh(x, count, by); }

void Gelu(float* x, int64_t count) { KernelsInUse()->stage.gelu(x, count); }

void SoftmaxRows(float* x, int64_t rows, int64_t count, int64_t stride) {
  F4S_CHECK_EQ(count >= 1 && stride % KernelsInUse()->stage.lanes == 0, true);
  KernelsInUse()->stage.softmax({.x = x, .rows = rows, .count = count, .stride = stride});
}

void AddGated(const std::vector<const float*>& ratings, const std::vector<const float*>& own, int64_t count,
              float* merged) {
  F4S_CHECK_EQ(ratings.size() == own.size() && std::ssize(own) <= kMostGates, true);
  KernelsInUse()->stage.gate(std::ssize(own), ratings.data(), own.data(), count, merged);
}

void TransformDetail(const DetailNodeView& node, const float* x, int64_t rows, int64_t columns, float* y) {
  const int64_t c = node.channels, half = c / 2;
  F4S_CHECK_EQ(c % 8 == 0 && rows >= 2 && columns >= 2, true);
  Workspace work;
  DetailPlan plan = {.channels = c};
  plan.mix = Packed(work, node.mix, c, c);
  plan.mix.start = node.mix_bias;
  plan.phi = {Packed(work, node.phi.expand, half, c), PackedLocal(work, node.phi.local, c, 1), 0};
  plan.phi_project = Packed(work, node.phi.project, c, half, half, c);  // adds to the second half
  float* const both = work.Zeros(half * 2 * c);
  Pack(node.rho.expand, half, c, 1, 0, 2 * c, both);
  Pack(node.eta.expand, half, c, 1, c, 2 * c, both);
  float* const local = work.Raw(9 * 2 * c);
  PackDepthwise(node.rho.local, c, 0, 2 * c, local);
  PackDepthwise(node.eta.local, c, c, 2 * c, local);
  plan.rho_eta = {{both, nullptr, 2 * c}, local, half};
  plan.rho_project =
      Packed(work, node.rho.project, c, half, 0, c);  // of the second half: 0, which changes nothing
  plan.eta_project = Packed(work, node.eta.project, c, half, 0, c);
  plan.ring = work.Raw(3 * (columns + 2) * 2 * c);
  plan.scratch = work.Raw(columns * 4 * c);
  KernelsOf(c).detail(plan, x, rows, columns, y);
}

}  // namespace f4s
