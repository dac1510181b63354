// Label maps, brain masks and classes of a BIDS data set.
//
// Brain Imaging Data Structure 1.9, "Derivatives".

#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/prep/source/bids_file.h"

namespace f4s {

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

}  // namespace f4s
