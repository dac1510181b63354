#include "libfuse4seg/model/network_options.h"

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/model/defaults.h"
#include "libfuse4seg/tool/parameters.h"

namespace f4s {
namespace {

constexpr int64_t kResnetLevels = 4;

/// What models from before there was a choice were made with.
const Json& Older() {
  static const Json values = {{"fusion_attention", "none"},
                              {"fusion_coupling", "bounded"},
                              {"fuser", "decomposing"},
                              {"segmenter", "transunet"},
                              {"segmentation_stem", "pairs"}};
  return values;
}

void RequireDivides(int64_t heads, int64_t dim, const char* of) {
  if (dim % heads != 0)
    throw Error(ErrorKind::kConfig, "network.shape",
                Cat(of, "_dim = ", dim, ": must be a multiple of ", of, "_heads = ", heads));
}

void RequireEights(int64_t channels, const char* name) {
  if (channels >= 8 && channels % 8 != 0)
    throw Error(ErrorKind::kConfig, "network.shape",
                Cat(name, " = ", channels, ": must be below 8 or a multiple of 8"));
}

void RequireResnet(const SegmentationNetOptions& options) {
  if (options.levels != kResnetLevels)
    throw Error(ErrorKind::kConfig, "network.shape",
                Cat("segmentation_levels = ", options.levels, ": must be ", kResnetLevels,
                    " with segmentation_stem = resnet"));
  // The decoder ends in a quarter of the width.
  const int64_t last = options.width / 4;
  if (options.width % 4 != 0 || (last >= 8 && last % 8 != 0))
    throw Error(ErrorKind::kConfig, "network.shape",
                Cat("segmentation_width = ", options.width,
                    ": must be 8, 16, 24 or a multiple of 32 with segmentation_stem = resnet"));
}

void RequirePatch(const SegmentationNetOptions& options) {
  if (options.patch == 1) return;
  if (options.patch == 3 || options.segmenter != SegmenterKind::kUnet)
    throw Error(ErrorKind::kConfig, "network.shape",
                Cat("segmentation_patch = ", options.patch, ": must be 1, or 2 or 4 with segmenter = unet"));
}

}  // namespace

void FusionNetOptions::Declare(Parameters& p) {
  p.Integer("fusion_dim", dim, Between(0, 512), "channels of the fusion network's features");
  p.Integer("fusion_heads", heads, Between(0, 64), "attention heads");
  p.Integer("fusion_blocks", blocks, Between(0, 32), "blocks of the fusion network before and after fusion");
  p.Integer("fusion_detail_nodes", detail_nodes, Between(0, 32), "invertible nodes of the fusion network");
  p.Integer("fusion_patch", patch, Between(0, 8),
            "side of the pixel patches that the fusion network works on");
  p.Choice("fusion_base_conv", base_conv,
           {{"profile"}, {"depthwise", LocalConv::kDepthwise}, {"dense", LocalConv::kDense}},
           "convolution in the base branch of the fusion network");
  p.Choice("fusion_coupling", coupling,
           {{"profile"}, {"bounded", Coupling::kBounded}, {"free", Coupling::kFree}},
           "scale in its invertible nodes: bounded by e^2, or free as published");
  p.Choice("fusion_residual", residual,
           {{"profile"},
            {"none", Residual::kNone},
            {"sum", Residual::kSum},
            {"mean", Residual::kMean},
            {"maximum", Residual::kMaximum}},
           "image to which the fusion network adds its output; sum: added before the sigmoid");
  p.Choice("fusion_slot_embedding", slot_embedding, {{"profile"}, {"yes", true}, {"no", false}},
           "add a learned embedding of the modality to its features");
  p.Choice("fusion_attention", attention, {{"profile"}, {"none", false}, {"cross", true}},
           "attention between modalities before they are merged");
  p.Choice("fuser", fuser, {{"profile"}, {"decomposing", FuserKind::kDecomposing}, {"inn", FuserKind::kInn}},
           "kind of fusion network: decomposing into base and detail, "
           "or the invertible network (inn) of the method fusioninn");
  p.Integer("inn_width", inn_width, Between(0, 512),
            "channels in the couplings of the invertible network, "
            "twice as many at half resolution");
  p.Integer("inn_blocks", inn_blocks, Between(0, 16),
            "couplings of the invertible network at half resolution");
  p.Choice("inn_mixing", inn_mixing,
           {{"profile"}, {"mean", InnMixing::kMean}, {"permutation", InnMixing::kPermutation}},
           "input of the invertible network: the mean of the modalities and "
           "their differences, or the modalities in a random order, as published");
  p.Choice("inn_subnet", inn_subnet,
           {{"profile"}, {"linear", InnSubnet::kLinear}, {"relu", InnSubnet::kRelu}},
           "last layer of the networks in its couplings; relu: as published");
  p.Choice("inn_output", inn_output,
           {{"profile"}, {"clamp", InnOutput::kClamp}, {"sigmoid", InnOutput::kSigmoid}},
           "how the image of the invertible network is mapped to 0..1: clamped, "
           "and 0 where all modalities are 0; or by a sigmoid, as published");
}

void SegmentationNetOptions::Declare(Parameters& p) {
  p.Integer("segmentation_width", width, Between(0, 256),
            "channels of the segmentation network at full resolution");
  p.Integer("segmentation_levels", levels, Between(0, 6),
            "how often the segmentation network halves the resolution");
  p.Integer("segmentation_dim", dim, Between(0, 2048),
            "channels of the transformer in the segmentation network");
  p.Integer("segmentation_heads", heads, Between(0, 64), "attention heads");
  p.Integer("segmentation_blocks", blocks, Between(0, 32), "transformer blocks of the segmentation network");
  p.Choice("segmentation_adapter", adapter,
           {{"profile"},
            {"none", AdapterConv::kNone},
            {"depthwise", AdapterConv::kDepthwise},
            {"dense", AdapterConv::kDense}},
           "convolution in the adapters of the transformer blocks");
  p.Choice("segmentation_stem", stem,
           {{"profile"}, {"pairs", StemKind::kPairs}, {"resnet", StemKind::kResnet}},
           "layers before the transformer: pairs of convolutions, or TransUNet's ResNet with 4 levels");
  p.Choice("segmenter", segmenter,
           {{"profile"},
            {"transunet", SegmenterKind::kTransunet},
            {"unet", SegmenterKind::kUnet},
            {"csad", SegmenterKind::kCsad}},
           "kind of segmentation network; csad: a U-Net with one encoder for each modality");
  p.Choice("segmentation_merge", merge,
           {{"correlated", CsadMerge::kCorrelated}, {"concatenated", CsadMerge::kConcatenated}},
           "how csad merges its modalities at each level: by gates computed from "
           "their correlation, or concatenated and merged by a 1x1 convolution alone");
  p.Integer("segmentation_patch", patch, Between(1, 4),
            "side of the pixel patches that unet works on, and labels pixel by pixel: 1, 2 or 4");
}

void NetworkOptions::Declare(Parameters& p) {
  p.Choice("profile", profile, ProfileNames(), "size of the networks");
  p.Choice("input", input,
           {{"method"},
            {"fused", NetworkInput::kFused},
            {"images", NetworkInput::kImages},
            {"both", NetworkInput::kBoth},
            {"features", NetworkInput::kFeatures},
            {"concatenated", NetworkInput::kConcatenated}},
           "input of the segmentation network: the fused image; the modalities (images), concatenated "
           "as input channels; both; the merged features from which the fused image is decoded; or "
           "the features of all modalities, concatenated");
  p.Group("Networks");
  fusion.Declare(p);
  segmentation.Declare(p);
}

NetworkOptions NetworkOptions::Resolved() const {
  NetworkOptions r = *this;
  Parameters p;
  r.Declare(p);
  LayDefaults(profile, p);
  r.RequirePossible();
  return r;
}

void NetworkOptions::RequirePossible() const {
  RequireDivides(fusion.heads, fusion.dim, "fusion");
  RequireDivides(2, fusion.dim, "fusion");
  RequireDivides(segmentation.heads, segmentation.dim, "segmentation");
  if (segmentation.segmenter == SegmenterKind::kCsad && input != NetworkInput::kImages)
    throw Error(ErrorKind::kConfig, "network.input",
                Cat("input = ", ToJson()["input"].get<std::string>(),
                    ": segmenter = csad sees the modalities: input = images"));
  RequirePatch(segmentation);
  if (!segmentation.is_transunet()) return;
  RequireEights(segmentation.width, "segmentation_width");
  if (segmentation.stem == StemKind::kResnet) RequireResnet(segmentation);
}

Json NetworkOptions::ToJson() const { return ParametersOf(*this); }

NetworkOptions NetworkOptions::FromJson(const Json& json) {
  NetworkOptions options;
  Parameters p;
  options.Declare(p);
  const auto bad = [](const std::string& message) {
    return Error(ErrorKind::kBadInput, "model.network", message);
  };
  if (!json.is_object()) throw bad("network is not an object of hyper-parameters");
  for (const auto& [key, value] : json.items()) {
    Parameter* const found = p.Find(key);
    if (found == nullptr) throw bad(Cat("unknown hyper-parameter ", Quoted(key)));
    try {
      found->SetFromJson(value);
    } catch (const Error& e) {
      throw bad(e.reason());
    }
  }
  p.Under(Older());
  return options;
}

}  // namespace f4s
