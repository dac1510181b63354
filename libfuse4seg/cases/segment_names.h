// Classes by the names that a label map's own file gives to its values (image/files/nrrd_segments.h).

#pragma once

#include <memory>

#include "libfuse4seg/cases/case_source.h"

namespace f4s {

/// The cases of `source`; one that names no classes has those of the segments of its label map, where there
/// are any.
[[nodiscard]] std::unique_ptr<CaseSource> WithSegmentNames(std::unique_ptr<CaseSource> source);

}  // namespace f4s
