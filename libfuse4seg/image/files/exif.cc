#include "libfuse4seg/image/files/exif.h"

#include <cstddef>
#include <cstdint>

namespace f4s {
namespace {

constexpr uint32_t kOrientation = 0x0112, kXResolution = 0x011a, kYResolution = 0x011b;
constexpr uint32_t kRational = 5;

/// Bytes of a whole number of a type of TIFF 6.0, section 2; 0 for other types.
size_t WholeBytes(uint32_t type) {
  switch (type) {
    case 1:  // BYTE
    case 6: return 1;
    case 3:  // SHORT
    case 8: return 2;
    case 4:  // LONG
    case 9: return 4;
    default: return 0;
  }
}

/// Whole numbers of a TIFF structure; 0 beyond its end.
class Tiff {
 public:
  explicit Tiff(std::string_view bytes) : bytes_(bytes) {
    constexpr std::string_view kPrefix("Exif\0\0", 6);  // JPEG's, which some write in a PNG too
    if (bytes_.starts_with(kPrefix)) bytes_.remove_prefix(kPrefix.size());
    big_endian_ = bytes_.starts_with("MM");
    if ((!big_endian_ && !bytes_.starts_with("II")) || At(2, 2) != 42) bytes_ = {};
  }

  [[nodiscard]] uint32_t At(size_t offset, size_t count) const {
    if (offset > bytes_.size() || bytes_.size() - offset < count) return 0;
    uint32_t value = 0;
    for (size_t i = 0; i < count; ++i)
      value = value << 8 | static_cast<unsigned char>(bytes_[offset + (big_endian_ ? i : count - 1 - i)]);
    return value;
  }

  /// Where the entry of a tag stands in the first directory.
  [[nodiscard]] std::optional<size_t> Entry(uint32_t tag) const {
    const size_t directory = At(4, 4), count = At(directory, 2);
    for (size_t i = 0; i < count; ++i)
      if (const size_t entry = directory + 2 + 12 * i; At(entry, 2) == tag) return entry;
    return std::nullopt;
  }

  [[nodiscard]] double Rational(uint32_t tag) const {
    const auto entry = Entry(tag);
    if (!entry || At(*entry + 2, 2) != kRational) return 0;
    const size_t place = At(*entry + 8, 4);
    const uint32_t below = At(place + 4, 4);
    return below == 0 ? 0 : static_cast<double>(At(place, 4)) / below;
  }

 private:
  std::string_view bytes_;
  bool big_endian_ = false;
};

std::optional<int> AsOrientation(uint32_t number) {
  return number >= 1 && number <= 8 ? std::optional(static_cast<int>(number)) : std::nullopt;
}

}  // namespace

std::optional<int> ExifOrientation(std::string_view tiff) {
  const Tiff fields(tiff);
  const auto entry = fields.Entry(kOrientation);
  if (!entry) return std::nullopt;
  return AsOrientation(fields.At(*entry + 8, WholeBytes(fields.At(*entry + 2, 2))));
}

std::optional<std::pair<double, double>> ExifResolution(std::string_view tiff) {
  const Tiff fields(tiff);
  const double x = fields.Rational(kXResolution), y = fields.Rational(kYResolution);
  return x > 0 && y > 0 ? std::optional(std::pair(x, y)) : std::nullopt;
}

std::optional<int> XmpOrientation(std::string_view xmp) {
  constexpr std::string_view kName = "tiff:Orientation";
  for (size_t at = xmp.find(kName); at != std::string_view::npos; at = xmp.find(kName, at)) {
    at = xmp.find_first_not_of(" \t\r\n=\"'>", at + kName.size());
    if (at == std::string_view::npos) return std::nullopt;
    const bool is_digit = xmp[at] >= '0' && xmp[at] <= '9';
    const bool is_alone = at + 1 == xmp.size() || xmp[at + 1] < '0' || xmp[at + 1] > '9';
    if (is_digit && is_alone)
      if (const auto turn = AsOrientation(static_cast<uint32_t>(xmp[at] - '0'))) return turn;
  }
  return std::nullopt;
}

}  // namespace f4s
