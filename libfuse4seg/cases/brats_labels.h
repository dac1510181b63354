// What label values mean in the BraTS challenges, by the names of their studies.
//
//   to 2021          BraTS..., HGG/, LGG/         1 necrosis, 2 oedema, 4 enhancing
//   GLI              BraTS-GLI-...; -t1n ...      1 necrosis, 2 oedema, 3 enhancing (2023); with a 4 among
//   the
//                                                 values those after treatment (2024 on): 1 non-enhancing
//                                                 core, 2 FLAIR hyperintensity, 3 enhancing, 4 resection
//                                                 cavity
//   SSA, GoAT                                     as GLI of 2023
//   MEN, MET                                      1 non-enhancing core, 2 FLAIR hyperintensity, 3 enhancing;
//                                                 MET of 2025: 4 resection cavity
//   MEN-RT                                        1 gross tumour volume
//   PED                                           1 enhancing, 2 non-enhancing, 3 cystic, 4 oedema (2024 on)
//
// Baid et al., arXiv:2107.02314; de Verdier et al., arXiv:2405.18368; Kazerooni et al., arXiv:2404.15009;
// LaBella et al., arXiv:2405.18383; Moawad et al., arXiv:2306.00838.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "libfuse4seg/cases/label_scheme.h"

namespace f4s {

/// Which BraTS a name is of: "BraTS-GLI", "-SSA", "-GoAT", "-MEN", "-MEN-RT", "-MET" or "-PED"; "BraTS-2023"
/// of files that are named as those of 2023 on (-t1n, -t1c, -t2w, -t2f), "BraTS" of other names that begin
/// with it; empty: of none.
[[nodiscard]] std::string BratsCollectionByName(const std::string& name);

/// The same by a record's `collection`, else its id, else the name of its label map.
[[nodiscard]] std::string BratsCollectionOf(const Case& record);
[[nodiscard]] std::string BratsCollectionOf(const std::string& collection, const std::string& id,
                                            const std::filesystem::path& label);

/// The scheme of a collection, whose label maps hold `values` (ascending, all together).  `assumed` says
/// where its names leave the meaning open.
/// @param collection  empty: by the values alone
/// @param in_one      3 and 4 occur in one volume
[[nodiscard]] LabelScheme BratsScheme(const std::string& collection, const std::vector<uint16_t>& values,
                                      bool in_one);

/// Necrosis 1, oedema 2, enhancing tumour 4 (years 2018 to 2021) or 3 (2023), with the regions WT, TC and ET.
[[nodiscard]] LabelScheme BratsScheme(uint16_t enhancing);

/// Whether the values of one volume are BraTS's: 1, 2 and 4, or 1, 2 and 3.
[[nodiscard]] bool AreBratsValues(const std::vector<uint16_t>& values);

/// WT, TC and ET of classes whose names say what of a glioma they are, however they are called ("edema",
/// "NCR", "non-enhancing tumor", "ET"), where each of oedema, core and enhancing tumour is there; else
/// nothing.
[[nodiscard]] std::vector<Region> BratsRegionsByNames(const Classes& classes);

/// "WT", "TC" or "ET" of a region that is called so in words ("whole tumor"); any other name as it is.
[[nodiscard]] std::string BratsRegionName(const std::string& name);

}  // namespace f4s
