// What the preparation of a case takes of memory, from its headers alone.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/prep/prepare_options.h"

namespace f4s {

/// The program itself, its libraries and a thread's small things: not given out to cases.  Measured.
inline constexpr int64_t kProgramBytes = 48LL << 20;

/// An upper estimate, bytes, at the peak: 4 a voxel of each modality, 10 for the label, the brain and a copy
/// in hand, and what volumes, another spacing, registration and N4 add.  0 for pictures, which are small,
/// and for what cannot be read: that fails by itself.  A DICOM series counts by its files.
[[nodiscard]] int64_t PreparationBytes(const Case& record, const std::vector<std::string>& modalities,
                                       const PrepareRules& rules);

}  // namespace f4s
