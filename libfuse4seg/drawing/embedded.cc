#include "libfuse4seg/drawing/embedded.h"

#include "libfuse4seg/image/files/jpeg_io.h"
#include "libfuse4seg/image/files/png_io.h"
#include "libfuse4seg/image/intensity.h"

namespace f4s {
namespace {

Image<uint16_t> LevelsOf(const Image<float>& picture) {
  return {PictureGrid(picture.width(), picture.height()), picture.channels, Quantize(picture.samples, 8)};
}

}  // namespace

std::string Base64(std::string_view bytes) {
  static constexpr char kLetters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (size_t i = 0; i < bytes.size(); i += 3) {
    uint32_t three = 0;
    for (size_t k = 0; k < 3; ++k)
      three = three << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    for (size_t k = 0; k < 4; ++k)
      text += i + k <= bytes.size() ? kLetters[three >> (18 - 6 * k) & 63U] : '=';
  }
  return text;
}

std::string PngUrl(const Image<float>& picture) {
  return "data:image/png;base64," + Base64(EncodePng(LevelsOf(picture), 8));
}

std::string PictureUrl(const Image<float>& picture, size_t most_png_bytes, int quality) {
  const Image<uint16_t> levels = LevelsOf(picture);
  const std::string png = EncodePng(levels, 8);
  if (png.size() <= most_png_bytes) return "data:image/png;base64," + Base64(png);
  return "data:image/jpeg;base64," + Base64(EncodeJpeg(levels, quality));
}

}  // namespace f4s
