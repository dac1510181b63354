// A case of 2-D images to a dataset's slice.

#pragma once

#include <string>
#include <vector>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/cases/dataset_writer.h"
#include "libfuse4seg/prep/prepare_options.h"

namespace f4s {

/// Grey images are normalized within the brain; colour ones keep their levels (a colour map is
/// no intensity) and are 0 outside it.
[[nodiscard]] std::vector<Case> PreparePicture(Case record, const std::vector<std::string>& modalities,
                                               const PrepareRules& rules, DatasetWriter& out);

}  // namespace f4s
