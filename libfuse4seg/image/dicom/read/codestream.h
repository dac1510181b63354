// What compressed pixels say of themselves: JPEG and JPEG-LS (ISO/IEC 10918-1 and 14495-1, the frame header),
// JPEG 2000 (ISO/IEC 15444-1, A.5.1, SIZ).

#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace f4s {

struct CodestreamSize {
  int64_t rows = 0, columns = 0, components = 0;
  int64_t bits = 0;  ///< of a number
};

/// Of a codestream that begins here; nothing where none does, or where it does not say.
[[nodiscard]] std::optional<CodestreamSize> SizeOfCodestream(std::span<const unsigned char> bytes);

}  // namespace f4s
