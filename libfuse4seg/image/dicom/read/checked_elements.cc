#include "libfuse4seg/image/dicom/read/checked_elements.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>

#include "libfuse4seg/base/text.h"
#include "libfuse4seg/image/dicom/read/elements.h"

namespace f4s {
namespace {

using gdcm::Tag;
using gdcm::VR;

/// PS3.5, 6.2: the most characters of one DS and of one IS.
constexpr size_t kDecimalLength = 16, kIntegerLength = 12;
constexpr size_t kShownLength = 40;

/// What may say a number of two bytes; INVALID is that of a transfer syntax without them.
const VR::VRType kShortVrs[] = {VR::US, VR::SS, VR::US_SS, VR::US_SS_OW, VR::UN, VR::OB, VR::OW, VR::INVALID};
/// What says numbers otherwise than as text.
const VR::VRType kBinaryVrs[] = {VR::FD, VR::FL, VR::US, VR::SS, VR::UL, VR::SL, VR::AT};

template <size_t kCount>
bool IsOf(const VR& vr, const VR::VRType (&list)[kCount]) {
  return std::any_of(list, list + kCount, [&](VR::VRType one) { return vr == one; });
}

/// A text that should have been numbers, for a message.  Without a digit it may be anything, a name too.
std::string ShownNumber(const std::string& text) {
  const bool numeric = text.size() <= 4 || std::any_of(text.begin(), text.end(),
                                                       [](unsigned char c) { return std::isdigit(c) != 0; });
  if (!numeric) return "a text without a digit";
  return Quoted(text.substr(0, kShownLength)) + (text.size() > kShownLength ? "..." : "");
}

bool Obeys(double number, NumberRule rule) {
  switch (rule) {
    case NumberRule::kAny: return true;
    case NumberRule::kPositive: return number > 0;
    case NumberRule::kNotNegative: return number >= 0;
    case NumberRule::kNotZero: return number != 0;
  }
  return false;
}

std::string Wanted(const NumberElement& element) {
  const char* const bound = element.rule == NumberRule::kPositive      ? " greater than 0"
                            : element.rule == NumberRule::kNotNegative ? " of at least 0"
                            : element.rule == NumberRule::kNotZero     ? " other than 0"
                                                                       : "";
  const std::string kind = element.whole ? "whole number" : "decimal number";
  if (element.count == 1) return Cat("one ", kind, bound);
  return Cat(element.count, " ", kind, "s", bound, ", separated by '\\'");
}

void RemarkEmpty(const NumberElement& element, Remarks& remarks) {
  const std::string name = NameOf(element.keyword, element.tag);
  if (element.empty == Emptiness::kRefused)
    remarks.Refuse("dicom.element", Cat(name, " is there but empty: wanted ", Wanted(element)));
  if (element.empty == Emptiness::kFinding)
    remarks.Find("dicom.empty", "warning", Cat(name, " is there but empty: read as if it were absent"));
}

bool HasLongPart(const std::string& text, size_t most) {
  const std::vector<std::string> parts = SplitFields(text, '\\');
  return std::any_of(parts.begin(), parts.end(),
                     [&](const std::string& part) { return Trimmed(part).size() > most; });
}

}  // namespace

void Remarks::Refuse(const char* code, const std::string& message) {
  if (!refusal_) refusal_ = Error(ErrorKind::kBadInput, code, message);
}

void Remarks::Find(const char* code, const char* severity, const std::string& text) {
  const Json finding = {{"code", code}, {"severity", severity}, {"text", text}};
  if (std::find(findings_.begin(), findings_.end(), finding) == findings_.end()) findings_.push_back(finding);
}

void Remarks::ThrowIfRefused() const {
  if (refusal_) throw *refusal_;
}

void Remarks::AddTo(Json& header) const {
  if (refusal_) header["refusal"] = {{"code", refusal_->code()}, {"message", refusal_->reason()}};
  if (!findings_.empty()) header["findings"] = findings_;
}

std::string NameOf(const char* keyword, Tag tag) {
  char number[16];
  std::snprintf(number, sizeof number, "(%04X,%04X)", unsigned{tag.GetGroup()}, unsigned{tag.GetElement()});
  return Cat(keyword, " ", number);
}

std::optional<std::vector<double>> NumbersIn(const std::string& text, bool whole) {
  std::vector<double> numbers;
  for (const std::string& part : SplitFields(text, '\\')) {
    const std::string word = Trimmed(part);
    std::optional<double> number = ParseReal(word);
    if (whole && !ParseWhole(word)) number.reset();
    if (!number || !std::isfinite(*number)) return std::nullopt;
    numbers.push_back(*number);
  }
  return numbers;
}

std::vector<double> NumbersOf(const gdcm::DataSet& set, const NumberElement& element, Remarks& remarks) {
  if (!set.FindDataElement(element.tag)) return {};
  const std::string text = TextOf(set, element.tag);
  if (text.empty()) {
    RemarkEmpty(element, remarks);
    return {};
  }
  const std::string name = NameOf(element.keyword, element.tag);
  const VR vr = set.GetDataElement(element.tag).GetVR();
  const bool is_text = !IsOf(vr, kBinaryVrs);
  auto numbers = NumbersIn(text, element.whole);
  if (!is_text || !numbers || numbers->size() != element.count ||
      !std::all_of(numbers->begin(), numbers->end(), [&](double x) { return Obeys(x, element.rule); })) {
    const std::string found = is_text ? "is " + ShownNumber(text) : Cat("has the value representation ", vr);
    const std::string fault = Cat(name, " ", found, ": wanted ",
                                  is_text         ? ""
                                  : element.whole ? "IS, "
                                                  : "DS, ",
                                  Wanted(element));
    if (element.decides)
      remarks.Refuse("dicom.element", fault);
    else
      remarks.Find("dicom.element", "warning", fault + "; it is not used");
    return {};
  }
  const size_t most = element.whole ? kIntegerLength : kDecimalLength;
  if (HasLongPart(text, most))
    remarks.Find(
        "dicom.length", "info",
        Cat(name, " has a number of more than ", most, " characters, which DICOM does not allow: read"));
  return *std::move(numbers);
}

namespace {

/// A number of two bytes, and whether an image must have it.
struct ShortElement {
  Tag tag;
  const char* keyword;
  uint16_t PixelModule::*field;
};

const ShortElement kNeeded[] = {
    {{0x0028, 0x0002}, "SamplesPerPixel", &PixelModule::samples},
    {{0x0028, 0x0010}, "Rows", &PixelModule::rows},
    {{0x0028, 0x0011}, "Columns", &PixelModule::columns},
    {{0x0028, 0x0100}, "BitsAllocated", &PixelModule::bits_allocated},
    {{0x0028, 0x0101}, "BitsStored", &PixelModule::bits_stored},
    {{0x0028, 0x0102}, "HighBit", &PixelModule::high_bit},
    {{0x0028, 0x0103}, "PixelRepresentation", &PixelModule::representation},
};

/// Its number; refused where there are other bytes than those of one.
std::optional<uint16_t> CheckedShort(const gdcm::DataSet& set, Tag tag, const char* keyword, bool needed,
                                     Remarks& remarks) {
  if (!set.FindDataElement(tag)) return std::nullopt;
  const gdcm::DataElement& element = set.GetDataElement(tag);
  const gdcm::ByteValue* bytes = element.GetByteValue();
  const uint32_t length = bytes == nullptr ? 0 : static_cast<uint32_t>(bytes->GetLength());
  const std::string name = NameOf(keyword, tag);
  if (length > 0 && !IsOf(element.GetVR(), kShortVrs)) {
    remarks.Refuse("dicom.element", Cat(name, " has the value representation ", element.GetVR(),
                                        ": wanted US, one number of 2 bytes"));
    return std::nullopt;
  }
  if (length == sizeof(uint16_t)) return ShortOf(set, tag);
  if (length == 0 && !needed)
    remarks.Find("dicom.empty", "warning", Cat(name, " is there but empty: read as if it were absent"));
  else
    remarks.Refuse("dicom.element",
                   Cat(name, length == 0 ? " is there but empty" : Cat(" has ", length, " bytes"),
                       ": wanted one number of 2 bytes"));
  return std::nullopt;
}

void ReadShorts(const gdcm::DataSet& set, PixelModule& module, Remarks& remarks) {
  for (const ShortElement& element : kNeeded) {
    if (!set.FindDataElement(element.tag))
      remarks.Refuse("dicom.element", Cat("has no ", NameOf(element.keyword, element.tag),
                                          ": how its pixels are kept is not known"));
    module.*element.field = CheckedShort(set, element.tag, element.keyword, true, remarks).value_or(0);
  }
  module.padding = CheckedShort(set, {0x0028, 0x0120}, "PixelPaddingValue", false, remarks);
  module.padding_limit = CheckedShort(set, {0x0028, 0x0121}, "PixelPaddingRangeLimit", false, remarks);
  if (module.padding_limit && !module.padding)
    remarks.Find("dicom.padding", "info",
                 "PixelPaddingRangeLimit (0028,0121) stands without PixelPaddingValue: it is not used");
}

void CheckBits(const PixelModule& module, Remarks& remarks) {
  const auto refuse = [&](const char* code, const char* keyword, Tag tag, unsigned number,
                          const auto&... wanted) {
    remarks.Refuse(code, Cat(NameOf(keyword, tag), " is ", number, ": wanted ", wanted...));
  };
  const unsigned allocated = module.bits_allocated, stored = module.bits_stored, high = module.high_bit;
  if (module.rows == 0) refuse("dicom.element", "Rows", {0x0028, 0x0010}, 0, "at least 1");
  if (module.columns == 0) refuse("dicom.element", "Columns", {0x0028, 0x0011}, 0, "at least 1");
  if (allocated != 8 && allocated != 16 && allocated != 32)
    refuse("dicom.bits", "BitsAllocated", {0x0028, 0x0100}, allocated, "8, 16 or 32");
  if (stored < 1 || stored > allocated)
    refuse("dicom.bits", "BitsStored", {0x0028, 0x0101}, stored, "1 to BitsAllocated, ", allocated);
  if (high + 1 < stored || high >= allocated)
    refuse("dicom.bits", "HighBit", {0x0028, 0x0102}, high, "BitsStored - 1, ", stored - 1,
           ", to BitsAllocated - 1, ", allocated - 1);
  if (module.representation > 1)
    refuse("dicom.bits", "PixelRepresentation", {0x0028, 0x0103}, module.representation, "0 or 1");
}

/// Slices as tiles of one image, by the private elements of those who write them so.
void RefuseTiles(const gdcm::DataSet& set, Remarks& remarks) {
  for (uint16_t block = 0x10; block < 0x20; ++block) {
    const auto in_block = [&](uint16_t group, uint16_t element) {
      return gdcm::Tag(group, static_cast<uint16_t>(block << 8 | element));
    };
    const bool is_siemens = TextOf(set, {0x0019, block}) == "SIEMENS MR HEADER",
               is_united_imaging = TextOf(set, {0x0065, block}) == "Image Private Header";
    if (is_siemens && ShortOf(set, in_block(0x0019, 0x0a)).value_or(0) > 1)
      remarks.Refuse("dicom.mosaic",
                     "holds its slices as tiles of one image (NumberOfImagesInMosaic (0019,xx0A)): wanted "
                     "one slice per file");
    const auto tiles = is_united_imaging ? NumbersIn(TextOf(set, in_block(0x0065, 0x50))) : std::nullopt;
    if (tiles && tiles->front() > 1)
      remarks.Refuse("dicom.mosaic", Cat("holds its ", tiles->front(),
                                         " slices as tiles of one image ((0065,xx50) of United "
                                         "Imaging): wanted one slice per file"));
  }
}

/// Images whose numbers are something else than one grey value in a pixel, or an index.
void RefuseOtherKinds(const gdcm::DataSet& set, Remarks& remarks) {
  if (set.FindDataElement(Tag(0x3004, 0x000e)))
    remarks.Refuse("dicom.dose",
                   "has a DoseGridScaling (3004,000E), by which its values become a dose: it is not applied; "
                   "wanted an image");
  RefuseColours(set, remarks);
  if (TextOf(set, {0x0008, 0x0016}) == "1.2.840.10008.5.1.4.1.1.66.4")
    remarks.Refuse("dicom.segmentation",
                   "is a segmentation (SOPClassUID (0008,0016)): wanted an image; a label map is read from a "
                   "NIfTI, NRRD, MetaImage or PNG file");
  RefuseTiles(set, remarks);
}

/// Tables of colours beside grey values: without PixelPresentation nothing says from which number on.
void FindPalette(const gdcm::DataSet& set, Remarks& remarks) {
  if (set.FindDataElement(Tag(0x0028, 0x1101)) && TextOf(set, {0x0028, 0x0004}).starts_with("MONOCHROME"))
    remarks.Find(
        "dicom.palette", "warning",
        "has a table of colours (RedPaletteColorLookupTableDescriptor (0028,1101)) beside grey values: "
        "some of its numbers may be indices of it, and are taken as grey values");
}

/// What changes the numbers, or has changed them, in other ways than a slope.
void CheckMeaning(const gdcm::DataSet& set, const PixelModule& module, Remarks& remarks) {
  RefuseTable(set, remarks);
  FindPalette(set, remarks);
  if (TextOf(set, {0x0028, 0x2110}) == "01")
    remarks.Find("dicom.lossy", "warning",
                 "its pixels went through lossy compression (LossyImageCompression (0028,2110) is '01')");
  if (module.high_bit + 1 != module.bits_stored && !remarks.refused())
    remarks.Find("dicom.bits", "info",
                 Cat("HighBit (0028,0102) is ", module.high_bit, " of ", module.bits_stored,
                     " bits stored: its numbers are taken from bit ", module.low_bit(), " on"));
  if (TextOf(set, {0x2050, 0x0020}) == "INVERSE" && TextOf(set, {0x0028, 0x0004}) == "MONOCHROME2")
    remarks.Find("dicom.presentation", "info",
                 "PresentationLUTShape (2050,0020) is 'INVERSE', but PhotometricInterpretation MONOCHROME2: "
                 "the latter is taken");
  RefuseOtherKinds(set, remarks);
}

}  // namespace

void RefuseTable(const gdcm::DataSet& set, Remarks& remarks) {
  if (const auto lut = ItemsOf(set, {0x0028, 0x3000}); lut && lut->GetNumberOfItems() > 0)
    remarks.Refuse("dicom.lut",
                   "has a ModalityLUTSequence (0028,3000), a table that its values go through: wanted a "
                   "RescaleSlope, or stored values as they are");
}

void RefuseColours(const gdcm::DataSet& set, Remarks& remarks) {
  const std::string shown = TextOf(set, {0x0008, 0x9205});
  if (shown == "COLOR" || shown == "MIXED")
    remarks.Refuse("dicom.colour", Cat("PixelPresentation (0008,9205) is '", shown,
                                       "': some of its numbers are indices of colours; wanted MONOCHROME"));
}

PixelModule PixelModuleOf(const gdcm::DataSet& set, Remarks& remarks) {
  PixelModule module;
  ReadShorts(set, module, remarks);
  if (!remarks.refused()) CheckBits(module, remarks);
  CheckMeaning(set, module, remarks);
  return module;
}

bool HasPixelModule(const gdcm::DataSet& set) {
  return std::any_of(std::begin(kNeeded), std::end(kNeeded),
                     [&](const ShortElement& element) { return set.FindDataElement(element.tag); });
}

}  // namespace f4s
