// Hyper-parameters of the networks, and the three sizes that they come in.
//
// No tensor library is needed to read or declare them: the work is in network.h.
//
// 0, or "profile", means: what the profile says.  `Resolved()` puts the profile's value there.

#pragma once

#include <cstdint>
#include <string>

#include "libfuse4seg/tool/parameters.h"

namespace f4s {

struct FusionNetOptions {
  int64_t dim = 0;                         ///< channels C of all features
  int64_t heads = 0;                       ///< of the attention between channels; divides C
  int64_t blocks = 0;                      ///< Restormer blocks in the encoder, and in the decoder
  int64_t detail_nodes = 0;                ///< invertible nodes of the encoder's detail branch
  int64_t patch = 0;                       ///< side of the pixel blocks that make up a feature
  std::string base_conv = "profile";       ///< depthwise, or dense as in CDDFuse
  std::string coupling = "profile";        ///< bounded, or free as in CDDFuse: scales of invertible nodes
  std::string residual = "profile";        ///< none, sum, mean or maximum: what the fused image starts from
  std::string slot_embedding = "profile";  ///< yes: features know which modality they are of
  std::string attention = "profile";       ///< cross: between modalities, before they are merged; or none
  std::string fuser = "profile";           ///< decomposing: all of the above; or inn: the next alone
  int64_t inn_width = 0;               ///< channels within couplings at full resolution, half of those below
  int64_t inn_blocks = 0;              ///< couplings at half resolution
  std::string inn_mixing = "profile";  ///< mean, or permutation as published: how channels are reordered
  std::string inn_subnet = "profile";  ///< linear, or relu as published: how a coupling's networks end
  std::string inn_output = "profile";  ///< clamp, or sigmoid as published: how 0..1 is come by

  void Declare(Parameters& p) {
    p.Integer("fusion_dim", dim, Between(0, 512), "channels of the fusion network's features; 0: profile's");
    p.Integer("fusion_heads", heads, Between(0, 64), "attention heads; 0: profile's");
    p.Integer("fusion_blocks", blocks, Between(0, 32),
              "blocks of the fusion network before and after fusion; 0: profile's");
    p.Integer("fusion_detail_nodes", detail_nodes, Between(0, 32),
              "invertible nodes of the fusion network; 0: profile's");
    p.Integer("fusion_patch", patch, Between(0, 8),
              "side of the pixel patches that the fusion network works on; 0: profile's");
    p.Choice("fusion_base_conv", base_conv, {"profile", "depthwise", "dense"},
             "convolution in the base branch of the fusion network");
    p.Choice("fusion_coupling", coupling, {"profile", "bounded", "free"},
             "scale in its invertible nodes: bounded by e^2, or free as published");
    p.Choice("fusion_residual", residual, {"profile", "none", "sum", "mean", "maximum"},
             "image to which the fusion network adds its output; sum: added before the sigmoid");
    p.Choice("fusion_slot_embedding", slot_embedding, {"profile", "yes", "no"},
             "add a learned embedding of the modality to its features");
    p.Choice("fusion_attention", attention, {"profile", "none", "cross"},
             "attention between modalities before they are merged");
    p.Choice("fuser", fuser, {"profile", "decomposing", "inn"},
             "kind of fusion network: decomposing into base and detail, "
             "or the invertible network (inn) of the method fusioninn");
    p.Integer("inn_width", inn_width, Between(0, 512),
              "channels in the couplings of the invertible network, "
              "twice as many at half resolution; 0: profile's");
    p.Integer("inn_blocks", inn_blocks, Between(0, 16),
              "couplings of the invertible network at half resolution; 0: profile's");
    p.Choice("inn_mixing", inn_mixing, {"profile", "mean", "permutation"},
             "input of the invertible network: the mean of the modalities and "
             "their differences, or the modalities in a random order, as published");
    p.Choice("inn_subnet", inn_subnet, {"profile", "linear", "relu"},
             "last layer of the networks in its couplings; relu: as published");
    p.Choice("inn_output", inn_output, {"profile", "clamp", "sigmoid"},
             "how the image of the invertible network is mapped to 0..1: clamped, "
             "and 0 where all modalities are 0; or by a sigmoid, as published");
  }
};

/// The U-Net and csad's network have but width and levels, and values of their own for them in each profile.
struct SegmentationNetOptions {
  int64_t width = 0;                  ///< channels at full resolution, twice as many at each level below
  int64_t levels = 0;                 ///< halvings of the resolution, in TransUNet before its transformer
  int64_t dim = 0;                    ///< channels of the transformer
  int64_t heads = 0;                  ///< of its self-attention; divides dim
  int64_t blocks = 0;                 ///< transformer blocks
  std::string adapter = "profile";    ///< none, depthwise, or dense as in SAM-Med2D
  std::string stem = "profile";       ///< before the transformer: pairs of convolutions, or a ResNet
  std::string segmenter = "profile";  ///< transunet, unet, or csad (csad_net.h)
  std::string merge = "correlated";   ///< of csad's modalities, or concatenated: correlated_fusion.h

  void Declare(Parameters& p) {
    p.Integer("segmentation_width", width, Between(0, 256),
              "channels of the segmentation network at full resolution; 0: profile's");
    p.Integer("segmentation_levels", levels, Between(0, 6),
              "how often the segmentation network halves the resolution; 0: profile's");
    p.Integer("segmentation_dim", dim, Between(0, 2048),
              "channels of the transformer in the segmentation network; 0: profile's");
    p.Integer("segmentation_heads", heads, Between(0, 64), "attention heads; 0: profile's");
    p.Integer("segmentation_blocks", blocks, Between(0, 32),
              "transformer blocks of the segmentation network; 0: profile's");
    p.Choice("segmentation_adapter", adapter, {"profile", "none", "depthwise", "dense"},
             "convolution in the adapters of the transformer blocks");
    p.Choice("segmentation_stem", stem, {"profile", "pairs", "resnet"},
             "layers before the transformer: pairs of convolutions, or TransUNet's ResNet with 4 levels");
    p.Choice("segmenter", segmenter, {"profile", "transunet", "unet", "csad"},
             "kind of segmentation network; csad: a U-Net with one encoder for each modality");
    p.Choice("segmentation_merge", merge, {"correlated", "concatenated"},
             "how csad merges its modalities at each level: by gates computed from "
             "their correlation, or concatenated and merged by a 1x1 convolution alone");
  }
};

struct NetworkOptions {
  std::string profile = "tiny";  ///< tiny, small or base
  std::string input = "method";  ///< what the segmentation network sees: Network::SegmentationInput()
  FusionNetOptions fusion;
  SegmentationNetOptions segmentation;

  void Declare(Parameters& p) {
    p.Choice("profile", profile, {"tiny", "small", "base"}, "size of the networks");
    p.Choice("input", input, {"method", "fused", "images", "both", "features", "concatenated"},
             "input of the segmentation network: the fused image; the modalities (images), concatenated "
             "as input channels; both; the merged features from which the fused image is decoded; or "
             "the features of all modalities, concatenated; method: the method's own, for fuse4seg fused");
    p.Group("Networks");
    fusion.Declare(p);
    segmentation.Declare(p);
  }

  /// The same with nothing left to the profile.  @throws Error(kConfig, "network.input") when csad is to see
  /// anything but the modalities; Error(kConfig, "network.shape") when
  /// heads do not divide dim, a width is neither below 8 nor a multiple of 8, or a ResNet has not 4 levels or
  /// a width that is no multiple of 4.
  [[nodiscard]] NetworkOptions Resolved() const;

  /// Whether the segmentation network sees features, not images.
  [[nodiscard]] bool sees_features() const { return input == "features" || input == "concatenated"; }

  /// Every hyper-parameter by name; FromJson(ToJson()) is the same network.
  [[nodiscard]] Json ToJson() const;

  /// A hyper-parameter that is younger than the model has the value that the model was made with.
  /// @throws Error(kBadInput, "model.network") naming an unknown key, or a value and its rule.
  [[nodiscard]] static NetworkOptions FromJson(const Json& json);
};

}  // namespace f4s
