#include "libfuse4seg/image/dicom/read/codestream.h"

#include <algorithm>
#include <array>

namespace f4s {
namespace {

using Bytes = std::span<const unsigned char>;

/// A big-endian number of so many bytes; 0 beyond the end.
int64_t NumberAt(Bytes bytes, size_t at, size_t count) {
  int64_t number = 0;
  for (size_t i = at; i < at + count; ++i) number = number * 256 + (i < bytes.size() ? bytes[i] : 0);
  return number;
}

/// Whether a marker begins a frame: SOF0 to SOF15 but for tables and extensions, SOF55 of JPEG-LS.
bool BeginsFrame(unsigned char marker) {
  const bool is_sof = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  return is_sof || marker == 0xf7;
}

std::optional<CodestreamSize> SizeOfJpeg(Bytes bytes) {
  for (size_t at = 2; at + 4 <= bytes.size() && bytes[at] == 0xff;) {
    const unsigned char marker = bytes[at + 1];
    if (marker == 0xff) {  // fill
      ++at;
      continue;
    }
    const auto length = static_cast<size_t>(NumberAt(bytes, at + 2, 2));
    if (BeginsFrame(marker) && at + 10 <= bytes.size()) {
      const CodestreamSize size = {NumberAt(bytes, at + 5, 2), NumberAt(bytes, at + 7, 2), bytes[at + 9],
                                   bytes[at + 4]};
      return size.rows > 0 ? std::optional(size) : std::nullopt;  // 0: told behind the first scan
    }
    if (length < 2 || marker == 0xda) break;
    at += 2 + length;
  }
  return std::nullopt;
}

std::optional<CodestreamSize> SizeOfJpeg2000(Bytes bytes) {
  if (bytes.size() < 43) return std::nullopt;
  return CodestreamSize{NumberAt(bytes, 12, 4) - NumberAt(bytes, 20, 4),
                        NumberAt(bytes, 8, 4) - NumberAt(bytes, 16, 4), NumberAt(bytes, 40, 2),
                        (bytes[42] & 0x7f) + 1};
}

}  // namespace

std::optional<CodestreamSize> SizeOfCodestream(Bytes bytes) {
  static constexpr std::array<unsigned char, 4> kSizeFirst = {0xff, 0x4f, 0xff, 0x51};
  static constexpr std::array<unsigned char, 4> kBox = {0x00, 0x00, 0x00, 0x0c};
  const auto begins = [&](const auto& with) {
    return bytes.size() >= with.size() && std::equal(with.begin(), with.end(), bytes.begin());
  };
  if (begins(kBox)) {  // in the boxes of a file
    const auto found = std::search(bytes.begin(), bytes.end(), kSizeFirst.begin(), kSizeFirst.end());
    return SizeOfJpeg2000(bytes.subspan(static_cast<size_t>(found - bytes.begin())));
  }
  if (begins(kSizeFirst)) return SizeOfJpeg2000(bytes);
  return begins(std::array<unsigned char, 3>{0xff, 0xd8, 0xff}) ? SizeOfJpeg(bytes) : std::nullopt;
}

}  // namespace f4s
