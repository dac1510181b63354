#include "libfuse4seg/model/network_options.h"

#include <algorithm>

#include "libfuse4seg/base/error.h"

namespace f4s {
namespace {

constexpr int64_t kResnetLevels = 4;

struct Profile {
  const char* name;
  FusionNetOptions fusion;
  SegmentationNetOptions segmentation;
  int64_t unet_width, unet_levels;
};

/// base: CDDFuse's own encoder, decoder and fusion layers, and TransUNet's R50-ViT-B/16 with adapters; its
/// U-Net is as wide and deep as nnU-Net makes one for slices.  The others fuse as a change to the mean of
/// their sources: started there they segment better, and fuse well within minutes.
const Profile kProfiles[] = {
    {"tiny",
     {.dim = 16,
      .heads = 4,
      .blocks = 1,
      .detail_nodes = 1,
      .patch = 2,
      .base_conv = "depthwise",
      .coupling = "bounded",
      .residual = "mean",
      .slot_embedding = "yes",
      .attention = "none",
      .fuser = "decomposing",
      .inn_width = 32,
      .inn_blocks = 1,
      .inn_mixing = "mean",
      .inn_subnet = "linear",
      .inn_output = "clamp"},
     {.width = 8,
      .levels = 3,
      .dim = 64,
      .heads = 4,
      .blocks = 2,
      .adapter = "depthwise",
      .stem = "pairs",
      .segmenter = "transunet"},
     8,
     4},
    {"small",
     {.dim = 24,
      .heads = 4,
      .blocks = 2,
      .detail_nodes = 2,
      .patch = 2,
      .base_conv = "depthwise",
      .coupling = "bounded",
      .residual = "mean",
      .slot_embedding = "yes",
      .attention = "cross",
      .fuser = "decomposing",
      .inn_width = 48,
      .inn_blocks = 2,
      .inn_mixing = "mean",
      .inn_subnet = "linear",
      .inn_output = "clamp"},
     {.width = 16,
      .levels = 4,
      .dim = 256,
      .heads = 8,
      .blocks = 6,
      .adapter = "depthwise",
      .stem = "pairs",
      .segmenter = "transunet"},
     16,
     5},
    {"base",
     {.dim = 64,
      .heads = 8,
      .blocks = 4,
      .detail_nodes = 3,
      .patch = 1,
      .base_conv = "dense",
      .coupling = "bounded",
      .residual = "none",
      .slot_embedding = "no",
      .attention = "cross",
      .fuser = "decomposing",
      .inn_width = 64,
      .inn_blocks = 4,
      .inn_mixing = "mean",
      .inn_subnet = "linear",
      .inn_output = "clamp"},
     {.width = 64,
      .levels = 4,
      .dim = 768,
      .heads = 12,
      .blocks = 12,
      .adapter = "depthwise",
      .stem = "resnet",
      .segmenter = "transunet"},
     32,
     6},
};

void Take(int64_t& value, int64_t from_profile) {
  if (value == 0) value = from_profile;
}

void Take(std::string& value, const std::string& from_profile) {
  if (value == "profile") value = from_profile;
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

}  // namespace

NetworkOptions NetworkOptions::Resolved() const {
  const auto* const found = std::find_if(std::begin(kProfiles), std::end(kProfiles),
                                         [this](const Profile& p) { return p.name == profile; });
  if (found == std::end(kProfiles))
    throw Error(ErrorKind::kConfig, "network.profile",
                Cat("profile = ", Quoted(profile), ": must be tiny, small or base"));
  NetworkOptions r = *this;
  if (r.input == "method") r.input = "fused";
  Take(r.fusion.dim, found->fusion.dim);
  Take(r.fusion.heads, found->fusion.heads);
  Take(r.fusion.blocks, found->fusion.blocks);
  Take(r.fusion.detail_nodes, found->fusion.detail_nodes);
  Take(r.fusion.patch, found->fusion.patch);
  Take(r.fusion.base_conv, found->fusion.base_conv);
  Take(r.fusion.coupling, found->fusion.coupling);
  Take(r.fusion.residual, found->fusion.residual);
  Take(r.fusion.slot_embedding, found->fusion.slot_embedding);
  Take(r.fusion.attention, found->fusion.attention);
  Take(r.fusion.fuser, found->fusion.fuser);
  Take(r.fusion.inn_width, found->fusion.inn_width);
  Take(r.fusion.inn_blocks, found->fusion.inn_blocks);
  Take(r.fusion.inn_mixing, found->fusion.inn_mixing);
  Take(r.fusion.inn_subnet, found->fusion.inn_subnet);
  Take(r.fusion.inn_output, found->fusion.inn_output);
  Take(r.segmentation.segmenter, found->segmentation.segmenter);
  const bool unet = r.segmentation.segmenter == "unet" || r.segmentation.segmenter == "csad";
  Take(r.segmentation.width, unet ? found->unet_width : found->segmentation.width);
  Take(r.segmentation.levels, unet ? found->unet_levels : found->segmentation.levels);
  Take(r.segmentation.dim, found->segmentation.dim);
  Take(r.segmentation.heads, found->segmentation.heads);
  Take(r.segmentation.blocks, found->segmentation.blocks);
  Take(r.segmentation.adapter, found->segmentation.adapter);
  Take(r.segmentation.stem, found->segmentation.stem);
  RequireDivides(r.fusion.heads, r.fusion.dim, "fusion");
  RequireDivides(2, r.fusion.dim, "fusion");
  RequireDivides(r.segmentation.heads, r.segmentation.dim, "segmentation");
  if (r.segmentation.segmenter == "csad" && r.input != "images")
    throw Error(ErrorKind::kConfig, "network.input",
                Cat("input = ", r.input, ": segmenter = csad sees the modalities: input = images"));
  if (!unet) RequireEights(r.segmentation.width, "segmentation_width");
  if (!unet && r.segmentation.stem == "resnet") RequireResnet(r.segmentation);
  return r;
}

Json NetworkOptions::ToJson() const {
  NetworkOptions copy = *this;
  Parameters p;
  copy.Declare(p);
  return p.Effective();
}

NetworkOptions NetworkOptions::FromJson(const Json& json) {
  NetworkOptions options;
  Parameters p;
  options.Declare(p);
  const auto bad = [](const std::string& message) {
    return Error(ErrorKind::kBadInput, "model.network", message);
  };
  if (!json.is_object()) throw bad("network is not an object of hyper-parameters");
  options.fusion.attention = "none";  // models from before there was a choice
  options.fusion.coupling = "bounded";
  options.fusion.fuser = "decomposing";
  options.segmentation.segmenter = "transunet";
  options.segmentation.stem = "pairs";
  for (const auto& [key, value] : json.items()) {
    const auto found = std::find_if(p.all().begin(), p.all().end(),
                                    [&name = key](const Parameter& q) { return q.name == name; });
    if (found == p.all().end()) throw bad(Cat("unknown hyper-parameter ", Quoted(key)));
    try {
      found->SetFromJson(value);
    } catch (const Error& e) {
      throw bad(e.reason());
    }
  }
  return options;
}

}  // namespace f4s
