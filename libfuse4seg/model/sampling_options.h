// Which slices are trained on, and how they are augmented: parameters of training.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "libfuse4seg/tool/setting.h"

namespace f4s {

class Parameters;

/// By mirrors, quarter turns, sizes and intensities, or as nnU-Net draws them.
enum class AugmentationKind { kSimple, kNnunet };

struct SamplingOptions {
  std::vector<std::string> modalities;  ///< slots; one may list alternatives: mri,ct|pet|spect
  std::string fold;                     ///< K/N, or empty: the records' splits
  Setting<int64_t> batch_size, crop;
  Setting<AugmentationKind> augmentation;
  double foreground_share = 0.33;
  double flip = 0.5;    ///< probability of a mirror image, for each axis
  double rotate = 0.5;  ///< of a turn by 90, 180 or 270 degrees
  double scale = 0.2;   ///< of another size
  double scale_least = 0.7, scale_most = 1.4;
  double intensity = 0.3;       ///< of another brightness and contrast, for each modality
  double modality_dropout = 0;  ///< of losing some of the modalities
  std::vector<std::string>
      needs;  ///< sets of modalities, A+B, of which one stays whole; none: each by itself
  double memory_gib = 2;

  void Declare(Parameters& p);
  /// Those of modalities that a model can do without, which pre-training does not have.
  void DeclareDropout(Parameters& p);
};

}  // namespace f4s
