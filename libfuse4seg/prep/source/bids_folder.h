// A BIDS data set, raw or of derivatives.
//
// Images:  sub-X/[ses-Y/]anat/sub-X[_ses-Y][_...]_{T1w,T2w,FLAIR,...}.nii[.gz], ce-... for a contrast agent
// Label:   ..._dseg.nii[.gz] beside them or below derivatives/PIPELINE/sub-X/[ses-Y/]anat, in the same space,
//          its classes from a table of the same name or dseg.tsv (columns index, name)
// Mask:    ..._desc-brain_mask.nii[.gz], or ..._mask.nii[.gz] that names neither a label nor a description
//
// Brain Imaging Data Structure 1.9.

#pragma once

#include <filesystem>
#include <memory>

#include "libfuse4seg/prep/source/study_list.h"

namespace f4s {

/// Whether `folder` holds sub-X folders with an anat folder in them or in one of their sessions.
[[nodiscard]] bool IsBidsFolder(const std::filesystem::path& folder);

/// One case for each subject, or each session of it: id sub-X or sub-X_ses-Y, subject sub-X.  Where several
/// files are one modality of one case, those with `options.entities` are taken; if that leaves several, the
/// case has an error which names them.
[[nodiscard]] std::unique_ptr<CaseSource> BidsStudies(const std::filesystem::path& folder,
                                                      const SourceOptions& options);

}  // namespace f4s
