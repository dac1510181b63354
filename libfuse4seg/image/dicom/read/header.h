// A DICOM file's header as one JSON object; see image/dicom/dicom_file.h for its fields.

#pragma once

#include <string>

#include "libfuse4seg/base/json.h"

namespace f4s {

/// Reads all that stands before the pixels.  A file without an image gives {"image": false}.
/// @throws Error(kBadInput): dicom.syntax.  Nothing that the file holds as text stands in a message.
[[nodiscard]] Json HeaderOfFile(const std::string& path);

}  // namespace f4s
