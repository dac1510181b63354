// How images were prepared, as far as it is known: those of a case, and those that a model learned from.
// On images prepared otherwise a model is wrong without a word, so the two are compared.

#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "libfuse4seg/cases/case_source.h"
#include "libfuse4seg/model/model_file.h"

namespace f4s {

struct Preparation {
  std::string normalize;                          ///< as f4s-prep --normalize names it; empty: unknown
  std::string plane;                              ///< axial, coronal or sagittal; empty: unknown
  std::optional<std::array<double, 2>> pixel_mm;  ///< between columns, between rows of a slice
};

/// What a record says of its images: `prepared`, which f4s-prep writes, and `geometry`.  Of a volume what
/// its axial slices are.
[[nodiscard]] Preparation PreparationOf(const Case& record);

/// What a model learned from.
[[nodiscard]] Preparation PreparationOf(const ModelDescription& model);

/// The normalization that the datasets among the words agree on, for records that do not say; or nothing.
[[nodiscard]] std::string NormalizationOf(const std::vector<std::string>& words);

/// In what `images` are not what a model, or what `whose` names, has, both values named: "normalization
/// percentile (the model's: zscore)".  What one side does not know is no difference, nor is what a model of
/// normalization "none" gets, which takes levels as they come.  Pixels may differ by 1 %.
[[nodiscard]] std::vector<std::string> DifferencesOf(const Preparation& images, const Preparation& model,
                                                     const std::string& whose = "the model's");

/// The parameters of f4s-prep that follow from what a model learned from, where it is known: normalize,
/// plane, spacing ("native" across slices), modalities where no slot has alternatives, and
/// that cases go on without those that they lack where the model says what it needs.
[[nodiscard]] Json ParametersFor(const ModelDescription& model);

/// Lays ParametersFor(model) under what is given.
/// @param word  what names the model on the command line
/// @throws Error(kUsage, "usage.conflict") naming a given value that contradicts, and the model's.
void PrepareFor(const ModelDescription& model, const std::string& word, Parameters& p);

/// The cases of `source`, held against what the models learned from.
/// @param cases   the words of CASES, among which may be datasets
/// @param anyway  a difference is a finding of the case (model.preparation); else an error, which for the
///                first case ends the run whatever --keep-going says
[[nodiscard]] std::unique_ptr<CaseSource> HeldAgainst(std::unique_ptr<CaseSource> source,
                                                      const std::vector<std::string>& cases,
                                                      const std::vector<ModelFile>& models, bool anyway);

/// The text of --anyway for a tool's page.
inline constexpr const char* kAnywayHelp =
    "go on with images that were not prepared as the model's training images (normalization, pixel "
    "spacing, plane): a finding of each case, else an error";

}  // namespace f4s
