// f4s-pretrain: pre-train the decomposition encoder.

#include "libfuse4seg/tool/tool.h"
#include "libfuse4seg/train/learning.h"

namespace f4s {
namespace {

const ToolPage kPage = {
    .name = "f4s-pretrain",
    .synopsis = "pre-train the decomposition encoder",
    .description = R"(
One encoder for all modalities parts each image into base features, which modalities share, and detail
features, which are its own; one decoder makes the image of them again. Both learn from reconstruction, from
the correlation of the features, and from discriminators, one a modality, that tell images from
reconstructions (--adversarial-weight 0 leaves them out); no labels are needed. f4s-train --init RUN goes on
from here.

RUN holds config.json (to be fed back by --config), events.ndjson (losses, learning rates, gradient norms,
images a second and validation of each epoch; for TensorBoard too, with --tensorboard), model.safetensors (the
least loss on the split val), last.safetensors and checkpoint/. Stopped in any way, the same command goes on
from the last checkpoint to the very weights of a run that was not stopped.
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
  cl.Group("Learning", a);
  cl.Shared({.device = true, .seed = true, .output = true});
}

void Run(const PretrainOptions& a, RunContext& run) { OpenLearning().Pretrain(a, run); }

}  // namespace
}  // namespace f4s

F4S_TOOL_MAIN(f4s::kPage, f4s::PretrainOptions, f4s::Declare, f4s::Run)
