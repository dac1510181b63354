// Which slices are learned from, and what is done to them on the way: parameters of training.

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
    p.List(
        "modalities", modalities, "A,B[,C[,D]]",
        "which, in this order; A|B: either, for cases that differ; default: --init's, else the first case's");
    p.Text("fold", fold, "K/N", "validate on the K-th of N parts of the subjects, learn from the others")
        .Checked([](const std::string& text) { static_cast<void>(ParseFold(text)); });
    p.Integer("batch_size", batch_size, Between(0, 4096), "slices in a step; 0: profile's");
    p.Integer("crop", crop, Between(0, 4096),
              "side of the squares that are learned from, in pixels; 0: profile's");
    p.Real("foreground_share", foreground_share, Between(0, 1),
           "share of the slices that are drawn for a labelled pixel in them");
    p.Choice("augmentation", augmentation, {"profile", "simple", "nnunet"},
             "simple: mirrors, quarter turns, sizes and intensities, by the probabilities below; "
             "nnunet: mirrors, turns by any angle, sizes, noise, blur, brightness, contrast, low "
             "resolution and gamma, as nnU-Net draws them; profile: nnunet for the method unet");
    p.Real("flip", flip, Between(0, 1), "probability of mirroring, for each axis");
    p.Real("rotate", rotate, Between(0, 1), "probability of a turn by 90, 180 or 270 degrees (simple)");
    p.Real("scale", scale, Between(0, 1), "probability of another size");
    p.Real("scale_least", scale_least, Between(0.1, 1), "smallest size");
    p.Real("scale_most", scale_most, Between(1, 10), "largest size");
    p.Real("intensity", intensity, Between(0, 1),
           "probability of other intensities, for each modality (simple)");
    p.Real("memory_gib", memory_gib, AtLeast(0),
           "slices stay in memory where they take no more than this; else they are read when needed");
  }
};

}  // namespace f4s
