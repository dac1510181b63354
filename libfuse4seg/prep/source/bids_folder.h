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
#include <string>
#include <utility>
#include <vector>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/prep/source/bids_file.h"
#include "libfuse4seg/prep/source/study_list.h"

namespace f4s {

// Label maps, brain masks and classes of a BIDS data set.

/// Whether a file is a label map, mask or probability map, and so no image.
[[nodiscard]] bool IsBidsLabel(const BidsFile& file);

/// Gives the record its label, with the classes of its table, and its brain mask.
/// @param files  all of the examination, of derivatives too; those in another `space` than the images are
///               passed over.
/// @param root   of the data set, where a dseg.tsv may hold the classes of all.
/// @throws Error(kBadInput, "bids.several") as ChooseBidsFile(), "bids.table" for a table that is none.
void TakeBidsLabels(Case& record, const std::vector<BidsFile>& files, const std::string& space,
                    const std::vector<std::pair<std::string, std::string>>& entities,
                    const std::filesystem::path& root);

/// Whether `folder` holds sub-X folders with an anat folder in them or in one of their sessions.
[[nodiscard]] bool IsBidsFolder(const std::filesystem::path& folder);

/// One case for each subject, or each session of it: id sub-X or sub-X_ses-Y, subject sub-X.  Where several
/// files are one modality of one case, those with `options.entities` are taken; if that leaves several, the
/// case has an error which names them.
[[nodiscard]] std::unique_ptr<CaseSource> BidsStudies(const std::filesystem::path& folder,
                                                      const SourceOptions& options);

}  // namespace f4s
