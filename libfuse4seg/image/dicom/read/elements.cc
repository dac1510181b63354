#include "libfuse4seg/image/dicom/read/elements.h"

#include <gdcmReader.h>
#include <cmath>
#include <cstring>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/image/dicom/read/checked_elements.h"
#include "libfuse4seg/image/dicom/read/frames.h"

namespace f4s {
namespace {

using gdcm::Tag;

struct Element {
  Tag tag;
  const char* key;
};

const Element kTexts[] = {
    {{0x0008, 0x0016}, "sop_class"},          {{0x0008, 0x0018}, "instance_uid"},
    {{0x0020, 0x000d}, "study_uid"},          {{0x0020, 0x000e}, "series_uid"},
    {{0x0008, 0x0060}, "modality"},           {{0x0008, 0x103e}, "description"},
    {{0x0018, 0x1030}, "protocol"},           {{0x0018, 0x0010}, "contrast"},
    {{0x0018, 0x0020}, "scanning_sequence"},  {{0x0018, 0x0024}, "sequence_name"},
    {{0x0008, 0x0008}, "image_type"},         {{0x0028, 0x0004}, "photometric"},
    {{0x0010, 0x0010}, "patient_name"},       {{0x0010, 0x0020}, "patient_id"},
    {{0x0020, 0x0052}, "frame_of_reference"}, {{0x0054, 0x1001}, "units"},
    {{0x0054, 0x1102}, "decay_correction"},   {{0x0054, 0x1006}, "suv_type"},
    {{0x0008, 0x9208}, "complex_component"},
};

/// What helps to tell what an image is, and decides nothing.
struct Hint {
  NumberElement element;
  const char* key;
};

Hint HintOf(Tag tag, const char* keyword, const char* key, bool whole) {
  return {{.tag = tag, .keyword = keyword, .whole = whole, .decides = false}, key};
}

const Hint kHints[] = {
    HintOf({0x0020, 0x0011}, "SeriesNumber", "series_number", true),
    HintOf({0x0018, 0x0081}, "EchoTime", "echo_time", false),
    HintOf({0x0018, 0x0080}, "RepetitionTime", "repetition_time", false),
    HintOf({0x0018, 0x0082}, "InversionTime", "inversion_time", false),
    HintOf({0x0020, 0x1002}, "ImagesInAcquisition", "images_in_acquisition", true),
};

/// Whether anything scales the stored numbers.
bool IsScaled(const FrameGroups& groups, Remarks& remarks) {
  bool is_scaled = false;
  const size_t told = groups.tells_each() ? groups.num_frames() : 1;
  for (size_t frame = 0; frame < told; ++frame) {
    const FrameGroups::Scale scale = groups.ScaleOf(frame, remarks);
    is_scaled = is_scaled || scale.slope != 1 || scale.intercept != 0;
  }
  return is_scaled;
}

void AddPixelModule(const gdcm::DataSet& set, Remarks& remarks, Json& header) {
  const PixelModule module = PixelModuleOf(set, remarks);
  header["samples"] = module.samples;
  header["rows"] = module.rows;
  header["columns"] = module.columns;
  header["bits_allocated"] = module.bits_allocated;
  header["bits_stored"] = module.bits_stored;
  header["signed"] = module.representation;
  header["number_of_slices"] = ShortOf(set, {0x0054, 0x0081}).value_or(0);
  header["concatenation_parts"] = ShortOf(set, {0x0020, 0x9163}).value_or(0);
}

/// A classic file of many frames is refused by its count: one of them says it all.
void AddFrames(const FrameGroups& groups, Remarks& remarks, Json& header) {
  header["enhanced"] = groups.tells_each();
  header["scaled"] = IsScaled(groups, remarks);
  header["num_frames"] = groups.num_frames();
  header["frames"] = Json::array();
  const size_t told = groups.tells_each() ? groups.num_frames() : 1;
  for (size_t frame = 0; frame < told; ++frame) header["frames"].push_back(groups.Header(frame, remarks));
}

/// Why a header could not be read, as far as its first elements tell.
Error Unreadable(const gdcm::File& file) {
  constexpr size_t kLongestUid = 64;
  const std::string uid = TextOf(file.GetHeader(), {0x0002, 0x0010}).substr(0, kLongestUid);
  const gdcm::TransferSyntax& syntax = file.GetHeader().GetDataSetTransferSyntax();
  const bool is_deflated = syntax == gdcm::TransferSyntax::DeflatedExplicitVRLittleEndian;
  if (uid.empty() || (syntax.IsValid() && !is_deflated))
    return {ErrorKind::kBadInput, "dicom.syntax", "is no DICOM file, or its header is damaged"};
  return {ErrorKind::kBadInput, "dicom.syntax",
          Cat("has the TransferSyntaxUID (0002,0010) ", Quoted(uid), is_deflated ? " (deflated)" : "",
              ", which is not read: wanted an uncompressed one, RLE, JPEG, JPEG-LS or JPEG 2000")};
}

/// A report or a plan has no pixels by right; of an image without them the file was cut off.
void RequireNoImage(const gdcm::File& file) {
  for (const std::string& uid :
       {TextOf(file.GetDataSet(), {0x0008, 0x0016}), TextOf(file.GetHeader(), {0x0002, 0x0002})})
    for (const char* image : {"2", "2.1", "2.2", "4", "4.1", "4.3", "4.4", "7", "20", "128", "128.1", "130"})
      if (uid == Cat("1.2.840.10008.5.1.4.1.1.", image))
        throw Error(ErrorKind::kBadInput, "dicom.truncated",
                    Cat("is an image by its SOPClassUID (0008,0016) '", uid,
                        "', and has no Rows (0028,0010) and Columns: wanted them; the file was cut off"));
}

}  // namespace

Json HeaderOfFile(const std::string& path) {
  gdcm::Reader reader;
  reader.SetFileName(path.c_str());
  // The pixels' own value is passed over, not read.
  if (!reader.ReadUpToTag({0x7fe0, 0x0010}, {{0x7fe0, 0x0008}, {0x7fe0, 0x0009}, {0x7fe0, 0x0010}}))
    throw Unreadable(reader.GetFile());
  const gdcm::DataSet& set = reader.GetFile().GetDataSet();
  Json header = {{"image", false}};
  if (!HasPixelModule(set)) {
    RequireNoImage(reader.GetFile());
    return header;
  }
  header["image"] = true;
  Remarks remarks;
  for (const Element& element : kTexts) header[element.key] = TextOf(set, element.tag);
  for (const Hint& hint : kHints)
    if (const auto numbers = NumbersOf(set, hint.element, remarks); !numbers.empty())
      header[hint.key] = numbers.front();
  AddPixelModule(set, remarks, header);
  AddFrames(FrameGroups(set, remarks), remarks, header);
  if (reader.GetFile().GetHeader().GetDataSetTransferSyntax().IsLossy())
    remarks.Find("dicom.lossy", "warning", "its pixels are compressed by a lossy transfer syntax");
  remarks.AddTo(header);
  return header;
}

namespace {

/// The longest text that any header field of ours may have; what is longer is no such field.
constexpr size_t kLongestText = 16384;

const gdcm::ByteValue* BytesOf(const gdcm::DataSet& set, gdcm::Tag tag) {
  return set.FindDataElement(tag) ? set.GetDataElement(tag).GetByteValue() : nullptr;
}

/// A number of a fixed width; GDCM has brought it to this machine's byte order.
template <class Number>
std::optional<Number> NumberOf(const gdcm::DataSet& set, gdcm::Tag tag) {
  const gdcm::ByteValue* bytes = BytesOf(set, tag);
  if (bytes == nullptr || bytes->GetLength() < sizeof(Number)) return std::nullopt;
  Number number;
  std::memcpy(&number, bytes->GetPointer(), sizeof(Number));
  return number;
}

}  // namespace

std::string TextOf(const gdcm::DataSet& set, gdcm::Tag tag) {
  const gdcm::ByteValue* bytes = BytesOf(set, tag);
  if (bytes == nullptr || bytes->GetPointer() == nullptr) return "";
  std::string text(bytes->GetPointer(), std::min<size_t>(bytes->GetLength(), kLongestText));
  const std::string padding(" \0", 2);
  text.erase(text.find_last_not_of(padding) + 1);
  return text.substr(std::min(text.find_first_not_of(padding), text.size()));
}

std::vector<double> DoublesOf(const gdcm::DataSet& set, gdcm::Tag tag) {
  const gdcm::ByteValue* bytes = BytesOf(set, tag);
  if (bytes == nullptr || bytes->GetPointer() == nullptr) return {};
  std::vector<double> numbers(std::min<size_t>(bytes->GetLength(), kLongestText) / sizeof(double));
  if (!numbers.empty()) std::memcpy(numbers.data(), bytes->GetPointer(), numbers.size() * sizeof(double));
  for (const double number : numbers)
    if (!std::isfinite(number)) return {};
  return numbers;
}

std::optional<uint16_t> ShortOf(const gdcm::DataSet& set, gdcm::Tag tag) {
  return NumberOf<uint16_t>(set, tag);
}

std::vector<uint16_t> ShortsOf(const gdcm::DataSet& set, gdcm::Tag tag) {
  const gdcm::ByteValue* bytes = BytesOf(set, tag);
  if (bytes == nullptr || bytes->GetPointer() == nullptr) return {};
  std::vector<uint16_t> numbers(bytes->GetLength() / sizeof(uint16_t));
  if (!numbers.empty()) std::memcpy(numbers.data(), bytes->GetPointer(), numbers.size() * sizeof(uint16_t));
  return numbers;
}

std::optional<uint32_t> LongOf(const gdcm::DataSet& set, gdcm::Tag tag) {
  return NumberOf<uint32_t>(set, tag);
}

gdcm::SmartPointer<gdcm::SequenceOfItems> ItemsOf(const gdcm::DataSet& set, gdcm::Tag tag) {
  if (!set.FindDataElement(tag)) return nullptr;
  return set.GetDataElement(tag).GetValueAsSQ();
}

}  // namespace f4s
