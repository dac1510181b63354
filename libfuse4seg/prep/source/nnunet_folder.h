// nnU-Net's raw format: imagesTr/CASE_0000.nii.gz (a file a channel), labelsTr/CASE.nii.gz, imagesTs,
// dataset.json.
//
// nnU-Net, documentation/dataset_format.md.

#pragma once

#include <filesystem>
#include <memory>

#include "libfuse4seg/prep/source/study_list.h"

namespace f4s {

/// Whether `folder` has imagesTr or imagesTs.
[[nodiscard]] bool IsNnunetFolder(const std::filesystem::path& folder);

/// The cases of imagesTr, then those of imagesTs with the split "test" (and their labels, where there is a
/// labelsTs).  Channels are modalities by the names in dataset.json, whose labels are classes, or regions.
/// A training case without label, a label without images and a channel that dataset.json does not know are
/// errors of the case; so is a channel that is not there, where all are required.
/// @throws Error as ReadNnunetJson(); "nnunet.count" where numTraining lies, "nnunet.name" for a file
///         whose name has no channel.
[[nodiscard]] std::unique_ptr<CaseSource> NnunetStudies(const std::filesystem::path& folder,
                                                        const SourceOptions& options);

}  // namespace f4s
