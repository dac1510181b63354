// Which cases are trained on and which are validated on, and what fills a model's inputs.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "libfuse4seg/cases/case_source.h"
#include "libfuse4seg/model/sampling_options.h"
#include "libfuse4seg/tool/run.h"
#include "libfuse4seg/train/data/label_codes.h"

namespace f4s {

/// The names that may fill each slot of a model, in the model's order.
using ModalitySlots = std::vector<std::vector<std::string>>;

/// 'mri', 'ct|pet' -> {{"mri"},{"ct","pet"}}.
/// @throws Error(kUsage, "train.modalities") for an empty name, one in two places, or more than 4 slots.
[[nodiscard]] ModalitySlots ParseSlots(const std::vector<std::string>& words);

/// While what is trained on is read.  @throws Error(kInterrupted) where a stop was asked for.
void RequireNotStopped();

/// One case and the modality that stands in each slot.
struct TrainingCase {
  Case record;
  std::vector<std::string> modalities;
};

/// The cases of a training run.
struct TrainingCases {
  ModalitySlots slots;
  std::vector<TrainingCase> train, val;
  Classes classes;      ///< empty: no case has a label, or none says what its label values mean
  std::string unnamed;  ///< the first case that has a label map and no classes, where none has classes
  std::vector<Region> regions;
  std::vector<uint16_t> ignore;                ///< label values that count nowhere
  LabelCodes codes;                            ///< of the cases' label maps; some may tell regions alone
  std::vector<double> spacing_mm;              ///< of all cases, or empty where they differ
  std::string normalization, plane;            ///< of all cases, or empty where they differ or do not say
  std::string held_out = {};                   ///< DigestOf() the fold's subjects; empty without a fold
  int64_t left_out = 0;                        ///< cases that lack a modality
  std::vector<std::string> differences = {};   ///< in how they were prepared, in words
  std::vector<std::string> other_splits = {};  ///< of cases in no part, but for "test": each once
};

/// Of a case with a label map whose values nobody names.
[[nodiscard]] Error NoClassesError(const std::string& id);

/// Reads all records.  With a fold, subjects (but those of split "test") are split as HeldOutSubjects()
/// parts them; else "train" and "val" of the records count, and all others are left alone.  A case with
/// several modalities for a slot counts once for each.
/// @param slots  empty: all modalities of the first case.
/// @throws Error(kBadInput): "train.empty" (no case for training or validation), "train.modalities" (no
///         case fits the slots), "train.classes" (cases disagree, or some
///         of them have no classes).
[[nodiscard]] TrainingCases ReadTrainingCases(const CaseSelection& selection, const Fold& fold,
                                              const ModalitySlots& slots, RunContext& run);

}  // namespace f4s
