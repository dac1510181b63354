// Which slices are trained on, and how they are augmented: parameters of training.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "libfuse4seg/cases/folds.h"
#include "libfuse4seg/tool/parameters.h"

namespace f4s {

struct SamplingOptions {
  std::vector<std::string> modalities;  ///< slots; one may list alternatives: mri,ct|pet|spect
  std::string fold;                     ///< K/N, or empty: the records' splits
  int64_t batch_size = 0, crop = 0;
  std::string augmentation = "profile";
  double foreground_share = 0.33;
  double flip = 0.5;    ///< probability of a mirror image, for each axis
  double rotate = 0.5;  ///< of a turn by 90, 180 or 270 degrees
  double scale = 0.2;   ///< of another size
  double scale_least = 0.7, scale_most = 1.4;
  double intensity = 0.3;  ///< of another brightness and contrast, for each modality
  double memory_gib = 2;

  void Declare(Parameters& p) {
    p.Group("Data");
    p.List("modalities", modalities, "A,B[,C[,D]]",
           "the modalities, in this order; A|B: either, where "
           "cases differ; default: --init's, else the first case's");
    p.Text("fold", fold, "K/N", "validate on the K-th of N parts of the subjects, train on the others")
        .Checked([](const std::string& text) { static_cast<void>(ParseFold(text)); });
    p.Integer("batch_size", batch_size, Between(0, 4096), "slices per step; 0: profile's");
    p.Integer("crop", crop, Between(0, 4096), "side of the square training crops, in pixels; 0: profile's");
    p.Real("foreground_share", foreground_share, Between(0, 1),
           "share of the training crops that are drawn to contain a labelled pixel");
    p.Choice("augmentation", augmentation, {"profile", "simple", "nnunet"},
             "simple: mirroring, rotation by 90 degrees, scaling and intensity, with the probabilities "
             "below; nnunet: mirroring, rotation, scaling, noise, blur, brightness, contrast, low "
             "resolution and gamma, as nnU-Net draws them; profile: nnunet for the method unet, else simple");
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
};

}  // namespace f4s
