// A BraTS folder: ID/ID_t1.nii.gz and its kin, in the names of 2018 to 2021 and of 2023.
//
//     2018, 2019   HGG/ID/ID_t1.nii.gz ..., LGG/ID/...
//     2020, 2021   ID/ID_t1.nii.gz ... (_t1ce, _t2, _flair, _seg)
//     2023         BraTS-GLI-PPPPP-TTT/BraTS-GLI-PPPPP-TTT-t1n.nii.gz ... (-t1c, -t2w, -t2f, -seg), where
//                  PPPPP is the patient and TTT one of its examinations
//
// and any other folder of the kind: of each study ID, ID_NAME.nii.gz or ID-NAME.nii.gz is its modality NAME,
// and _seg, _label or _labels its label, _brainmask or _mask its brain mask.
//
// Tables that lie beside the studies (survival, name mapping) are passed over.

#pragma once

#include <filesystem>
#include <memory>

#include "libfuse4seg/prep/source/study_list.h"

namespace f4s {

/// Whether some folder below `folder` (or below its HGG and LGG), or `folder` itself, holds volumes that are
/// named by it.
[[nodiscard]] bool IsBratsFolder(const std::filesystem::path& folder);

/// One case for each folder of studies, in the order of names.  What lies in HGG or LGG says so in its
/// record's `grade`, and what is BraTS's by its names in its `collection`.  A volume that is not named by its
/// folder is a finding (brats.name), two files for one modality an error of the case.
[[nodiscard]] std::unique_ptr<CaseSource> BratsStudies(const std::filesystem::path& folder,
                                                       const SourceOptions& options);

}  // namespace f4s
