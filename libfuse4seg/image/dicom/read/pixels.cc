#include "libfuse4seg/image/dicom/read/pixels.h"

#include <gdcmImageReader.h>
#include <gdcmSequenceOfFragments.h>
#include <gdcmTrace.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <iostream>
#include <limits>
#include <optional>
#include <span>
#include <sstream>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/image/dicom/read/codestream.h"
#include "libfuse4seg/image/dicom/read/frames.h"

namespace f4s {
namespace {

using gdcm::Tag;

const Tag kNumberOfFramesTag = {0x0028, 0x0008};

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
  /// All bits of `raw` as a number.
  [[nodiscard]] int64_t Whole(uint32_t raw) const {
    const uint64_t sign = uint64_t{1} << (8 * bytes - 1);
    return static_cast<int64_t>(raw) - (is_signed && (raw & sign) != 0 ? static_cast<int64_t>(2 * sign) : 0);
  }
  /// Whether bits outside of those of numbers say something: others than 0, and than the sign's repetition.
  [[nodiscard]] bool HasMore(uint32_t raw, int64_t number) const {
    const uint64_t all = (uint64_t{1} << (8 * bytes)) - 1;
    const auto plain = static_cast<uint64_t>(number) << low_bit;
    const uint64_t mask = ((uint64_t{1} << bits_stored) - 1) << low_bit;
    return raw != (plain & all) && raw != (plain & mask);
  }
  /// MONOCHROME1: least and greatest change places.
  [[nodiscard]] int64_t Turned(int64_t number) const {
    return inverted ? (is_signed ? -1 : (int64_t{1} << bits_stored) - 1) - number : number;
  }
};

bool IsNative(const gdcm::TransferSyntax& syntax) {
  return !syntax.IsEncapsulated() || syntax == gdcm::TransferSyntax::RLELossless;
}

/// Where the numbers lie: in bytes that are kept as they are by the header's word, else as the codec says.
Layout LayoutOf(const gdcm::Image& image, const PixelModule& module) {
  const auto photometric = image.GetPhotometricInterpretation();
  const bool mono1 = photometric == gdcm::PhotometricInterpretation::MONOCHROME1;
  if (image.GetPixelFormat().GetSamplesPerPixel() != 1 ||
      (!mono1 && photometric != gdcm::PhotometricInterpretation::MONOCHROME2))
    throw Bad("dicom.colour", "holds colours: wanted grey values (MONOCHROME1 or MONOCHROME2)");
  Layout layout;
  layout.inverted = mono1;
  layout.pixels = size_t{image.GetDimension(0)} * image.GetDimension(1);
  if (image.GetTransferSyntax() == gdcm::TransferSyntax::ExplicitVRBigEndian && module.bits_allocated > 16)
    throw Bad("dicom.bits",
              "BitsAllocated (0028,0100) is 32 in the big-endian transfer syntax: wanted 8 or 16");
  if (IsNative(image.GetTransferSyntax())) {
    layout.bytes = module.bits_allocated / 8U;
    layout.bits_stored = module.bits_stored;
    layout.low_bit = module.low_bit();
    layout.is_signed = module.representation == 1;
    return layout;
  }
  const gdcm::PixelFormat& format = image.GetPixelFormat();
  const unsigned allocated = format.GetBitsAllocated(), stored = format.GetBitsStored();
  if ((allocated != 8 && allocated != 16 && allocated != 32) || stored < 1 || stored > allocated ||
      format.GetHighBit() + 1U != stored || module.low_bit() != 0)
    throw Bad("dicom.bits", Cat("is compressed and holds ", stored, " bits up to bit ", module.high_bit,
                                " in ", allocated, ": wanted them from bit 0 on, in 8, 16 or 32"));
  layout.bytes = allocated / 8U;
  layout.bits_stored = stored;
  layout.is_signed = format.GetPixelRepresentation() == 1;
  return layout;
}

/// The numbers that stand for "no value", by Pixel Padding Value and Pixel Padding Range Limit.
struct Padding {
  std::optional<int64_t> low, high;

  [[nodiscard]] bool Holds(int64_t number) const { return low && number >= *low && number <= *high; }
  /// A value for padding may need more bits than those of numbers.
  [[nodiscard]] bool Holds(uint32_t raw, int64_t number, const Layout& layout) const {
    return Holds(number) || (low && layout.low_bit == 0 && Holds(layout.Whole(raw)));
  }
};

Padding PaddingOf(const PixelModule& module, const Layout& layout) {
  if (!module.padding) return {};
  const auto number = [&](uint16_t raw) {
    return layout.is_signed ? static_cast<int64_t>(static_cast<int16_t>(raw)) : static_cast<int64_t>(raw);
  };
  const int64_t first = number(*module.padding),
                last = number(module.padding_limit.value_or(*module.padding));
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

/// GDCM's reader, which gets to see no more of a file than what its pixels need: other elements, which are
/// read here by rule, may end it where they are empty or no numbers.
class PixelReader : public gdcm::ImageReader {
 public:
  [[nodiscard]] const gdcm::DataSet& whole() const { return whole_; }

 protected:
  bool ReadImage(const gdcm::MediaStorage& storage) override {
    Reduce();
    return ReadImageInternal(storage);
  }

 private:
  void Reduce() {
    whole_ = F->GetDataSet();
    RequirePixels();
    gdcm::DataSet needed;
    for (const Tag& tag : {Tag(0x0008, 0x0016), Tag(0x0028, 0x0002), Tag(0x0028, 0x0004), kNumberOfFramesTag,
                           Tag(0x0028, 0x0010), Tag(0x0028, 0x0011), Tag(0x0028, 0x0100), Tag(0x0028, 0x0101),
                           Tag(0x0028, 0x0102), Tag(0x0028, 0x0103), Tag(0x7fe0, 0x0010)})
      if (whole_.FindDataElement(tag) && !whole_.GetDataElement(tag).IsEmpty() &&
          (tag != kNumberOfFramesTag || !TextOf(whole_, tag).empty()))
        needed.Insert(whole_.GetDataElement(tag));
    if (IsNative(F->GetHeader().GetDataSetTransferSyntax())) TakeAllBits(needed);
    F->SetDataSet(needed);
  }

  void RequirePixels() const {
    if (whole_.FindDataElement(Tag(0x7fe0, 0x0010)) && !whole_.GetDataElement(Tag(0x7fe0, 0x0010)).IsEmpty())
      return;
    for (const auto& [tag, keyword] :
         {std::pair(Tag(0x7fe0, 0x0008), "FloatPixelData"), {Tag(0x7fe0, 0x0009), "DoubleFloatPixelData"}})
      if (whole_.FindDataElement(tag))
        throw Bad("dicom.pixels", Cat("holds its pixels as ", NameOf(keyword, tag),
                                      ", which is not read: wanted PixelData (7FE0,0010)"));
    throw Bad("dicom.pixels", "has no PixelData (7FE0,0010)");
  }

  /// GDCM drops what lies outside of BitsStored and HighBit, and errs where the two do not fit: Layout does
  /// it.
  static void TakeAllBits(gdcm::DataSet& set) {
    const auto put = [&](Tag tag, uint16_t number) {
      gdcm::DataElement element(tag, 0, gdcm::VR::US);
      element.SetByteValue(reinterpret_cast<const char*>(&number), sizeof number);
      set.Replace(element);
    };
    const uint16_t allocated = ShortOf(set, {0x0028, 0x0100}).value_or(16);
    put({0x0028, 0x0101}, allocated);
    put({0x0028, 0x0102}, static_cast<uint16_t>(allocated - 1));
    put({0x0028, 0x0103}, 0);
  }

  gdcm::DataSet whole_;
};

/// What an uncompressed file must hold, and GDCM would not miss.  Behind its pixels there is nothing but a
/// little padding: with more of them, rows and columns are others than it says.
void RequireWhole(const gdcm::DataSet& set, uint64_t wanted) {
  constexpr uint64_t kMostPadding = 65536;
  const gdcm::ByteValue* bytes = set.GetDataElement(Tag(0x7fe0, 0x0010)).GetByteValue();
  if (bytes == nullptr) return;
  const uint64_t length = bytes->GetLength();
  if (length < wanted)
    throw Bad("dicom.truncated", Cat("holds ", length, " bytes of pixels: wanted ", wanted));
  const char* const end = bytes->GetPointer() + length;
  if (length - wanted > kMostPadding ||
      std::any_of(bytes->GetPointer() + wanted, end, [](char byte) { return byte != 0; }))
    throw Bad("dicom.pixels", Cat("holds ", length,
                                  " bytes of pixels: Rows (0028,0010), Columns (0028,0011) and "
                                  "NumberOfFrames (0028,0008) make ",
                                  wanted));
}

/// The codecs write as much as the codestream holds, whatever room there is: it has to be what the header
/// says, or rows would run on into one another.
void RequireCodestream(std::span<const unsigned char> bytes, bool is_rle, const PixelModule& module) {
  const int64_t samples = module.samples, wanted_bytes = module.bits_allocated / 8;
  if (is_rle) {
    const int64_t segments = bytes.empty() ? 0 : bytes[0];
    if (segments != samples * wanted_bytes)
      throw Bad("dicom.pixels",
                Cat("its compressed pixels have ", segments,
                    " segments (RLE): BitsAllocated (0028,0100) wants ", samples * wanted_bytes));
    return;
  }
  const auto size = SizeOfCodestream(bytes);
  if (!size) return;
  const bool fits = size->rows == module.rows && size->columns == module.columns &&
                    size->components == samples && (size->bits + 7) / 8 == wanted_bytes;
  if (!fits)
    throw Bad("dicom.pixels",
              Cat("its compressed pixels are ", size->columns, "x", size->rows, " of ", size->components,
                  " samples of ", size->bits,
                  " bits: Columns (0028,0011), Rows (0028,0010), SamplesPerPixel (0028,0002) and "
                  "BitsAllocated (0028,0100) say ",
                  module.columns, "x", module.rows, " of ", samples, " of ", module.bits_allocated));
}

/// Each fragment that begins a frame, and as many of them as there are frames.
void RequireCodestreams(const gdcm::DataSet& set, bool is_rle, const PixelModule& module, size_t num_frames) {
  const gdcm::SequenceOfFragments* fragments =
      set.GetDataElement(Tag(0x7fe0, 0x0010)).GetSequenceOfFragments();
  if (fragments == nullptr) return;
  const size_t count = fragments->GetNumberOfFragments();
  size_t begun = 0;
  for (size_t i = 0; i < count; ++i) {
    const gdcm::ByteValue* bytes = fragments->GetFragment(i).GetByteValue();
    if (bytes == nullptr) continue;
    const std::span data(reinterpret_cast<const unsigned char*>(bytes->GetPointer()), bytes->GetLength());
    begun += is_rle || SizeOfCodestream(data) ? 1 : 0;
    RequireCodestream(data, is_rle, module);
  }
  // Of one frame alone are several fragments put together.
  if (begun > num_frames || (num_frames > 1 && count != num_frames))
    throw Bad("dicom.pixels",
              Cat("holds ", count, " fragments of compressed pixels for ", num_frames,
                  num_frames == 1 ? " frame" : " frames", ": wanted one a frame, or those of one frame"));
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
                 const FrameGroups::Scale& scale, Pixels& read) {
  std::vector<float>& to = read.values;
  const bool is_whole =
      scale.slope == std::trunc(scale.slope) && scale.intercept == std::trunc(scale.intercept);
  for (size_t i = 0; i < layout.pixels; ++i, from += layout.bytes) {
    const uint32_t raw = RawAt(from, layout.bytes);
    const int64_t number = layout.Number(raw);
    const bool is_padding = padding.Holds(raw, number, layout);
    read.num_cut += !is_padding && layout.HasMore(raw, number) ? 1 : 0;
    if (is_padding) {
      to.push_back(std::numeric_limits<float>::quiet_NaN());
      continue;
    }
    const double exact = scale.slope * static_cast<double>(layout.Turned(number)) + scale.intercept;
    const auto value = static_cast<float>(exact);
    if (!std::isfinite(value))
      throw Bad("dicom.value", Cat("a voxel is not finite when scaled by ", scale.slope));
    read.rounding.Add(exact, is_whole);
    to.push_back(value);
  }
}

/// Whether unused bits of the pixels hold an overlay, as DICOM had it (PS3.3 - 2004, C.9.2).
bool HasOverlayInPixels(const gdcm::DataSet& set) {
  for (int number = 0; number < 16; ++number) {
    const auto group = static_cast<uint16_t>(0x6000 + 2 * number);
    if (ShortOf(set, {group, 0x0102}).value_or(0) > 0 && !set.FindDataElement(Tag(group, 0x3000)))
      return true;
  }
  return false;
}

}  // namespace

namespace {

Pixels FramesOf(const PixelReader& reader, const std::vector<size_t>& wanted, const Warnings& warnings) {
  const gdcm::DataSet& set = reader.whole();
  Remarks remarks;
  const PixelModule module = PixelModuleOf(set, remarks);
  const FrameGroups groups(set, remarks);
  remarks.ThrowIfRefused();
  const Layout layout = LayoutOf(reader.GetImage(), module);
  const uint64_t frame_bytes = uint64_t{layout.pixels} * layout.bytes;
  RequireWhole(set, frame_bytes * groups.num_frames());
  RequireCodestreams(set, reader.GetImage().GetTransferSyntax() == gdcm::TransferSyntax::RLELossless, module,
                     groups.num_frames());
  const std::vector<char> buffer = Decoded(reader.GetImage(), frame_bytes * groups.num_frames());
  if (warnings.Say("orrupt") || warnings.Say("remature"))  // libjpeg's words: what is missing it makes grey
    throw Bad("dicom.pixels", "its compressed pixels are damaged");
  const Padding padding = PaddingOf(module, layout);
  Pixels read;
  read.values.reserve(layout.pixels * wanted.size());
  for (const size_t frame : wanted) {
    if (frame >= groups.num_frames())
      throw Bad("dicom.frames", Cat("has ", groups.num_frames(), " frames, not ", frame + 1));
    const FrameGroups::Scale scale = groups.ScaleOf(frame, remarks);
    remarks.ThrowIfRefused();
    AppendFrame(buffer.data() + frame * frame_bytes, layout, padding, scale, read);
  }
  if (HasOverlayInPixels(set)) read.num_cut = 0;
  return read;
}

}  // namespace

Pixels PixelsOfFile(const std::string& path, const std::vector<size_t>& wanted) {
  const Warnings warnings;
  PixelReader reader;
  reader.SetFileName(path.c_str());
  if (!reader.Read())
    throw Bad("dicom.syntax", "its pixels cannot be read: damaged, cut off, or of a kind that is not read");
  if (warnings.Say("Incomplete Pixel Data") || warnings.Say("Fragment could"))
    throw Bad("dicom.truncated", "ends within its pixels, or a fragment of them is damaged");
  return FramesOf(reader, wanted, warnings);
}

}  // namespace f4s
