#include "libfuse4seg/image/dicom/derived_uid.h"

#include <algorithm>
#include <cstdint>

#include "libfuse4seg/base/sha256.h"

namespace f4s {
namespace {

/// Divides a number of 128 bits by 10.  @return what is left over.
uint64_t DivideByTen(uint64_t& high, uint64_t& low) {
  uint64_t rest = 0;
  for (uint64_t* half : {&high, &low}) {
    uint64_t quotient = 0;
    for (const int shift : {32, 0}) {
      const uint64_t part = rest << 32 | (*half >> shift & 0xffffffff);
      quotient |= part / 10 << shift;
      rest = part % 10;
    }
    *half = quotient;
  }
  return rest;
}

}  // namespace

std::string DerivedUid(std::string_view content) {
  const std::string digest = Sha256Of(content);
  uint64_t high = std::stoull(digest.substr(0, 16), nullptr, 16);
  uint64_t low = std::stoull(digest.substr(16, 16), nullptr, 16);
  high = (high & ~uint64_t{0xf000}) | 0x8000;
  low = (low & ~(uint64_t{3} << 62)) | uint64_t{1} << 63;
  std::string digits;
  while (high != 0 || low != 0) digits += static_cast<char>('0' + DivideByTen(high, low));
  std::reverse(digits.begin(), digits.end());
  return "2.25." + digits;
}

}  // namespace f4s
