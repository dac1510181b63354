// A BraTS folder: ID/ID_t1.nii.gz and its kin, in the names of 2018 to 2021 and of 2023.

#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "libfuse4seg/data/case_source.h"

namespace f4s {

/// Whether some folder below `folder`, or `folder` itself, holds files named as BraTS names them.
[[nodiscard]] bool IsBratsFolder(const std::filesystem::path& folder);

/// One case for each folder of studies, in the order of names.
/// @param modalities  the wanted ones ("t1", "t1ce", "t2", "flair"); empty: all that a case has.
///                    A case that lacks one carries an error.
[[nodiscard]] std::vector<SourcedCase> BratsCases(const std::filesystem::path& folder,
                                                  const std::vector<std::string>& modalities);

}  // namespace f4s
