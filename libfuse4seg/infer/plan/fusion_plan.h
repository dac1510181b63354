// The decomposing fusion network as a plan: FusionNet of nn/fusion/fusion_net.h, without LibTorch.
//
// Shapes:  M images [H,W] of any size, C channels of features at h = ceil(H/p), w = ceil(W/p), at least 2.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "libfuse4seg/infer/networks.h"
#include "libfuse4seg/infer/plan/cross_attention_plan.h"
#include "libfuse4seg/infer/plan/plan_weights.h"
#include "libfuse4seg/kernels/fusion_kernels.h"
#include "libfuse4seg/kernels/net/net_kernels.h"
#include "libfuse4seg/kernels/net/net_workspace.h"
#include "libfuse4seg/model/network_options.h"

namespace f4s {

class FusionPlan {
 public:
  /// Why a network of these options has none, or nothing.
  /// @param options  resolved, of a decomposing one
  [[nodiscard]] static std::string WhyNone(const FusionNetOptions& options);

  FusionPlan(const FusionNetOptions& options, int64_t slots, PlanWeights& weights);
  FusionPlan(const FusionPlan&) = delete;
  FusionPlan& operator=(const FusionPlan&) = delete;

  /// Whether modalities attend to each other, so that there are maps of it.
  [[nodiscard]] bool attends() const { return base_attention_.has_value(); }

  /// The fused image [H,W] in 0..1.  Safe to use from many threads.
  /// @param slots  of each image, all different
  /// @param maps   set, where it attends and there are two images or more, unless null
  /// @throws Error(kBadInput, "model.modalities") when they do not fit.
  [[nodiscard]] std::vector<float> Fuse(const Views<const float>& images, const std::vector<int64_t>& slots,
                                        AttentionPlanes* maps = nullptr) const;

 private:
  struct Conv {
    std::vector<float> weight, bias;
    ConvView view;
  };
  struct Transformer {
    std::vector<std::vector<float>> weights;
    TransformerView view;
  };
  struct DetailNode {
    std::vector<std::vector<float>> weights;
    DetailNodeView view;
  };
  /// Images mirrored to whole patches, and what is made of them.
  struct Frame;

  [[nodiscard]] Conv TakeConvolution(PlanWeights& weights, const std::string& name, int64_t in, int64_t out,
                                     int64_t kernel, bool bias) const;
  [[nodiscard]] Transformer TakeTransformer(PlanWeights& weights, const std::string& name, int64_t wide,
                                            int64_t group) const;
  [[nodiscard]] std::vector<Transformer> TakeBlocks(PlanWeights& weights, const std::string& name) const;
  [[nodiscard]] std::vector<DetailNode> TakeNodes(PlanWeights& weights, const std::string& name,
                                                  int64_t nodes) const;

  /// What the attention of the modalities adds to their sums.
  void AddAttention(const Frame& frame, const std::vector<int64_t>& slots, float* base_sum, float* detail_sum,
                    AttentionPlanes* maps) const;
  void SetMaps(const Frame& frame, const std::vector<int64_t>& slots, const PlannedWeights& said,
               const float* base_added, const float* detail_added, AttentionPlanes& maps) const;
  void RequireSlots(const std::vector<int64_t>& slots, size_t images) const;
  void Encode(const Frame& frame, const float* image, int64_t slot, float* base, float* detail) const;
  /// What the decoder's image is made of, [h,w,C].
  void Trunk(const Frame& frame, float* base, float* detail, float* trunk) const;
  void DecodeAlone(const Frame& frame, const float* trunk, float* fused) const;
  void Mix(const Frame& frame, const float* trunk, float* fused) const;
  /// t_i of one image, at its pixels.
  void MixingOf(const Frame& frame, const float* trunk, const float* detail, float* weights) const;

  FusionNetOptions options_;
  int64_t slots_;
  Conv embed_, reduce_, narrow_, output_, mix_trunk_, mix_detail_, mix_output_;
  std::vector<Transformer> encoder_, decoder_;
  Transformer base_, base_fusion_;
  std::vector<DetailNode> detail_, detail_fusion_;
  std::optional<CrossAttentionPlan> base_attention_, detail_attention_;
  std::vector<float> slot_embedding_;  ///< [S,C], or none
};

}  // namespace f4s
