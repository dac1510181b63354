#include "libfuse4seg/image/dicom/read/pixels.h"

#include <gdcmImageReader.h>
#include <gdcmTrace.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <iostream>
#include <limits>
#include <optional>
#include <sstream>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/image/dicom/read/frames.h"

namespace f4s {
namespace {

using gdcm::Tag;

Error Bad(const char* code, const std::string& message) { return {ErrorKind::kBadInput, code, message}; }

/// How a stored number stands in its 8, 16 or 32 bits.
struct Layout {
  unsigned bytes = 2, bits_stored = 16, low_bit = 0;
  bool is_signed = false, inverted = false;
  size_t pixels = 0;  ///< of a frame

  /// The number in `raw`: what lies above and below its bits (overlays) is dropped.
  [[nodiscard]] int64_t Number(uint32_t raw) const {
    const uint64_t mask = (uint64_t{1} << bits_stored) - 1, bits = (raw >> low_bit) & mask;
    auto number = static_cast<int64_t>(bits);
    if (is_signed && (bits >> (bits_stored - 1)) != 0) number -= int64_t{1} << bits_stored;
    return number;
  }
  /// MONOCHROME1: least and greatest change places.
  [[nodiscard]] int64_t Turned(int64_t number) const {
    return inverted ? (is_signed ? -1 : (int64_t{1} << bits_stored) - 1) - number : number;
  }
};

Layout LayoutOf(const gdcm::Image& image) {
  const gdcm::PixelFormat& format = image.GetPixelFormat();
  const auto photometric = image.GetPhotometricInterpretation();
  const bool mono1 = photometric == gdcm::PhotometricInterpretation::MONOCHROME1;
  if (format.GetSamplesPerPixel() != 1 ||
      (!mono1 && photometric != gdcm::PhotometricInterpretation::MONOCHROME2))
    throw Bad("dicom.colour", "holds colours: wanted grey values (MONOCHROME1 or MONOCHROME2)");
  Layout layout;
  layout.bytes = format.GetBitsAllocated() / 8U;
  layout.bits_stored = format.GetBitsStored();
  const int low_bit = format.GetHighBit() - format.GetBitsStored() + 1;
  if ((format.GetBitsAllocated() != 8 && format.GetBitsAllocated() != 16 &&
       format.GetBitsAllocated() != 32) ||
      layout.bits_stored < 1 || low_bit < 0 || format.GetHighBit() >= format.GetBitsAllocated())
    throw Bad("dicom.bits",
              Cat("holds ", format.GetBitsStored(), " bits up to bit ", format.GetHighBit(), " in ",
                  format.GetBitsAllocated(), ": wanted 8, 16 or 32 bits that hold them"));
  layout.low_bit = static_cast<unsigned>(low_bit);
  layout.is_signed = format.GetPixelRepresentation() == 1;
  layout.inverted = mono1;
  layout.pixels = size_t{image.GetDimension(0)} * image.GetDimension(1);
  return layout;
}

/// The numbers that stand for "no value", by Pixel Padding Value and Pixel Padding Range Limit.
struct Padding {
  std::optional<int64_t> low, high;

  [[nodiscard]] bool Holds(int64_t number) const { return low && number >= *low && number <= *high; }
};

Padding PaddingOf(const gdcm::DataSet& set, const Layout& layout) {
  const auto value = ShortOf(set, {0x0028, 0x0120});
  if (!value) return {};
  const auto number = [&](uint16_t raw) {
    return layout.is_signed ? static_cast<int64_t>(static_cast<int16_t>(raw)) : static_cast<int64_t>(raw);
  };
  const int64_t first = number(*value), last = number(ShortOf(set, {0x0028, 0x0121}).value_or(*value));
  return {std::min(first, last), std::max(first, last)};
}

uint32_t RawAt(const char* from, unsigned bytes) {
  if (bytes == 1) return static_cast<unsigned char>(*from);
  if (bytes == 4) {
    uint32_t raw = 0;
    std::memcpy(&raw, from, 4);
    return raw;
  }
  uint16_t raw = 0;
  std::memcpy(&raw, from, 2);
  return raw;
}

/// Collects what GDCM warns of while one is alive: that pixels are cut off it says in no other way.
class Warnings {
 public:
  Warnings() {
    gdcm::Trace::SetWarningStream(text_);
    gdcm::Trace::WarningOn();
  }
  ~Warnings() {
    gdcm::Trace::WarningOff();
    gdcm::Trace::SetWarningStream(std::cerr);
  }
  Warnings(const Warnings&) = delete;
  Warnings& operator=(const Warnings&) = delete;

  [[nodiscard]] bool Say(const char* words) const { return text_.str().find(words) != std::string::npos; }

 private:
  std::ostringstream text_;
};

/// What an uncompressed file must hold, and GDCM would not miss.
void RequireWhole(const gdcm::DataSet& set, uint64_t wanted) {
  const gdcm::ByteValue* bytes = set.GetDataElement(Tag(0x7fe0, 0x0010)).GetByteValue();
  if (bytes != nullptr && bytes->GetLength() < wanted)
    throw Bad("dicom.truncated", Cat("holds ", bytes->GetLength(), " bytes of pixels: wanted ", wanted));
}

std::vector<char> Decoded(const gdcm::Image& image, uint64_t wanted) {
  const uint64_t length = image.GetBufferLength();
  if (length != wanted)
    throw Bad("dicom.pixels", Cat("its pixels decode to ", length, " bytes: wanted ", wanted));
  std::vector<char> buffer(length);
  if (!image.GetBuffer(buffer.data()))
    throw Bad("dicom.pixels",
              "its pixels cannot be decoded: damaged, or compressed in a way that is not read");
  return buffer;
}

void AppendFrame(const char* from, const Layout& layout, const Padding& padding,
                 const FrameGroups::Scale& scale, std::vector<float>& to) {
  for (size_t i = 0; i < layout.pixels; ++i, from += layout.bytes) {
    const int64_t number = layout.Number(RawAt(from, layout.bytes));
    if (padding.Holds(number)) {
      to.push_back(std::numeric_limits<float>::quiet_NaN());
      continue;
    }
    const auto value =
        static_cast<float>(scale.slope * static_cast<double>(layout.Turned(number)) + scale.intercept);
    if (!std::isfinite(value))
      throw Bad("dicom.value", Cat("a voxel is not finite when scaled by ", scale.slope));
    to.push_back(value);
  }
}

}  // namespace

std::vector<float> PixelsOfFile(const std::string& path, const std::vector<size_t>& wanted) {
  const Warnings warnings;
  gdcm::ImageReader reader;
  reader.SetFileName(path.c_str());
  if (!reader.Read())
    throw Bad("dicom.syntax", "its pixels cannot be read: damaged, cut off, or of a kind that is not read");
  if (warnings.Say("Incomplete Pixel Data") || warnings.Say("Fragment could"))
    throw Bad("dicom.truncated", "ends within its pixels, or a fragment of them is damaged");
  const gdcm::Image& image = reader.GetImage();
  const gdcm::DataSet& set = reader.GetFile().GetDataSet();
  const Layout layout = LayoutOf(image);
  const FrameGroups groups(set);
  const uint64_t frame_bytes = uint64_t{layout.pixels} * layout.bytes;
  if (!set.FindDataElement(Tag(0x7fe0, 0x0010))) throw Bad("dicom.pixels", "holds no pixels");
  RequireWhole(set, frame_bytes * groups.num_frames());
  const std::vector<char> buffer = Decoded(image, frame_bytes * groups.num_frames());
  if (warnings.Say("orrupt") || warnings.Say("remature"))  // libjpeg's words: what is missing it makes grey
    throw Bad("dicom.pixels", "its compressed pixels are damaged");
  const Padding padding = PaddingOf(set, layout);
  std::vector<float> values;
  values.reserve(layout.pixels * wanted.size());
  for (const size_t frame : wanted) {
    if (frame >= groups.num_frames())
      throw Bad("dicom.frames", Cat("has ", groups.num_frames(), " frames, not ", frame + 1));
    AppendFrame(buffer.data() + frame * frame_bytes, layout, padding, groups.ScaleOf(frame), values);
  }
  return values;
}

}  // namespace f4s
