// Hyper-parameters of the networks.  What is open is decided by the profile: profiles.json.
//
// No tensor library is needed to read or declare them: the work is in network.h.

#pragma once

#include <cstdint>
#include <string>

#include "libfuse4seg/base/json.h"
#include "libfuse4seg/tool/setting.h"

namespace f4s {

/// What the segmentation network sees: Network::SegmentationInput().
enum class NetworkInput { kFused, kImages, kBoth, kFeatures, kConcatenated };

enum class FuserKind {
  kDecomposing,  ///< into base and detail features
  kInn,          ///< invertible
};

/// How the 3C channels of query, key and value are made local after their 1x1 convolution.
enum class LocalConv {
  kDepthwise,  ///< 3x3 on each channel: Restormer
  kDense,      ///< 3x3 from all channels to all: CDDFuse's base branch, most of its weights
};

/// How far an invertible node may scale: within e^-2 .. e^2, or, as in CDDFuse, without limit.
enum class Coupling { kBounded, kFree };

/// What the fused image starts from; the sum is added before the sigmoid.
enum class Residual { kNone, kSum, kMean, kMaximum };

/// Of the invertible network, its own and as published: what it starts from, how the networks in its
/// couplings end, and how its image comes to be in 0..1.
enum class InnMixing { kMean, kPermutation };
enum class InnSubnet { kLinear, kRelu };
enum class InnOutput { kClamp, kSigmoid };

enum class SegmenterKind {
  kTransunet,
  kUnet,
  kCsad,  ///< csad_net.h
};

/// What comes before TransUNet's transformer.
enum class StemKind { kPairs, kResnet };

/// Convolution of the adapters in its blocks; dense as in SAM-Med2D.
enum class AdapterConv { kNone, kDepthwise, kDense };

/// How csad merges its modalities: csad_net.h.
enum class CsadMerge { kCorrelated, kConcatenated };

class Parameters;

struct FusionNetOptions {
  Setting<int64_t> dim;           ///< channels C of all features
  Setting<int64_t> heads;         ///< of the attention between channels; divides C
  Setting<int64_t> blocks;        ///< Restormer blocks in the encoder, and in the decoder
  Setting<int64_t> detail_nodes;  ///< invertible nodes of the encoder's detail branch
  Setting<int64_t> patch;         ///< side of the pixel blocks that make up a feature
  Setting<LocalConv> base_conv;
  Setting<Coupling> coupling;
  Setting<Residual> residual;
  Setting<bool> slot_embedding;  ///< features know which modality they are of
  Setting<bool> attention;       ///< between modalities, before they are merged
  Setting<FuserKind> fuser;      ///< decomposing: all of the above; or inn: the next alone
  Setting<int64_t> inn_width;    ///< channels within couplings at full resolution, half of those below
  Setting<int64_t> inn_blocks;   ///< couplings at half resolution
  Setting<InnMixing> inn_mixing;
  Setting<InnSubnet> inn_subnet;
  Setting<InnOutput> inn_output;

  void Declare(Parameters& p);
};

/// The U-Net and csad's network have but width and levels, and values of their own for them in each profile.
struct SegmentationNetOptions {
  Setting<int64_t> width;   ///< channels at full resolution, twice as many at each level below
  Setting<int64_t> levels;  ///< halvings of the resolution, in TransUNet before its transformer
  Setting<int64_t> dim;     ///< channels of the transformer
  Setting<int64_t> heads;   ///< of its self-attention; divides dim
  Setting<int64_t> blocks;  ///< transformer blocks
  Setting<AdapterConv> adapter;
  Setting<StemKind> stem;
  Setting<SegmenterKind> segmenter;
  CsadMerge merge = CsadMerge::kCorrelated;
  int64_t patch = 1;  ///< side of the pixel blocks that the U-Net takes as the channels of one: 1, 2 or 4

  void Declare(Parameters& p);

  [[nodiscard]] bool is_transunet() const { return segmenter == SegmenterKind::kTransunet; }
};

struct NetworkOptions {
  std::string profile = "tiny";  ///< of ProfileNames()
  Setting<NetworkInput> input;
  FusionNetOptions fusion;
  SegmentationNetOptions segmentation;

  void Declare(Parameters& p);

  /// The same with nothing left open.  @throws Error as RequirePossible().
  [[nodiscard]] NetworkOptions Resolved() const;

  /// @throws Error(kConfig, "network.input") when csad is to see anything but the modalities;
  /// Error(kConfig, "network.shape") when heads do not divide dim, a width is neither below 8 nor a multiple
  /// of 8, a ResNet has not 4 levels or a width that is no multiple of 4, or patches are not 1, 2 or 4 pixels
  /// wide or are another network's than the U-Net's.
  void RequirePossible() const;

  /// Whether the segmentation network sees features, not images.
  [[nodiscard]] bool sees_features() const {
    return input == NetworkInput::kFeatures || input == NetworkInput::kConcatenated;
  }

  /// Every hyper-parameter by name; FromJson(ToJson()) is the same network.
  [[nodiscard]] Json ToJson() const;

  /// A hyper-parameter that is younger than the model has the value that the model was made with.
  /// @throws Error(kBadInput, "model.network") naming an unknown key, or a value and its rule.
  [[nodiscard]] static NetworkOptions FromJson(const Json& json);
};

}  // namespace f4s
