#include "libfuse4seg/image/files/exif.h"

#include <cstddef>
#include <cstdint>

namespace f4s {
namespace {

/// Whole numbers of a TIFF structure; 0 beyond its end.
class Tiff {
 public:
  Tiff(std::string_view bytes, bool big_endian) : bytes_(bytes), big_endian_(big_endian) {}

  [[nodiscard]] uint32_t At(size_t offset, size_t count) const {
    if (offset > bytes_.size() || bytes_.size() - offset < count) return 0;
    uint32_t value = 0;
    for (size_t i = 0; i < count; ++i)
      value = value << 8 | static_cast<unsigned char>(bytes_[offset + (big_endian_ ? i : count - 1 - i)]);
    return value;
  }

 private:
  std::string_view bytes_;
  bool big_endian_;
};

}  // namespace

std::optional<int> ExifOrientation(std::string_view tiff) {
  constexpr uint32_t kOrientation = 0x0112, kShort = 3;
  if (!tiff.starts_with("II") && !tiff.starts_with("MM")) return std::nullopt;
  const Tiff fields(tiff, tiff.starts_with("MM"));
  if (fields.At(2, 2) != 42) return std::nullopt;
  const size_t directory = fields.At(4, 4), count = fields.At(directory, 2);
  for (size_t i = 0; i < count; ++i) {
    const size_t entry = directory + 2 + 12 * i;
    if (fields.At(entry, 2) == kOrientation && fields.At(entry + 2, 2) == kShort)
      return static_cast<int>(fields.At(entry + 8, 2));
  }
  return std::nullopt;
}

}  // namespace f4s
