#include "libfuse4seg/image/dicom/read/header.h"

#include <gdcmReader.h>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/image/dicom/read/frames.h"

namespace f4s {
namespace {

using gdcm::Tag;

struct Element {
  Tag tag;
  const char* key;
};

const Element kTexts[] = {
    {{0x0008, 0x0016}, "sop_class"},         {{0x0008, 0x0018}, "instance_uid"},
    {{0x0020, 0x000d}, "study_uid"},         {{0x0020, 0x000e}, "series_uid"},
    {{0x0008, 0x0060}, "modality"},          {{0x0008, 0x103e}, "description"},
    {{0x0018, 0x1030}, "protocol"},          {{0x0018, 0x0010}, "contrast"},
    {{0x0018, 0x0020}, "scanning_sequence"}, {{0x0018, 0x0024}, "sequence_name"},
    {{0x0008, 0x0008}, "image_type"},        {{0x0028, 0x0004}, "photometric"},
    {{0x0010, 0x0010}, "patient_name"},      {{0x0010, 0x0020}, "patient_id"},
};

const Element kNumbers[] = {
    {{0x0020, 0x0011}, "series_number"},         {{0x0018, 0x0081}, "echo_time"},
    {{0x0018, 0x0080}, "repetition_time"},       {{0x0018, 0x0082}, "inversion_time"},
    {{0x0020, 0x1002}, "images_in_acquisition"},
};

const Element kShorts[] = {
    {{0x0028, 0x0002}, "samples"},        {{0x0028, 0x0010}, "rows"},        {{0x0028, 0x0011}, "columns"},
    {{0x0028, 0x0100}, "bits_allocated"}, {{0x0028, 0x0101}, "bits_stored"}, {{0x0028, 0x0103}, "signed"},
};

/// Whether anything scales the stored numbers.
bool IsScaled(const FrameGroups& groups) {
  for (size_t frame = 0; frame < groups.num_frames(); ++frame) {
    const FrameGroups::Scale scale = groups.ScaleOf(frame);
    if (scale.slope != 1 || scale.intercept != 0) return true;
    if (!groups.is_enhanced()) break;
  }
  return false;
}

}  // namespace

Json HeaderOfFile(const std::string& path) {
  gdcm::Reader reader;
  reader.SetFileName(path.c_str());
  // The pixels' own value is passed over, not read.
  if (!reader.ReadUpToTag({0x7fe0, 0x0010}, {{0x7fe0, 0x0008}, {0x7fe0, 0x0009}, {0x7fe0, 0x0010}}))
    throw Error(ErrorKind::kBadInput, "dicom.syntax", "is no DICOM file, or its header is damaged");
  const gdcm::DataSet& set = reader.GetFile().GetDataSet();
  Json header = {{"image", false}};
  if (!ShortOf(set, {0x0028, 0x0010}) || !ShortOf(set, {0x0028, 0x0011})) return header;
  header["image"] = true;
  for (const Element& element : kTexts) header[element.key] = TextOf(set, element.tag);
  for (const Element& element : kNumbers)
    if (const auto numbers = DecimalsOf(set, element.tag); !numbers.empty())
      header[element.key] = numbers.front();
  for (const Element& element : kShorts) header[element.key] = ShortOf(set, element.tag).value_or(0);
  const FrameGroups groups(set);
  header["enhanced"] = groups.is_enhanced();
  header["scaled"] = IsScaled(groups);
  header["frames"] = Json::array();
  // A classic file of many frames is refused by its count: one of them says it all.
  const size_t told = groups.is_enhanced() ? groups.num_frames() : 1;
  header["num_frames"] = groups.num_frames();
  for (size_t frame = 0; frame < told; ++frame) header["frames"].push_back(groups.Header(frame));
  return header;
}

}  // namespace f4s
