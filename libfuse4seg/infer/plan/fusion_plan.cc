#include "libfuse4seg/infer/plan/fusion_plan.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/infer/plan/mirrored.h"

namespace f4s {
namespace {

constexpr float kSlopeOfFusion = 0.01F;   // kLeakySlope of nn/blocks/layers.h
constexpr float kMostMixing = 1.5F;       // |t_i|
constexpr int64_t kLeastFeatures = 2;     // rows and columns of features, for mirrored borders
constexpr int64_t kChannelsTogether = 8;  // what the loops want multiples of
constexpr int64_t kCell = 8;              // pixels of a token of global attention
constexpr int64_t kWindow = 8;            // features of a window of local attention
constexpr float kTiny = 1e-12F;           // keeps 0 / 0 from being

void Leak(float* x, int64_t count) {
  for (int64_t i = 0; i < count; ++i) x[i] = x[i] < 0 ? x[i] * kSlopeOfFusion : x[i];
}

/// A line of n values, `step` floats apart, by 1 2 1 / 4 with mirrored ends; n >= 2.
void SmoothLine(const float* x, int64_t n, int64_t step, float* y) {
  for (int64_t i = 0; i < n; ++i) {
    const int64_t before = i == 0 ? 1 : i - 1, after = i + 1 == n ? n - 2 : i + 1;
    y[i * step] = 0.25F * x[before * step] + 0.5F * x[i * step] + 0.25F * x[after * step];
  }
}

/// The share of `added` beside the features of all modalities, by their norms over channels: [cells].
std::vector<float> ShareOf(const float* added, const std::vector<const float*>& features, int64_t cells,
                           int64_t channels) {
  const auto norm = [channels](const float* x) {
    double sum = 0;
    for (int64_t c = 0; c < channels; ++c) sum += static_cast<double>(x[c]) * static_cast<double>(x[c]);
    return static_cast<float>(std::sqrt(sum));
  };
  std::vector<float> shares;
  for (int64_t i = 0; i < cells; ++i) {
    const float own = norm(added + i * channels);
    float all = own;
    for (const float* of_modality : features) all += norm(of_modality + i * channels);
    shares.push_back(own / std::max(all, kTiny));
  }
  return shares;
}

/// Rows by 1 2 1 / 4, then columns; rows, columns >= 2.
void Smooth(const float* x, int64_t rows, int64_t columns, float* between, float* y) {
  for (int64_t i = 0; i < rows; ++i) {
    const float* const before = x + (i == 0 ? 1 : i - 1) * columns;
    const float* const here = x + i * columns;
    const float* const after = x + (i + 1 == rows ? rows - 2 : i + 1) * columns;
    for (int64_t j = 0; j < columns; ++j)
      between[i * columns + j] = 0.25F * before[j] + 0.5F * here[j] + 0.25F * after[j];
  }
  for (int64_t i = 0; i < rows; ++i) SmoothLine(between + i * columns, columns, 1, y + i * columns);
}

}  // namespace

struct FusionPlan::Frame {
  int64_t rows, columns;            ///< of the images, mirrored to whole patches
  int64_t height, width, patch;     ///< of features
  int64_t pixels, cells, numbers;   ///< of an image, of features, and all their channels
  int64_t kept_rows, kept_columns;  ///< of the images as they came
  std::vector<const float*> images = {}, bases = {}, details = {};

  /// p p channels of [h,w] to an image's pixels.
  void Shuffle(const float* cells_of, float* image) const {
    for (int64_t y = 0; y < rows; ++y)
      for (int64_t x = 0; x < columns; ++x)
        image[y * columns + x] =
            cells_of[((y / patch) * width + x / patch) * patch * patch + y % patch * patch + x % patch];
  }

  /// And back.
  void Unshuffle(const float* image, float* cells_of) const {
    for (int64_t y = 0; y < rows; ++y)
      for (int64_t x = 0; x < columns; ++x)
        cells_of[((y / patch) * width + x / patch) * patch * patch + y % patch * patch + x % patch] =
            image[y * columns + x];
  }
};

std::string FusionPlan::WhyNone(const FusionNetOptions& options) {
  if (options.base_conv != LocalConv::kDepthwise) return "fusion_base_conv = dense";
  if (options.coupling != Coupling::kBounded) return "fusion_coupling = free";
  if (options.dim % kChannelsTogether != 0)
    return Cat("fusion_dim = ", options.dim.value, ", no multiple of ", kChannelsTogether);
  return "";
}

FusionPlan::Conv FusionPlan::TakeConvolution(PlanWeights& weights, const std::string& name, int64_t in,
                                             int64_t out, int64_t kernel, bool bias) const {
  Conv conv;
  conv.weight = weights.Take("fusion." + name + ".weight", {out, in, kernel, kernel});
  if (bias) conv.bias = weights.Take("fusion." + name + ".bias", {out});
  conv.view = {conv.weight.data(), bias ? conv.bias.data() : nullptr, in, out, kernel};
  return conv;
}

FusionPlan::Transformer FusionPlan::TakeTransformer(PlanWeights& weights, const std::string& name,
                                                    int64_t wide, int64_t group) const {
  Transformer block;
  const int64_t c = options_.dim;
  const auto take = [&](const char* which, std::vector<int64_t> shape) {
    return block.weights.emplace_back(weights.Take(Cat("fusion.", name, which), shape)).data();
  };
  TransformerView& view = block.view;
  view.channels = c, view.heads = options_.heads, view.wide = wide, view.group = group;
  view.norm1_weight = take(".norm1.weight", {c}), view.norm1_bias = take(".norm1.bias", {c});
  view.qkv = take(".attention.qkv.weight", {3 * c, c, 1, 1});
  view.qkv_local = take(".attention.local.weight", {3 * c, 1, 3, 3});
  view.temperature = take(".attention.temperature", {view.heads});
  view.project = take(".attention.project.weight", {c, c, 1, 1});
  view.norm2_weight = take(".norm2.weight", {c}), view.norm2_bias = take(".norm2.bias", {c});
  view.expand = take(".feed_forward.expand.weight", {wide, c, 1, 1});
  view.local = take(".feed_forward.local.weight", {wide, group, 3, 3});
  view.contract = take(".feed_forward.project.weight", {c, wide / 2, 1, 1});
  return block;
}

std::vector<FusionPlan::Transformer> FusionPlan::TakeBlocks(PlanWeights& weights,
                                                            const std::string& name) const {
  std::vector<Transformer> blocks;
  for (int64_t i = 0; i < options_.blocks; ++i)
    blocks.push_back(TakeTransformer(weights, Cat(name, ".block.", i), 4 * options_.dim, 1));
  return blocks;
}

std::vector<FusionPlan::DetailNode> FusionPlan::TakeNodes(PlanWeights& weights, const std::string& name,
                                                          int64_t nodes) const {
  std::vector<DetailNode> all;
  const int64_t c = options_.dim;
  for (int64_t i = 0; i < nodes; ++i) {
    DetailNode& node = all.emplace_back();
    const auto take = [&](const std::string& which, std::vector<int64_t> shape) {
      return node.weights.emplace_back(weights.Take(Cat("fusion.", name, ".node.", i, which), shape)).data();
    };
    const auto coupling = [&](const std::string& map) -> DetailNodeView::Coupling {
      const float* const expand = take(map + ".expand.weight", {c, c / 2, 1, 1});
      const float* const local = take(map + ".local.weight", {c, 1, 3, 3});
      return {expand, local, take(map + ".project.weight", {c / 2, c, 1, 1})};
    };
    node.view.channels = c;
    node.view.mix = take(".mix.weight", {c, c, 1, 1}), node.view.mix_bias = take(".mix.bias", {c});
    node.view.phi = coupling(".phi"), node.view.rho = coupling(".rho"), node.view.eta = coupling(".eta");
  }
  return all;
}

FusionPlan::FusionPlan(const FusionNetOptions& options, int64_t slots, PlanWeights& weights)
    : options_(options), slots_(slots) {
  const int64_t c = options.dim, patch = options.patch * options.patch;
  embed_ = TakeConvolution(weights, "encoder.embed", patch, c, 3, false);
  encoder_ = TakeBlocks(weights, "encoder");
  base_ = TakeTransformer(weights, "encoder.base", 2 * c, 2);
  detail_ = TakeNodes(weights, "encoder.detail", options.detail_nodes);
  base_fusion_ = TakeTransformer(weights, "base_fusion", 2 * c, 2);
  detail_fusion_ = TakeNodes(weights, "detail_fusion", 1);
  if (options.attention && slots > 1) {
    using Reach = CrossAttentionPlan::Reach;
    base_attention_.emplace(weights, "fusion.base_attention", c, options.heads, slots, Reach::kGlobal,
                            std::max<int64_t>(1, kCell / options.patch));
    detail_attention_.emplace(weights, "fusion.detail_attention", c, options.heads, slots, Reach::kWindows,
                              kWindow);
  }
  if (options.slot_embedding) slot_embedding_ = weights.Take("fusion.slot_embedding", {slots, c});
  reduce_ = TakeConvolution(weights, "decoder.reduce", 2 * c, c, 1, false);
  decoder_ = TakeBlocks(weights, "decoder");
  narrow_ = TakeConvolution(weights, "decoder.narrow", c, c / 2, 3, false);
  output_ = TakeConvolution(weights, "decoder.output", c / 2, patch, 3, false);
  if (options.residual == Residual::kNone || options.residual == Residual::kSum) return;
  mix_trunk_ = TakeConvolution(weights, "mix_trunk", c, c, 3, true);
  mix_detail_ = TakeConvolution(weights, "mix_detail", c, c, 1, false);
  mix_output_ = TakeConvolution(weights, "mix_output", c, patch, 3, true);
}

void FusionPlan::RequireSlots(const std::vector<int64_t>& slots, size_t images) const {
  const bool inside =
      std::all_of(slots.begin(), slots.end(), [&](int64_t slot) { return slot >= 0 && slot < slots_; });
  const bool distinct = std::set<int64_t>(slots.begin(), slots.end()).size() == slots.size();
  if (images == 0 || slots.size() != images || !inside || !distinct)
    throw Error(
        ErrorKind::kBadInput, "model.modalities",
        Cat(images, " images for ", slots.size(), " slots: wanted different ones of the model's ", slots_));
}

void FusionPlan::Encode(const Frame& frame, const float* image, int64_t slot, float* base,
                        float* detail) const {
  Workspace work;
  const int64_t c = options_.dim, h = frame.height, w = frame.width;
  float* const patches = work.Raw(frame.pixels);
  frame.Unshuffle(image, patches);
  float *x = work.Raw(frame.numbers), *next = work.Raw(frame.numbers);
  Convolve(embed_.view, patches, h, w, x);
  if (!slot_embedding_.empty())
    for (int64_t i = 0; i < frame.numbers; ++i)
      x[i] += slot_embedding_[static_cast<size_t>(slot * c + i % c)];
  for (const Transformer& block : encoder_) {
    Transform(block.view, x, h, w, next);
    std::swap(x, next);
  }
  Transform(base_.view, x, h, w, base);
  for (const DetailNode& node : detail_) {
    TransformDetail(node.view, x, h, w, next);
    std::swap(x, next);
  }
  std::copy(x, x + frame.numbers, detail);
}

void FusionPlan::AddAttention(const Frame& frame, const std::vector<int64_t>& slots, float* base_sum,
                              float* detail_sum, AttentionPlanes* maps) const {
  if (!attends() || slots.size() < 2) return;
  Workspace work;
  float *const base = work.Raw(frame.numbers), *const detail = work.Raw(frame.numbers);
  PlannedWeights said;
  base_attention_->Run(frame.bases, slots, frame.height, frame.width, base,
                       maps == nullptr ? nullptr : &said);
  detail_attention_->Run(frame.details, slots, frame.height, frame.width, detail, nullptr);
  for (int64_t i = 0; i < frame.numbers; ++i) base_sum[i] += base[i], detail_sum[i] += detail[i];
  if (maps != nullptr) SetMaps(frame, slots, said, base, detail, *maps);
}

void FusionPlan::SetMaps(const Frame& frame, const std::vector<int64_t>& slots, const PlannedWeights& said,
                         const float* base_added, const float* detail_added, AttentionPlanes& maps) const {
  const auto enlarged = [&](const float* map, int64_t rows, int64_t columns, int64_t pixels) {
    std::vector<float> plane(static_cast<size_t>(frame.kept_rows * frame.kept_columns));
    Resize(map, rows, columns, 1, {rows * pixels, columns * pixels, frame.kept_rows, frame.kept_columns},
           plane.data());
    return plane;
  };
  const int64_t cell = std::max<int64_t>(1, kCell / frame.patch) * frame.patch;
  maps = {};
  const float* received = said.received.data();
  for (size_t i = 0; i < slots.size(); ++i) {
    if (i == CrossAttentionPlan::QueryOf(slots)) continue;
    maps.keys.push_back(static_cast<int64_t>(i));
    maps.received.push_back(enlarged(received, said.rows, said.columns, cell));
    received += said.rows * said.columns;
  }
  maps.entropy = enlarged(said.entropy.data(), said.rows, said.columns, cell);
  const auto share = [&](const float* added, const std::vector<const float*>& features) {
    return enlarged(ShareOf(added, features, frame.cells, options_.dim).data(), frame.height, frame.width,
                    frame.patch);
  };
  maps.base_contribution = share(base_added, frame.bases);
  maps.detail_contribution = share(detail_added, frame.details);
}

void FusionPlan::Trunk(const Frame& frame, float* base, float* detail, float* trunk) const {
  Workspace work;
  const int64_t c = options_.dim, h = frame.height, w = frame.width;
  float *const merged = work.Raw(frame.numbers), *const both = work.Raw(2 * frame.numbers);
  const auto beside = [&](const float* from, int64_t at) {
    for (int64_t i = 0; i < frame.cells; ++i)
      std::copy(from + i * c, from + (i + 1) * c, both + 2 * i * c + at);
  };
  Transform(base_fusion_.view, base, h, w, merged);
  beside(merged, 0);
  TransformDetail(detail_fusion_.front().view, detail, h, w, merged);
  beside(merged, c);
  float* next = merged;
  Convolve(reduce_.view, both, h, w, trunk);
  for (const Transformer& block : decoder_) {
    Transform(block.view, trunk, h, w, next);
    std::copy(next, next + frame.numbers, trunk);
  }
}

void FusionPlan::DecodeAlone(const Frame& frame, const float* trunk, float* fused) const {
  Workspace work;
  float *const narrow = work.Raw(frame.numbers / 2), *const out = work.Raw(frame.pixels);
  Convolve(narrow_.view, trunk, frame.height, frame.width, narrow);
  Leak(narrow, frame.numbers / 2);
  Convolve(output_.view, narrow, frame.height, frame.width, out);
  frame.Shuffle(out, fused);
  if (options_.residual == Residual::kSum)
    for (const float* image : frame.images)
      for (int64_t i = 0; i < frame.pixels; ++i) fused[i] += image[i];
  // A sigmoid: 1 / (1 + e^-v) = (1 + tanh(v / 2)) / 2.
  for (int64_t i = 0; i < frame.pixels; ++i) fused[i] *= 0.5F;
  ScaleTanh(fused, frame.pixels, 0.5F);
  for (int64_t i = 0; i < frame.pixels; ++i) fused[i] += 0.5F;
}

void FusionPlan::MixingOf(const Frame& frame, const float* trunk, const float* detail, float* weights) const {
  Workspace work;
  float *const joint = work.Raw(frame.numbers), *const out = work.Raw(frame.pixels);
  Convolve(mix_detail_.view, detail, frame.height, frame.width, joint);
  for (int64_t i = 0; i < frame.numbers; ++i) joint[i] += trunk[i];
  Leak(joint, frame.numbers);
  Convolve(mix_output_.view, joint, frame.height, frame.width, out);
  ScaleTanh(out, frame.pixels, kMostMixing);
  float *const rough = work.Raw(frame.pixels), *const between = work.Raw(frame.pixels);
  frame.Shuffle(out, rough);
  Smooth(rough, frame.rows, frame.columns, between, weights);
}

void FusionPlan::Mix(const Frame& frame, const float* trunk, float* fused) const {
  Workspace work;
  float *const features = work.Raw(frame.numbers), *const weights = work.Raw(frame.pixels);
  Convolve(mix_trunk_.view, trunk, frame.height, frame.width, features);
  const bool mean = options_.residual == Residual::kMean;
  std::copy(frame.images[0], frame.images[0] + frame.pixels, fused);
  for (size_t m = 1; m < frame.images.size(); ++m)
    for (int64_t i = 0; i < frame.pixels; ++i)
      fused[i] = mean ? fused[i] + frame.images[m][i] : std::max(fused[i], frame.images[m][i]);
  if (mean)
    for (int64_t i = 0; i < frame.pixels; ++i) fused[i] /= static_cast<float>(frame.images.size());
  for (size_t m = 0; m < frame.images.size(); ++m) {
    MixingOf(frame, features, frame.details[m], weights);
    for (int64_t i = 0; i < frame.pixels; ++i) fused[i] += weights[i] * frame.images[m][i];
  }
}

std::vector<float> FusionPlan::Fuse(const Views<const float>& images, const std::vector<int64_t>& slots,
                                    AttentionPlanes* maps) const {
  RequireSlots(slots, images.size());
  Workspace work;
  const int64_t p = options_.patch, rows = images[0].height, columns = images[0].width;
  const int64_t tall = PaddedSize(rows, p, kLeastFeatures * p),
                wide = PaddedSize(columns, p, kLeastFeatures * p);
  Frame frame = {tall,
                 wide,
                 tall / p,
                 wide / p,
                 p,
                 tall * wide,
                 tall * wide / (p * p),
                 tall * wide / (p * p) * options_.dim,
                 rows,
                 columns};
  float *const base_sum = work.Zeros(frame.numbers), *const detail_sum = work.Zeros(frame.numbers);
  const float share = 2.0F / static_cast<float>(images.size());
  for (size_t m = 0; m < images.size(); ++m) {
    float *const image = work.Raw(frame.pixels), *const base = work.Raw(frame.numbers),
                 *const detail = work.Raw(frame.numbers);
    for (int64_t y = 0; y < tall; ++y) {
      const float* const from = images[m].data + MirroredPlace(y, rows) * columns;
      for (int64_t x = 0; x < wide; ++x)
        image[y * wide + x] = from[x < columns ? x : MirroredPlace(x, columns)];
    }
    Encode(frame, image, slots[m], base, detail);
    for (int64_t i = 0; i < frame.numbers; ++i) base_sum[i] += base[i], detail_sum[i] += detail[i];
    frame.images.push_back(image), frame.bases.push_back(base), frame.details.push_back(detail);
  }
  for (int64_t i = 0; i < frame.numbers; ++i) base_sum[i] *= share, detail_sum[i] *= share;
  AddAttention(frame, slots, base_sum, detail_sum, maps);
  float *const trunk = work.Raw(frame.numbers), *const whole = work.Raw(frame.pixels);
  Trunk(frame, base_sum, detail_sum, trunk);
  if (options_.residual == Residual::kNone || options_.residual == Residual::kSum)
    DecodeAlone(frame, trunk, whole);
  else
    Mix(frame, trunk, whole);
  std::vector<float> fused;
  fused.reserve(static_cast<size_t>(rows * columns));
  for (int64_t y = 0; y < rows; ++y) fused.insert(fused.end(), whole + y * wide, whole + y * wide + columns);
  return fused;
}

}  // namespace f4s
