#include "libfuse4seg/model/sampling_options.h"

#include "libfuse4seg/cases/folds.h"
#include "libfuse4seg/tool/parameters.h"

namespace f4s {

void SamplingOptions::Declare(Parameters& p) {
  p.Group("Data");
  p.List("modalities", modalities, "A,B[,C[,D]]",
         "the modalities, in this order; A|B: either, where "
         "cases differ; default: --init's, else the first case's");
  p.Text("fold", fold, "K/N", "validate on the K-th of N parts of the subjects, train on the others")
      .Checked([](const std::string& text) { static_cast<void>(ParseFold(text)); });
  p.Integer("batch_size", batch_size, Between(0, 4096), "slices per step; 0: as many as the profile has");
  p.Integer("crop", crop, Between(0, 4096), "side of the square training crops, in pixels; 0: the profile's");
  p.Real("foreground_share", foreground_share, Between(0, 1),
         "share of the training crops that are drawn to contain a labelled pixel");
  p.Choice("augmentation", augmentation,
           {{"profile"}, {"simple", AugmentationKind::kSimple}, {"nnunet", AugmentationKind::kNnunet}},
           "simple: mirroring, rotation by 90 degrees, scaling and intensity, with the probabilities "
           "below; nnunet: mirroring, rotation, scaling, noise, blur, brightness, contrast, low "
           "resolution and gamma, as nnU-Net draws them");
  p.Real("flip", flip, Between(0, 1), "probability of mirroring, for each axis");
  p.Real("rotate", rotate, Between(0, 1), "probability of rotation by 90, 180 or 270 degrees (simple)");
  p.Real("scale", scale, Between(0, 1), "probability of scaling");
  p.Real("scale_least", scale_least, Between(0.1, 1), "smallest scale");
  p.Real("scale_most", scale_most, Between(1, 10), "largest scale");
  p.Real("intensity", intensity, Between(0, 1),
         "probability of a change of intensity, for each modality (simple)");
  p.Real("memory_gib", memory_gib, AtLeast(0),
         "keep the slices in memory if they take no more than this; otherwise read them when needed");
}

void SamplingOptions::DeclareDropout(Parameters& p) {
  p.Real("modality_dropout", modality_dropout, Between(0, 1),
         "probability that a training crop loses some of its modalities, so that the model can do without "
         "them (with --input images)");
  p.List("needs", needs, "A,B+C,...",
         "what the model needs: one of these modalities or sets of modalities (t1ce,flair: either; t1+t2: "
         "both), of which --modality-dropout leaves one; default: any one with --modality-dropout, else two");
}

}  // namespace f4s
