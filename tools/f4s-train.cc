// f4s-train: cooperative bi-level training of fusion and segmentation.

#include "libfuse4seg/model/defaults.h"
#include "libfuse4seg/tool/rank_launch.h"
#include "libfuse4seg/tool/tool.h"
#include "libfuse4seg/train/learning.h"

namespace f4s {
namespace {

const ToolPage kPage = {
    .name = "f4s-train",
    .synopsis = "cooperative bi-level training of fusion and segmentation",
    .description = R"(
A fusion network makes one image from 2 to 4 modalities, and a segmentation network labels it. --bilevel says
how the two are trained. joint: the segmentation loss also reaches the fusion network, so that the fused image
keeps what segmentation needs. gauss-newton: each batch is split in halves; the segmentation network is
trained on the first, the fusion network on the second, with its gradient on the second half minus kappa c
times its gradient on the first half. c measures how far the step of the segmentation network serves both
halves; c and the cosine of the two gradients are in the events. alternate: the networks are updated in turn,
step by step. none: each is trained separately, by its own loss.

--task fusion needs no labels. --task segmentation --input images is the baseline without fusion, on one
modality or several; with --init the model keeps that model's fusion network, unused. --method unet is the same with a U-Net trained as nnU-Net trains one. --method csad gives
each of 2 to 4 modalities its own encoder, merges the features at each level by their correlation, and matches
the attention maps of the encoders (cross-modal self-attention distillation); where one of more than two
modalities is missing, the case is segmented from the others. --method fusioninn trains fusion alone, by an
invertible network: f4s-fuse reconstructs the sources exactly from the fused image and what --latent wrote,
and draws plausible sources from the fused image alone. --paper-strict trains it as published.

For ablations one flag leaves out one part: --adversarial-weight 0 the discriminators, --sigma 0 the
correlation loss, no --init the pre-trained encoder, --bilevel none the segmentation loss in fusion; of
--method csad, --distillation-weight 0 the distillation, --segmentation-merge concatenated the gates, and
--method unet the separate encoders. --recompute, --accumulate and --precision bfloat16 save memory.

--modality-dropout trains a model that can do without some of its modalities: crops lose some at random, which
zeros replace, but never what --needs names. The model says what it needs, and f4s-fuse and f4s-segment take cases
that lack the rest.

Cases may tell less than others: where the classes of a case have the names of regions (a label map of the whole
tumour, f4s-prep --classes 1=WT, beside label maps of its parts), a pixel has one of the region's classes, and
which one the losses leave open; what a case does not tell does not count.

A step whose loss or gradient is not finite is skipped. After three in a row the weights of the last completed
epoch are restored; after more than --most-skipped-steps in one epoch the run ends with exit code 70 and names
the loss and the cases.

RUN holds config.json (for --config), events.ndjson (losses, learning rates, gradient norms, images per
second, share of time spent waiting for data, skipped steps and validation of each epoch; with --tensorboard
also for TensorBoard), model.safetensors (the best epoch on the split val, by mean Dice + 0.1 (VIF + Qabf);
for fusioninn by the SSIM of the fused image with its weakest source and of the reconstructed sources; best_by
in events and summary says so), validation/ (slices of the subjects that it does worst on, as records; f4s-report
RUN shows them), last.safetensors and checkpoint/; until the first checkpoint, replaced/ has what --force
replaces. Dice of a validation is by subject, over the pixels of all its slices, and of the subjects whose
reference has the region: a network that labels nothing has 0. Each epoch (with --log-every, steps too) writes a
dated line to stderr; not with -q or --progress never. After an interruption, however it came about, the same command continues from the last checkpoint and ends with
the same weights as an uninterrupted run.
)",
    .examples = {{"f4s-train data -o run --modalities t1ce,flair",
                  "fusion and segmentation of two modalities (takes long)"},
                 {"f4s-train data -o run --modalities t1ce,flair --init pretrained",
                  "begin with f4s-pretrain's encoder (takes long)"},
                 {"f4s-train data -o unet --task segmentation --input images --modalities t1ce",
                  "a segmentation network without fusion (takes long)"},
                 {"f4s-train data -o nnunet --method unet --modalities t1ce,flair",
                  "a U-Net trained as nnU-Net's (takes long)"},
                 {"f4s-train data -o inn --method fusioninn --modalities t1ce,flair",
                  "fusion that f4s-fuse --decompose undoes (takes long)"},
                 {"f4s-train data -o csad --method csad --modalities t1,t1ce,t2,flair",
                  "an encoder for each modality (takes long)"},
                 {"f4s-train harvard -o fuse --task fusion --modalities 'mri,ct|pet|spect'",
                  "fusion of one kind of image with any of three others (takes long)"},
                 {"f4s-train data -o run --bilevel gauss-newton --ema-decay 0.999 --tensorboard",
                  "bi-level gradients, averaged weights, curves for TensorBoard (takes long)"},
                 {"f4s-train data -o run3 --fold 3/5",
                  "validate on the third fifth of the subjects, for f4s-segment --fold 3/5 (takes long)"}},
    .references =
        {"Guo and Su, Fuse4Seg: Image-Level Fusion Based Multi-Modality "
         "Medical Image Segmentation, arXiv:2409.10328, 2024",
         "Zhao et al., CDDFuse: Correlation-Driven Dual-Branch Feature Decomposition, CVPR 2023",
         "Chen et al., TransUNet, arXiv:2102.04306, 2021", "Isensee et al., nnU-Net, Nature Methods 18, 2021",
         "Zhang et al., Cross-Modal Self-Attention Distillation for Prostate "
         "Cancer Segmentation, arXiv:2011.03908; IEEE JBHI 26(11), 2022",
         "Fan et al., Bi-level Learning of Task-Specific Decoders for Joint "
         "Registration and One-Shot Medical Image Segmentation, CVPR 2024",
         "Kumar et al., FusionINN: Decomposable Image Fusion for Brain Tumor Monitoring, arXiv:2403.15769",
         "Liu et al., TarDAL: Target-aware Dual Adversarial Learning, CVPR 2022"},
    .see_also = {"f4s-prep", "f4s-pretrain", "f4s-fuse", "f4s-segment"},
};

void Declare(CommandLine& cl, TrainOptions& a) {
  cl.Words("DATASET", a.cases.words, kCasesHelp);
  cl.OutputFolder(a.run_folder, "folder for the models, checkpoints and events: RUN");
  cl.Group("Method", a);
  cl.describe = [&p = cl.parameters] { DescribeDefaults(p); };
  cl.settle = [&p = cl.parameters, &a] {
    LayStrict(MethodEntry(a.method), a.method, p);
    a.flags = p.Flagged();
  };
  cl.parameters.ShowInHelp(
      "method task bilevel profile input segmenter modalities fold batch_size crop augmentation "
      "init transfer epochs validate_every tensorboard accumulate precision ranks ema_decay "
      "fusion_learning_rate segmentation_learning_rate paper_strict adversarial_weight");
  cl.Shared({.device = true, .seed = true, .output = true});
}

void Run(const TrainOptions& a, RunContext& run) {
  InEachRank(a.stage.ranks, run, [&] { OpenLearning().Train(a, run); });
}

}  // namespace
}  // namespace f4s

F4S_TOOL_MAIN(f4s::kPage, f4s::TrainOptions, f4s::Declare, f4s::Run)
