// nnU-Net's raw format: imagesTr/CASE_0000.nii.gz (a file a channel), labelsTr/CASE.nii.gz, imagesTs,
// dataset.json; and that of the Medical Segmentation Decathlon, from which it comes: imagesTr/CASE.nii.gz, in
// which the channels follow one another.
//
// nnU-Net, documentation/dataset_format.md; medicaldecathlon.com.

#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "libfuse4seg/cases/label_scheme.h"
#include "libfuse4seg/prep/source/study_list.h"

namespace f4s {

// dataset.json of nnU-Net's raw format, both versions.
//
// Version 2: channel_names {"0": "T1", ...}, labels {"background": 0, "oedema": 2, "whole tumour": [1,2,3]},
//            file_ending, numTraining.
// Version 1: modality {"0": "MRI", ...}, labels {"0": "background", "1": "necrosis", ...}, numTraining.
//
// nnU-Net, documentation/dataset_format.md (Isensee et al., Nature Methods 18, 2021).

struct NnunetDescription {
  std::vector<std::string> modalities;  ///< by channel number
  LabelScheme scheme;                   ///< classes, and regions where a label is a list of values
  std::string file_ending = ".nii.gz";
  std::optional<int64_t> num_training;
  bool is_first_version = false;
};

/// @throws Error(kMissingInput), or Error(kBadInput, "nnunet.json") naming the member that is missing or
///         wrong, or what the folder is instead.
[[nodiscard]] NnunetDescription ReadNnunetJson(const std::filesystem::path& file);

/// Names of channels as names of modalities: "T1" and "T1-weighted" t1, with contrast (T1c, T1Gd, "T1 with
/// gadolinium") t1ce, "T2-FLAIR" flair; all others in lower case, letters and digits.  Channels of one name
/// get their number behind it: mri_0, mri_1.
[[nodiscard]] std::vector<std::string> ModalitiesOfChannels(const std::vector<std::string>& channels);

/// Whether `folder` has imagesTr or imagesTs, or is an imagesTs itself.
[[nodiscard]] bool IsNnunetFolder(const std::filesystem::path& folder);

/// The cases of imagesTr, then those of imagesTs with the split "test" (and their labels, where there is a
/// labelsTs).  Channels are modalities by the names in dataset.json, whose labels are classes, or regions.
/// A training case without label, a label without images and a channel that dataset.json does not know are
/// errors of the case; so is a channel that is not there, where all are required.  imagesTs alone does:
/// without a dataset.json beside it channels are channel_0, channel_1, ..., a finding (nnunet.channels).
/// @throws Error as ReadNnunetJson(); "nnunet.count" where numTraining lies, "nnunet.name" for a file
///         whose name has no channel, where others have one.
[[nodiscard]] std::unique_ptr<CaseSource> NnunetStudies(const std::filesystem::path& folder,
                                                        const SourceOptions& options);

}  // namespace f4s
