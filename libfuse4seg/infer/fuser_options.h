// How to fuse: f4s-fuse's parameters.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "libfuse4seg/infer/engine.h"
#include "libfuse4seg/kernels/rules/fusion_rules.h"
#include "libfuse4seg/tool/parameters.h"

namespace f4s {

/// Of fused images: as the model says, never, or each to full scale.
enum class StretchChoice { kModel, kNone, kImage };
/// What is decomposed: DecomposeCase().
enum class DecomposeFrom { kAuto, kExact, kLevels, kFused };

struct FuserOptions {
  std::string model;                      ///< FILE or NAME, or nothing
  std::string method;                     ///< a rule of ops/rules, or nothing
  std::vector<std::string> modalities;    ///< which, in this order; empty: all of a case
  std::vector<std::string> combinations;  ///< sizes of the combinations to fuse; empty: all at once
  int64_t levels = 4;                     ///< of the Laplacian pyramid
  BaseRule base = BaseRule::kAverage;     ///< for the pyramid's coarsest level
  StretchChoice stretch = StretchChoice::kModel;
  double gain = -1;               ///< fused images are multiplied by it; -1: by the model's
  Engine engine = Engine::kAuto;  ///< of a model's network
  double device_memory = 0;       ///< bytes for a batch on a GPU; 0: kBatchBytes
  int bits = 8;                   ///< of a pixel
  bool attention = false;         ///< write where the network's cross-attention looked
  bool latent = false;            ///< write what the fused image does not say of its sources
  bool montage = false;           ///< draw modalities and fused image beside each other
  bool dicom_sc = false;          ///< write fused volumes as DICOM secondary captures too
  bool decompose = false;         ///< take fused images apart instead
  DecomposeFrom decompose_from = DecomposeFrom::kAuto;
  bool anyway = false;    ///< images may be prepared otherwise than the model's
  bool describe = false;  ///< show what the model says of itself, and do nothing

  void Declare(Parameters& p);
};

/// The text of --model for a tool's page.
inline constexpr const char* kModelHelp =
    "a model: a .safetensors file, or the name of one in a folder of F4S_MODEL_PATH or of the suite";

}  // namespace f4s
