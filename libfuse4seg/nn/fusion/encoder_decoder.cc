#include "libfuse4seg/nn/fusion/encoder_decoder.h"

#include <torch/torch.h>

namespace f4s {
namespace {

using torch::Tensor;

void AddBlocks(torch::nn::ModuleList list, const FusionNetOptions& options) {
  for (int64_t i = 0; i < options.blocks; ++i) list->push_back(RestormerBlock(options.dim, options.heads));
}

Tensor Through(const torch::nn::ModuleList& blocks, Tensor x) {
  for (const auto& block : *blocks) x = block->as<ChannelTransformer>()->forward(x);
  return x;
}

}  // namespace

EncoderImpl::EncoderImpl(const FusionNetOptions& options) : patch_(options.patch) {
  embed_ =
      register_module("embed", Conv(ConvOptions{.in = patch_ * patch_, .out = options.dim, .kernel = 3}));
  AddBlocks(register_module("block", blocks_), options);
  base_ = register_module("base", BaseExtraction(options.dim, options.heads, options.base_conv));
  detail_ = register_module("detail", DetailExtraction(options.dim, options.detail_nodes, options.coupling));
}

BandFeatures EncoderImpl::forward(const Tensor& images, const Tensor& offset) {
  const Tensor patches = patch_ == 1 ? images : torch::pixel_unshuffle(images, patch_);
  Tensor x = embed_(patches);
  if (offset.defined()) x = x + offset;
  x = Through(blocks_, x.contiguous(torch::MemoryFormat::ChannelsLast));
  return {.base = base_(x), .detail = detail_(x)};
}

DecoderImpl::DecoderImpl(const FusionNetOptions& options) : patch_(options.patch) {
  const int64_t c = options.dim;
  reduce_ = register_module("reduce", Conv(ConvOptions{.in = 2 * c, .out = c}));
  AddBlocks(register_module("block", blocks_), options);
  narrow_ = register_module("narrow", Conv(ConvOptions{.in = c, .out = c / 2, .kernel = 3}));
  output_ = register_module("output", Conv(ConvOptions{.in = c / 2, .out = patch_ * patch_, .kernel = 3}));
}

Tensor DecoderImpl::Reduced(const BandFeatures& features) {
  return reduce_(torch::cat({features.base, features.detail}, 1));
}

Tensor DecoderImpl::Trunk(const Tensor& reduced) { return Through(blocks_, reduced); }

Tensor DecoderImpl::Image(const Tensor& trunk, const Tensor& added) {
  Tensor out = output_(torch::leaky_relu(narrow_(trunk), kLeakySlope));
  if (patch_ != 1) out = torch::pixel_shuffle(out, patch_);
  return torch::sigmoid(added.defined() ? out + added : out);
}

}  // namespace f4s
