#include "libfuse4seg/nn/discriminator.h"

#include <torch/torch.h>

#include "libfuse4seg/base/error.h"

namespace f4s {
namespace {

using torch::Tensor;

constexpr int64_t kFirst = 32, kDeepest = 128;  // channels
constexpr double kDiscriminatorSlope = 0.2;

/// Rows or columns after three convolutions of stride 2.
int64_t Reduced(int64_t side) { return (side + 7) / 8; }

Conv Halving(int64_t in, int64_t out) {
  return Conv(ConvOptions{.in = in, .out = out, .kernel = 3, .stride = 2, .bias = true});
}

}  // namespace

DiscriminatorImpl::DiscriminatorImpl(const DiscriminatorOptions& options) : options_(options) {
  const int64_t side = Reduced(options.side),
                cells = options.discriminator == DiscriminatorHead::kFlat ? side * side : 1;
  conv1_ = register_module("conv1", Halving(1, kFirst));
  conv2_ = register_module("conv2", Halving(kFirst, 2 * kFirst));
  conv3_ = register_module("conv3", Halving(2 * kFirst, kDeepest));
  head_ = register_module("head", Linear(kDeepest * cells, 1));
}

Tensor DiscriminatorImpl::forward(const Tensor& images) {
  const bool flat = options_.discriminator == DiscriminatorHead::kFlat;
  const bool planes = images.dim() == 4 && images.size(1) == 1;
  if (!planes || (flat && (images.size(2) != options_.side || images.size(3) != options_.side)))
    throw Error(ErrorKind::kBadInput, "model.size",
                Cat("images of shape ", images.sizes(), ": the discriminator takes [N,1,H,W]",
                    flat ? Cat(" with H = W = ", options_.side) : ""));
  Tensor x = torch::leaky_relu(conv1_(images), kDiscriminatorSlope);
  x = torch::leaky_relu(conv2_(x), kDiscriminatorSlope);
  x = torch::leaky_relu(conv3_(x), kDiscriminatorSlope);          // [N,128,ceil(H/8),ceil(W/8)]
  return head_(flat ? x.flatten(1) : x.mean({2, 3})).squeeze(1);  // [N]
}

}  // namespace f4s
