// What the headers of a case's files leave open, as findings in its record.

#pragma once

#include <string>
#include <vector>

#include "libfuse4seg/cases/case.h"

namespace f4s {

/// Adds a finding for each note (image/files/header_notes.h) on a modality of `wanted` that the case has, on
/// its label and on its mask.  The files have been read already.
void AddHeaderFindings(Case& record, const std::vector<std::string>& wanted);

}  // namespace f4s
