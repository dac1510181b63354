// --check of a case of 2-D images.

#pragma once

#include <string>
#include <vector>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/prep/prepare_options.h"

namespace f4s {

/// As CheckCase(), for the images that `present` names, the label and the mask.
void CheckPicture(Case& record, const std::vector<std::string>& present, const PrepareRules& rules);

}  // namespace f4s
