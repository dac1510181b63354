// A measurement report of a segmentation's volumes: TID 1500 (PS3.16), by DCMTK's dcmsr.

#pragma once

#include <string>

#include "libfuse4seg/base/json.h"

namespace f4s {

/// The bytes of an Enhanced SR document as a file.
/// @param request  that of the segmentation; its segments also with ml and tracking (a UID); uids also with
/// report,
///                 report_series, observer.
/// @throws Error as SegmentationObject().
[[nodiscard]] std::string MeasurementsObject(const Json& request, const std::string& source);

}  // namespace f4s
