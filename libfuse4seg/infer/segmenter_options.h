// How to segment: f4s-segment's parameters.

#pragma once

#include <string>
#include <vector>

#include "libfuse4seg/infer/engine.h"
#include "libfuse4seg/tool/parameters.h"

namespace f4s {

/// What a model segments: the fused image, the modalities, or what it takes and the case has.
enum class SegmenterInput { kAuto, kFused, kImages };

struct SegmenterOptions {
  std::vector<std::string> models;      ///< FILE or NAME of each
  std::vector<std::string> modalities;  ///< which, in this order; empty: all of a case
  SegmenterInput input = SegmenterInput::kAuto;
  Engine engine = Engine::kAuto;
  bool int8 = false;           ///< the U-Net in whole numbers of 8 bits
  bool calibrate = false;      ///< write the model with what that needs
  double device_memory = 0;    ///< bytes for a batch on a GPU; 0: kBatchBytes
  bool volumes = false;        ///< assemble slices into their volumes
  bool probabilities = false;  ///< write those of each class too
  bool uncertainty = false;    ///< write how undecided they are too
  bool dicom_seg = false;      ///< write volumes as DICOM segmentations too
  bool dicom_sc = false;       ///< write its outlines as DICOM secondary captures too
  bool anyway = false;         ///< images may be prepared otherwise than a model's
  bool fused = false;          ///< write what the model fuses too
  bool overlay = false;        ///< draw the label map's outlines on the image too
  bool tta = false;            ///< mean over flips
  std::vector<std::string> min_volume,
      largest;            ///< Postprocess::FromWords(); none: what the model recommends
  bool describe = false;  ///< show what the models say of themselves, and do nothing

  void Declare(Parameters& p);
  [[nodiscard]] bool wants_dicom() const { return dicom_seg || dicom_sc; }
};

}  // namespace f4s
