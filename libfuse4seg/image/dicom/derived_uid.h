// DICOM UIDs that follow from what they name, so that the same work gives the same file.

#pragma once

#include <string>
#include <string_view>

namespace f4s {

/// "2.25." and the decimal number of a UUID (PS3.5 B.2) made from the first 128 bits of the SHA-256 of
/// `content`, with version 8 (RFC 9562, 5.8: a UUID of one's own making).
[[nodiscard]] std::string DerivedUid(std::string_view content);

}  // namespace f4s
