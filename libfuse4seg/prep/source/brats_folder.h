// A BraTS folder: ID/ID_t1.nii.gz and its kin, in the names of 2018 to 2021 and of 2023.
//
//     2018, 2019   HGG/ID/ID_t1.nii.gz ..., LGG/ID/...
//     2020, 2021   ID/ID_t1.nii.gz ... (_t1ce, _t2, _flair, _seg)
//     2023         BraTS-GLI-PPPPP-TTT/BraTS-GLI-PPPPP-TTT-t1n.nii.gz ... (-t1c, -t2w, -t2f, -seg), where
//                  PPPPP is the patient and TTT one of its examinations
//
// Tables that lie beside the studies (survival, name mapping) are passed over.

#pragma once

#include <filesystem>
#include <memory>

#include "libfuse4seg/prep/source/study_list.h"

namespace f4s {

/// Whether some folder below `folder` (or below its HGG and LGG), or `folder` itself, holds files named as
/// BraTS names them.
[[nodiscard]] bool IsBratsFolder(const std::filesystem::path& folder);

/// One case for each folder of studies, in the order of names.  What lies in HGG or LGG says so in its
/// record's `grade`.  A volume whose name is none of BraTS's is a finding, two files for one modality an
/// error of the case.
[[nodiscard]] std::unique_ptr<CaseSource> BratsStudies(const std::filesystem::path& folder,
                                                       const SourceOptions& options);

}  // namespace f4s
