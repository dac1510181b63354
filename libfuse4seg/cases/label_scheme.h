// Which label values mean what in a data set.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "libfuse4seg/image/region.h"

namespace f4s {

struct LabelScheme {
  Classes classes;
  std::vector<Region> regions;
};

/// BraTS's classes: necrosis 1, oedema 2, enhancing tumour 4 (years 2018 to 2021) or 3 (2023),
/// with the regions WT, TC and ET.
[[nodiscard]] LabelScheme BratsScheme(uint16_t enhancing);

/// The scheme of a case: the user's where there is one, else the record's own, else BraTS's
/// by the values met, else, where only 1 and 2 are met, by the name of the label's file.
/// @param values  the values in the case's label map, ascending, without 0.
/// @throws Error(kBadInput, "label.value") naming the values that are in no class.
[[nodiscard]] LabelScheme SchemeFor(const LabelScheme& given, const LabelScheme& of_record,
                                    const std::vector<uint16_t>& values, const std::string& label_file);

/// The values of a label map, ascending, without 0.
[[nodiscard]] std::vector<uint16_t> LabelValues(const std::vector<uint16_t>& labels);

}  // namespace f4s
