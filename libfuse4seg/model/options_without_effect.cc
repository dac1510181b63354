#include "libfuse4seg/model/options_without_effect.h"

#include <algorithm>
#include <functional>

#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

bool LearnsFusion(const TrainOptions& o) { return o.task != Task::kSegmentation; }

bool IsSegmentedBy(const TrainOptions& o, SegmenterKind kind) {
  return o.segments() && o.network.segmentation.segmenter == kind;
}

/// What some parameters need to have an effect.
struct Need {
  const char* names;  ///< separated by spaces
  const char* wanted;
  bool (*is_met)(const TrainOptions&);
};

constexpr Need kNeeds[] = {
    {"inn_width inn_blocks inn_mixing inn_subnet inn_output structure_share forward_weight reverse_weight "
     "latent_weight score_weight latent_samples latent_patch latent_count",
     "an invertible network that learns (--method fusioninn)",
     [](const TrainOptions& o) { return LearnsFusion(o) && o.network.fusion.fuser == FuserKind::kInn; }},
    {"fusion_dim fusion_heads fusion_blocks fusion_detail_nodes fusion_patch fusion_base_conv fusion_coupling "
     "fusion_residual fusion_slot_embedding fusion_attention sigma texture_weight intensity_weight intensity_of "
     "vif_weight qabf_weight mi_weight scd_weight sf_weight sd_weight scd_limit frequency_weight gradient_weight "
     "fidelity_weight fidelity_db grain_db contrast contrast_weight contrast_epochs",
     "a fusion network that learns, other than an invertible one (--method fuse4seg, --task both or fusion)",
     [](const TrainOptions& o) { return LearnsFusion(o) && o.network.fusion.fuser != FuserKind::kInn; }},
    {"fusion_learning_rate fusion_least_learning_rate fusion_halve_every fusion_gradient_clip",
     "a fusion network that learns (--task both or fusion)", LearnsFusion},
    {"bilevel fusion_weight warmup_epochs", "fusion and segmentation that are trained together (--task both)",
     [](const TrainOptions& o) { return o.task == Task::kBoth; }},
    {"gauss_newton_damping", "--bilevel gauss-newton",
     [](const TrainOptions& o) { return o.task == Task::kBoth && o.bilevel == BilevelMode::kGaussNewton; }},
    {"segmentation_dim segmentation_heads segmentation_blocks segmentation_adapter segmentation_stem",
     "a segmentation network with a transformer (--segmenter transunet)",
     [](const TrainOptions& o) { return IsSegmentedBy(o, SegmenterKind::kTransunet); }},
    {"segmentation_merge distillation_weight distillation_begin distillation_attention", "--segmenter csad",
     [](const TrainOptions& o) { return IsSegmentedBy(o, SegmenterKind::kCsad); }},
    {"segmentation_patch", "--segmenter unet",
     [](const TrainOptions& o) { return IsSegmentedBy(o, SegmenterKind::kUnet); }},
    {"segmentation_width segmentation_levels segmentation_optimiser segmentation_learning_rate weight_decay "
     "poly_power segmentation_warmup_steps segmentation_gradient_clip dice_of cross_entropy_weight dice_weight "
     "dice_smooth dice_background segmenter",
     "a segmentation network (--task both or segmentation)",
     [](const TrainOptions& o) { return o.segments(); }},
    {"momentum nesterov", "--segmentation-optimiser sgd",
     [](const TrainOptions& o) { return o.segments() && o.segmentation_optimiser == OptimiserKind::kSgd; }},
    {"rotate intensity", "--augmentation simple",
     [](const TrainOptions& o) { return o.sampling.augmentation == AugmentationKind::kSimple; }},
    {"contrast_weight contrast_epochs", "--contrast",
     [](const TrainOptions& o) { return !o.fusion_loss.contrast.empty(); }},
    {"encoder_slow_epochs encoder_slow_factor", "--init",
     [](const TrainOptions& o) { return !o.stage.init.empty(); }},
    {"adversarial_warmup_epochs discriminator_learning_rate discriminator generator_loss real_label r1_weight "
     "r1_every",
     "discriminators (--adversarial-weight above 0)",
     [](const TrainOptions& o) { return LearnsFusion(o) && o.adversary.weight > 0; }},
};

std::string FlagNamed(const std::string& name) {
  std::string flag = "--" + name;
  std::replace(flag.begin(), flag.end(), '_', '-');
  return flag;
}

}  // namespace

std::vector<std::string> OptionsWithoutEffect(const TrainOptions& options,
                                              const std::vector<std::string>& flags) {
  std::vector<std::string> sentences;
  std::vector<std::string> said;
  for (const Need& need : kNeeds) {
    if (need.is_met(options)) continue;
    std::vector<std::string> concerned;
    for (const std::string& name : SplitFields(need.names, ' '))
      if (std::find(flags.begin(), flags.end(), name) != flags.end() &&
          std::find(said.begin(), said.end(), name) == said.end())
        concerned.push_back(FlagNamed(name)), said.push_back(name);
    if (!concerned.empty())
      sentences.push_back(Cat(Joined(concerned, ", "), concerned.size() == 1 ? " has" : " have",
                              " no effect on this training: wanted ", need.wanted));
  }
  return sentences;
}

std::vector<std::string> ConditionalOptions() {
  std::vector<std::string> names;
  for (const Need& need : kNeeds)
    for (const std::string& name : SplitFields(need.names, ' ')) names.push_back(name);
  return names;
}

}  // namespace f4s
