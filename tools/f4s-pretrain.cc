// f4s-pretrain: pre-train the decomposition encoder.

#include "libfuse4seg/model/defaults.h"
#include "libfuse4seg/tool/rank_launch.h"
#include "libfuse4seg/tool/tool.h"
#include "libfuse4seg/train/learning.h"

namespace f4s {
namespace {

const ToolPage kPage = {
    .name = "f4s-pretrain",
    .synopsis = "pre-train the decomposition encoder",
    .description = R"(
One encoder, shared by all modalities, decomposes each image into base features, which the modalities have in
common, and detail features, which are specific to each; one decoder reconstructs the image from both. They
are trained with a reconstruction loss, a loss on the correlation of the features, and one discriminator for
each modality, which tells images from reconstructions (--adversarial-weight 0 leaves the discriminators out).
No labels are needed. f4s-train --init RUN continues from these weights.

RUN holds config.json (for --config), events.ndjson (losses, learning rates, gradient norms, images per second
and validation of each epoch; with --tensorboard also for TensorBoard), model.safetensors (the epoch with the
lowest loss on the split val), last.safetensors and checkpoint/. After an interruption, however it came about,
the same command continues from the last checkpoint and ends with the same weights as an uninterrupted run.
)",
    .examples = {{"f4s-pretrain data -o pretrained --modalities t1ce,flair",
                  "two modalities of a dataset (takes long)"},
                 {"f4s-pretrain data -o pretrained --profile base --device cuda",
                  "the network of the paper (takes long)"}},
    .references = {"Guo and Su, Fuse4Seg: Image-Level Fusion Based Multi-Modality "
                   "Medical Image Segmentation, arXiv:2409.10328, 2024",
                   "Zhao et al., CDDFuse: Correlation-Driven Dual-Branch Feature Decomposition, CVPR 2023"},
    .see_also = {"f4s-prep", "f4s-train"},
};

void Declare(CommandLine& cl, PretrainOptions& a) {
  cl.Words("DATASET", a.cases.words, kCasesHelp);
  cl.OutputFolder(a.run_folder, "folder for the models, checkpoints and events: RUN");
  cl.Group("Method", a);
  cl.describe = [&p = cl.parameters] { DescribeDefaults(p, "pretrain"); };
  cl.settle = [&p = cl.parameters] { LayStrict(MethodEntry("fuse4seg"), "fuse4seg", p); };
  cl.parameters.ShowInHelp(
      "profile modalities fold batch_size crop augmentation init transfer epochs validate_every "
      "tensorboard accumulate precision ranks recompute device_memory ema_decay learning_rate sigma paper_strict "
      "adversarial_weight");
  cl.Shared({.device = true, .seed = true, .output = true});
}

void Run(const PretrainOptions& a, RunContext& run) {
  InEachRank(a.stage.ranks, run, [&] { OpenLearning().Pretrain(a, run); });
}

}  // namespace
}  // namespace f4s

F4S_TOOL_MAIN(f4s::kPage, f4s::PretrainOptions, f4s::Declare, f4s::Run)
