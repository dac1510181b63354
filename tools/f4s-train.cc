// f4s-train: cooperative bi-level training of fusion and segmentation.

#include "libfuse4seg/tool/tool.h"
#include "libfuse4seg/train/learning.h"

namespace f4s {
namespace {

const ToolPage kPage = {
    .name = "f4s-train",
    .synopsis = "cooperative bi-level training of fusion and segmentation",
    .description = R"(
A fusion network makes one image of 2 to 4 modalities, and a segmentation network labels it. With --bilevel
joint the segmentation loss reaches the fusion network, so that it keeps what segmentation needs. --bilevel
gauss-newton parts each batch into halves: the segmentation network learns from the first; the fusion network
from the second, less kappa c times what the first asks of it, where c says how far the segmentation network's
own answer serves both (c and the cosine of the two gradients are in the events). With --bilevel alternate the
networks take turns, step by step; with --bilevel none each learns from its own loss. --task fusion needs no
labels; --task segmentation --input images is the baseline without fusion, on one modality or several, and
--method unet the same by a U-Net trained as nnU-Net trains one. --method csad gives each of 2 to 4 modalities
an encoder of its own, merges their features at each level by what they have in common, and draws together
where they look (cross-modal self-attention distillation); a case that lacks one of more than two modalities
is labelled by the others. --method fusioninn learns fusion alone, by an invertible network: what f4s-fuse
--latent keeps beside its image gives the sources back exactly, and the image alone likely ones;
--paper-strict has it as published.

One flag each leaves a part out: --adversarial-weight 0 the discriminators, --sigma 0 the correlation loss, no
--init the pre-trained encoder, --bilevel none the segmentation loss in fusion; of --method csad,
--distillation-weight 0 what the encoders learn from each other, --segmentation-merge concatenated the gates,
and --method unet the encoders. --recompute, --accumulate and --precision bfloat16 fit large networks into
little memory.

A step whose loss or gradient is not finite is skipped; after three in a row the weights of the last epoch
that ended well come back, and beyond --most-skipped-steps in an epoch the run ends with exit 70, naming the
loss and the cases.

RUN holds config.json (to be fed back by --config), events.ndjson (losses, learning rates, gradient norms,
images a second, the share of time spent waiting for data, skipped steps and validation of each epoch; for
TensorBoard too, with --tensorboard), model.safetensors (the best epoch by mean Dice + 0.1 (VIF + Qabf), of
fusioninn by SSIM to the weakest source and of the sources had back, on the split val), last.safetensors and
checkpoint/. Stopped in any way, the same command goes on from the last checkpoint to the very weights of a
run that was not stopped.
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
  cl.Group("Learning", a);
  cl.Shared({.device = true, .seed = true, .output = true});
}

void Run(const TrainOptions& a, RunContext& run) { OpenLearning().Train(a, run); }

}  // namespace
}  // namespace f4s

F4S_TOOL_MAIN(f4s::kPage, f4s::TrainOptions, f4s::Declare, f4s::Run)
