// Secondary captures (PS3.3, A.8.1), one a slice.

#pragma once

#include <string>

#include "libfuse4seg/base/json.h"

namespace f4s {

/// The files of all slices, each behind a line that says how many bytes it has.
/// @param request  as SegmentationObject()'s, without segments, with samples (1 or 3), description,
/// derivation;
///                 uids: series, instances.
/// @param pixels   [slices, rows, columns, samples], a byte each.
/// @throws Error as SegmentationObject().
[[nodiscard]] std::string CaptureObjects(const Json& request, const std::string& source,
                                         const std::string& pixels);

}  // namespace f4s
