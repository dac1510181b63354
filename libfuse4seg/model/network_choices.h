// What the networks can be made of, by name.

#pragma once

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

/// How csad merges its modalities: correlated_fusion.h.
enum class CsadMerge { kCorrelated, kConcatenated };

/// How a discriminator ends: any size of image, or `side` alone.
enum class DiscriminatorHead { kPooled, kFlat };

}  // namespace f4s
