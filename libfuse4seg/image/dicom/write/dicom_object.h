// What the builders of DICOM objects share.

#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcfilefo.h>

#include <string>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/json.h"

namespace f4s {

/// Which step failed is said; what DCMTK says of it may hold a value of the header.
/// @throws Error(kBadInput, "dicom.segmentation")
inline void RequireStep(const OFCondition& condition, const char* step) {
  if (condition.bad())
    throw Error(ErrorKind::kBadInput, "dicom.segmentation",
                Cat("nothing can be made on its series: ", step, " fails"));
}

[[nodiscard]] inline OFString DicomText(const Json& json) {
  return json.get_ref<const std::string&>().c_str();
}

/// A whole file, explicit little endian.
[[nodiscard]] std::string BytesOfObject(DcmFileFormat& file);

}  // namespace f4s
