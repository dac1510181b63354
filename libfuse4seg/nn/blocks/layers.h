// The few layers that all networks here are made of, with weights drawn from one seed.
//
// Shapes:  N images in the batch, C channels, H rows, W columns; inside, features lie in
// memory with the channels last, which both the normalisations and oneDNN like best.

#pragma once

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>
#include <cstdint>

namespace f4s {

// Bilinear interpolation by matrices: any sizes, and gradients that are the same on each device.

/// [to,from]: what linear interpolation from `from` cells to `to` cells that fill the same length
/// does, with values at the cells' centres and the outermost ones continued to the ends.
[[nodiscard]] torch::Tensor LineInterpolation(int64_t to, int64_t from, const torch::TensorOptions& options);

/// x [...,h,w] -> [...,rows,columns], rows and columns each by LineInterpolation().
[[nodiscard]] torch::Tensor ResizeBilinear(const torch::Tensor& x, int64_t rows, int64_t columns);

inline constexpr double kLeakySlope = 0.01;  ///< below 0, of the leaky ReLUs in fusion networks and the U-Net
inline constexpr double kNormEpsilon = 1e-5;  ///< added to variances, of every norm

/// A layer that draws its weights.  All others start at a constant.
class SelfInitialised {
 public:
  virtual ~SelfInitialised() = default;
  virtual void Draw(uint64_t seed) = 0;
};

/// Draws the weights of all layers of `module`.  A weight is a function of `seed`, the layer's
/// name and its place in the tensor: not of the order, of threads, or of the CPU, and
/// torch's global generator stays as it is.
void Initialise(torch::nn::Module& module, uint64_t seed);

/// How many numbers training changes.
[[nodiscard]] int64_t NumParameters(const torch::nn::Module& module);

struct ConvOptions {
  int64_t in, out;
  int64_t kernel = 1, stride = 1, groups = 1;
  int64_t padding = -1;     ///< zeros at each side; -1: kernel / 2
  bool bias = false;        ///< starts at 0
  bool zero = false;        ///< the weights start at 0 too
  bool orthogonal = false;  ///< a 1x1 with in == out starts as an orthogonal matrix
};

/// 2-D convolution, [N,in,H,W] -> [N,out,H',W'].  Weights start uniform in +-1/sqrt(fan in).
class ConvImpl : public torch::nn::Module, public SelfInitialised {
 public:
  explicit ConvImpl(const ConvOptions& options);
  torch::Tensor forward(const torch::Tensor& x);
  void Draw(uint64_t seed) override;
  torch::Tensor weight, bias;  ///< [out,in/groups,kernel,kernel], [out] or undefined

 private:
  ConvOptions options_;
};
TORCH_MODULE(Conv);

/// [...,in] -> [...,out], with bias, which starts at 0; weights uniform in +-1/sqrt(in).
class LinearImpl : public torch::nn::Module, public SelfInitialised {
 public:
  LinearImpl(int64_t in, int64_t out);
  torch::Tensor forward(const torch::Tensor& x);
  void Draw(uint64_t seed) override;
  torch::Tensor weight, bias;  ///< [out,in], [out]
};
TORCH_MODULE(Linear);

/// Layer normalisation over the C channels at each pixel of [N,C,H,W]: biased variance,
/// epsilon 1e-5, weight and bias.
class ChannelNormImpl : public torch::nn::Module {
 public:
  explicit ChannelNormImpl(int64_t channels);
  torch::Tensor forward(const torch::Tensor& x);
  torch::Tensor weight, bias;  ///< [C]
};
TORCH_MODULE(ChannelNorm);

/// Normalisation over 8 channels (all, where there are fewer) and the plane of [N,C,H,W].
/// It has no running statistics: a result never depends on other cases, and the two halves of
/// a bi-level step do not mix.  C must be below 8 or a multiple of 8.
class GroupNormImpl : public torch::nn::Module {
 public:
  explicit GroupNormImpl(int64_t channels);
  torch::Tensor forward(const torch::Tensor& x);
  torch::Tensor weight, bias;  ///< [C]

 private:
  int64_t groups_;
};
TORCH_MODULE(GroupNorm);

/// x [N,C,H,W] with `margin` pixels mirrored about its outermost ones at each side; H, W > margin.
/// Gradients are deterministic on each device.
[[nodiscard]] torch::Tensor ReflectPad(const torch::Tensor& x, int64_t margin);

/// The same with its outermost pixels repeated; any H, W >= 1.
[[nodiscard]] torch::Tensor ReplicatePad(const torch::Tensor& x, int64_t margin);

/// x [N,C,H,W] mirrored at its lower and right end until H and W are at least `least` and
/// multiples of `multiple`.  Any H, W >= 1.
[[nodiscard]] torch::Tensor PadToMultiple(const torch::Tensor& x, int64_t multiple, int64_t least = 1);

/// The upper left [N,C,rows,columns] of x.
[[nodiscard]] torch::Tensor Crop(const torch::Tensor& x, int64_t rows, int64_t columns);

/// Twice the rows and columns, bilinear with pixel centres at (i + 1/2): new values are 3/4 of
/// the nearer and 1/4 of the next pixel.  Gradients are deterministic on each device.
[[nodiscard]] torch::Tensor DoubleSize(const torch::Tensor& x);

/// x cut to least..1.  A gradient passes from beyond a limit where descending it leads back inside:
/// a pixel that was cut is not lost to training.
[[nodiscard]] torch::Tensor ClampInward(const torch::Tensor& x, double least = 0);

}  // namespace f4s
