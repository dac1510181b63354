#include "libfuse4seg/nn/fusion/fusion_net.h"

#include <torch/torch.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/nn/blocks/constants.h"
#include "libfuse4seg/nn/blocks/layers.h"

namespace f4s {
namespace {

using torch::Tensor;

constexpr double kMostMixing = 1.5;  // |t_i|
constexpr int64_t kLeastPlane = 2;   // rows and columns of features, for mirrored borders
constexpr int64_t kCell = 8;         // pixels, of a token of global attention
constexpr int64_t kWindow = 8;       // features, of a window of local attention
constexpr double kTiny = 1e-12;      // keeps 0 / 0 from being

/// Where each of the M planes of `images` belongs.
std::vector<int64_t> Slots(const Tensor& images, const std::vector<int64_t>& given, int64_t slots) {
  std::vector<int64_t> used = given;
  if (given.empty() && images.dim() == 4) {
    used.resize(static_cast<size_t>(images.size(1)));
    std::iota(used.begin(), used.end(), int64_t{0});
  }
  const bool inside = std::all_of(used.begin(), used.end(), [&](int64_t s) { return s >= 0 && s < slots; });
  const bool distinct = std::set<int64_t>(used.begin(), used.end()).size() == used.size();
  if (images.dim() != 4 || used.empty() || static_cast<int64_t>(used.size()) != images.size(1) || !inside ||
      !distinct)
    throw Error(ErrorKind::kBadInput, "model.modalities",
                Cat("images of shape ", images.sizes(), " for ", used.size(),
                    " slots: wanted [N,M,H,W] and M different ones of the model's ", slots));
  return used;
}

/// [N M,...] -> [N,M,...].
Tensor Unmerged(const Tensor& x, int64_t n) { return x.unflatten(0, {n, -1}); }

/// [N,1,h,w]: the share of `added` [N,C,h,w] beside `features` [N,M,C,h,w].
Tensor Contribution(const Tensor& added, const Tensor& features) {
  const Tensor own = added.detach().norm(2, {1}, true);
  const Tensor all = own + features.detach().norm(2, {2}).sum(1, true);
  return own / all.clamp_min(kTiny);
}

/// x [N,M,H,W] by 1 2 1 along rows and columns, with mirrored borders; H, W >= 2.
Tensor Smoothed(const Tensor& x) {
  const Tensor line = Constant("1 2 1", x.options(), [] {
    return torch::tensor({0.25, 0.5, 0.25}, torch::kFloat64);
  });
  const Tensor wide = ReflectPad(x.flatten(0, 1).unsqueeze(1), 1);
  const Tensor by_row = torch::conv2d(wide, line.view({1, 1, 3, 1}));
  return torch::conv2d(by_row, line.view({1, 1, 1, 3})).view(x.sizes());
}

}  // namespace

FusionNetImpl::FusionNetImpl(const FusionNetOptions& options, int64_t modalities)
    : AnyFusionNetImpl(modalities), options_(options) {
  const int64_t c = options.dim, pixels = options.patch * options.patch;
  encoder = register_module("encoder", Encoder(options));
  decoder = register_module("decoder", Decoder(options));
  base_fusion_ = register_module("base_fusion", BaseExtraction(c, options.heads, options.base_conv));
  detail_fusion_ = register_module("detail_fusion", DetailExtraction(c, 1, options.coupling));
  if (options.attention && slots_ > 1) {
    using Reach = CrossAttentionImpl::Reach;
    const auto attention = [&](const char* name, Reach reach, int64_t side) {
      return register_module(name, CrossAttention(c, options.heads, slots_, reach, side));
    };
    base_attention_ =
        attention("base_attention", Reach::kGlobal, std::max<int64_t>(1, kCell / options.patch));
    detail_attention_ = attention("detail_attention", Reach::kWindows, kWindow);
  }
  if (options.slot_embedding)
    slot_embedding_ = register_parameter("slot_embedding", torch::zeros({slots_, c}));
  if (options.residual == Residual::kNone || options.residual == Residual::kSum) return;
  mix_trunk_ = register_module("mix_trunk", Conv(ConvOptions{.in = c, .out = c, .kernel = 3, .bias = true}));
  mix_detail_ = register_module("mix_detail", Conv(ConvOptions{.in = c, .out = c}));
  mix_output_ = register_module(
      "mix_output", Conv(ConvOptions{.in = c, .out = pixels, .kernel = 3, .bias = true, .zero = true}));
}

Tensor FusionNetImpl::Padded(const Tensor& images) const {
  return PadToMultiple(images, options_.patch, kLeastPlane * options_.patch);
}

ModalityFeatures FusionNetImpl::Encode(const Tensor& images, const std::vector<int64_t>& slots) {
  const auto used = Slots(images, slots, slots_);
  const int64_t n = images.size(0);
  Tensor offset;
  if (slot_embedding_.defined()) {
    std::vector<Tensor> rows;
    for (const int64_t slot : used) rows.push_back(slot_embedding_[slot]);
    offset = torch::stack(rows).repeat({n, 1}).unsqueeze(2).unsqueeze(3);  // [N M,C,1,1]
  }
  const BandFeatures bands = encoder(Padded(images).flatten(0, 1).unsqueeze(1), offset);
  return {.base = Unmerged(bands.base, n), .detail = Unmerged(bands.detail, n)};
}

BandFeatures FusionNetImpl::Merge(const ModalityFeatures& features, const std::vector<int64_t>& slots,
                                  AttentionMaps* maps) {
  const int64_t m = features.base.size(1);
  const double scale = 2.0 / static_cast<double>(m);
  BandFeatures sums = {.base = features.base.sum(1) * scale, .detail = features.detail.sum(1) * scale};
  if (attends() && m > 1) {
    AttentionWeights weights;
    const BandFeatures added = {
        .base = base_attention_(features.base, slots, maps == nullptr ? nullptr : &weights),
        .detail = detail_attention_(features.detail, slots)};
    if (maps != nullptr) *maps = MapsOf(weights, features, added, slots);
    sums.base = sums.base + added.base;
    sums.detail = sums.detail + added.detail;
  } else if (maps != nullptr) {
    throw Error(ErrorKind::kBadInput, "model.attention",
                attends() ? "one modality: attention needs two or more" : "the model has no cross-attention");
  }
  return {.base = base_fusion_(sums.base), .detail = detail_fusion_(sums.detail)};
}

AttentionMaps FusionNetImpl::MapsOf(const AttentionWeights& weights, const ModalityFeatures& features,
                                    const BandFeatures& added, const std::vector<int64_t>& slots) const {
  const torch::NoGradGuard no_grad;
  AttentionMaps maps;
  maps.query = CrossAttentionImpl::QueryOf(slots);
  for (int64_t i = 0; i < static_cast<int64_t>(slots.size()); ++i)
    if (i != maps.query) maps.keys.push_back(i);
  const auto enlarged = [](const Tensor& map, int64_t pixels) {
    return ResizeBilinear(map, map.size(2) * pixels, map.size(3) * pixels);
  };
  const int64_t cell = base_attention_->side() * options_.patch;
  maps.received = enlarged(weights.received, cell);
  maps.entropy = enlarged(weights.entropy, cell);
  maps.base_contribution = enlarged(Contribution(added.base, features.base), options_.patch);
  maps.detail_contribution = enlarged(Contribution(added.detail, features.detail), options_.patch);
  return maps;
}

Tensor FusionNetImpl::Mixed(const Tensor& images, const Tensor& trunk, const Tensor& details) {
  const int64_t n = images.size(0), m = images.size(1);
  const Tensor own = Unmerged(mix_detail_(details.flatten(0, 1)), n);  // [N,M,C,h,w]
  const Tensor joint = torch::leaky_relu(mix_trunk_(trunk).unsqueeze(1) + own, kLeakySlope);
  const Tensor out = torch::pixel_shuffle(mix_output_(joint.flatten(0, 1)), options_.patch);
  const Tensor weights =
      Smoothed(kMostMixing * torch::tanh(out.view({n, m, images.size(2), images.size(3)})));
  const Tensor start = options_.residual == Residual::kMean ? images.mean(1, true) : images.amax(1, true);
  return ClampInward(start + (weights * images).sum(1, true));
}

Tensor FusionNetImpl::Decoded(const Tensor& images, const Tensor& trunk, const Tensor& details) {
  if (options_.residual == Residual::kNone) return decoder->Image(trunk);
  if (options_.residual == Residual::kSum) return decoder->Image(trunk, images.sum(1, true));
  return Mixed(images, trunk, details);
}

FusionOutput FusionNetImpl::forward(const Tensor& images, const std::vector<int64_t>& slots,
                                    AttentionMaps* maps) {
  const auto used = Slots(images, slots, slots_);
  const int64_t rows = images.size(2), columns = images.size(3);
  FusionOutput output;
  output.modalities = Encode(images, used);
  output.merged = Merge(output.modalities, used, maps);
  output.reduced = decoder->Reduced(output.merged);
  const Tensor trunk = decoder->Trunk(output.reduced);
  const Tensor fused = Decoded(Padded(images), trunk, output.modalities.detail);
  output.fused = Crop(fused, rows, columns);
  if (maps != nullptr)
    for (Tensor* map :
         {&maps->received, &maps->entropy, &maps->base_contribution, &maps->detail_contribution})
      *map = Crop(*map, rows, columns);
  return output;
}

Tensor FusionNetImpl::Reconstruct(const ModalityFeatures& features, int64_t rows, int64_t columns) {
  const int64_t n = features.base.size(0);
  const Tensor images = decoder(BandFeatures{features.base.flatten(0, 1), features.detail.flatten(0, 1)});
  return Crop(Unmerged(images.squeeze(1), n), rows, columns);
}

}  // namespace f4s
