// The keys of a case record that the suite itself reads or writes: one table, which says what holds a path
// and what a record leaves behind when it becomes that of something else.

#pragma once

#include <optional>
#include <string>

#include "libfuse4seg/base/json.h"

namespace f4s {

enum class FieldKind {
  kText,
  kFile,         ///< a path, of a file to work on
  kWrittenFile,  ///< a path, of a file that is written and never worked on
  kFiles,        ///< an object of names and paths
  kValue,        ///< anything else
};

/// What a field tells of.
enum FieldOf : unsigned {
  kOfSlice = 1,        ///< a slice: the record of its volume has none, or its own
  kOfRaw = 2,          ///< the study as it came, before f4s-prep
  kOfFusion = 4,       ///< how `fused` was made, beside itself and its sources: another fusion has other ones
  kOfScored = 8,       ///< the image that is scored, and its scores: a floor's record has its own
  kOfPrediction = 16,  ///< what was made with `prediction`, beside itself: another one has other ones
};

struct RecordField {
  const char* key;
  FieldKind kind;
  unsigned of = 0;  ///< of FieldOf
};

inline constexpr RecordField kRecordFields[] = {
    {"id", FieldKind::kText},
    {"subject", FieldKind::kText},
    {"split", FieldKind::kText},
    {"images", FieldKind::kFiles, kOfSlice},
    {"label", FieldKind::kFile, kOfSlice | kOfRaw},
    {"mask", FieldKind::kFile, kOfSlice | kOfRaw},
    {"image_volume", FieldKind::kValue, kOfSlice | kOfRaw},
    {"source", FieldKind::kFiles},
    {"source_volume", FieldKind::kValue},
    {"geometry", FieldKind::kValue, kOfRaw},
    {"prepared", FieldKind::kValue},
    {"label_scheme", FieldKind::kValue},
    {"fused", FieldKind::kFile, kOfSlice | kOfScored},
    {"fused_from", FieldKind::kValue, kOfFusion},
    {"fused_by", FieldKind::kValue, kOfFusion | kOfScored},
    {"fused_stretch", FieldKind::kValue, kOfFusion},
    {"latent", FieldKind::kFile, kOfSlice | kOfFusion},
    {"montage", FieldKind::kWrittenFile, kOfSlice | kOfFusion | kOfScored},
    {"decomposed", FieldKind::kFiles, kOfSlice | kOfFusion | kOfScored},
    {"decomposed_from", FieldKind::kValue, kOfFusion},
    {"attention", FieldKind::kFiles, kOfSlice | kOfFusion},
    {"attention_range", FieldKind::kValue, kOfSlice | kOfFusion},
    {"prediction", FieldKind::kFile, kOfSlice | kOfScored},
    {"prediction_dicom", FieldKind::kWrittenFile, kOfSlice | kOfPrediction},
    {"measurements_dicom", FieldKind::kWrittenFile, kOfSlice | kOfPrediction},
    {"capture_dicom", FieldKind::kFiles, kOfSlice | kOfFusion | kOfScored | kOfPrediction},
    {"overlay", FieldKind::kWrittenFile, kOfSlice | kOfScored | kOfPrediction},
    {"probabilities", FieldKind::kFiles, kOfSlice | kOfPrediction},
    {"uncertainty", FieldKind::kWrittenFile, kOfSlice | kOfPrediction},
    {"postprocess", FieldKind::kValue, kOfPrediction},
    {"volumes_ml", FieldKind::kValue, kOfPrediction},
    {"metrics", FieldKind::kValue, kOfSlice | kOfFusion | kOfScored | kOfPrediction},
    {"findings", FieldKind::kValue, kOfSlice | kOfScored},
};

/// Takes out of `record` what tells of `of`.
void EraseFields(Json& record, FieldOf of);

/// The same of a fused image and of a prediction, and both themselves: the record's images become others.
void EraseMade(Json& record);

/// Whether `name` is that of a file to work on ("label", "mask", "fused", ...) and so is no modality.
[[nodiscard]] bool IsRole(const std::string& name);

/// Whether a name is one that label maps have elsewhere ("seg", "gt"): no modality is called so.
[[nodiscard]] bool IsNameOfLabel(const std::string& name);

/// "train", "val" or "test" where a split's name is another word or spelling of it ("Train", "validation"),
/// by which no program would find its cases; nothing for these words and for all others.
[[nodiscard]] std::optional<std::string> MisspeltSplit(const std::string& name);

/// The modalities of the suite's own domain, in its order: what is taken where nothing else is asked for.
[[nodiscard]] const std::vector<std::string>& UsualModalities();

/// Those of `names` that are none of `wanted`, and no usual modality: one that is wanted may hide under them.
[[nodiscard]] std::vector<std::string> UnknownImages(std::vector<std::string> names,
                                                     const std::vector<std::string>& wanted);

/// Those of label maps and masks, whose values must be what was drawn.
inline constexpr const char* kLabelRoles[] = {"label", "mask", "prediction"};

}  // namespace f4s
