#include "libfuse4seg/image/dicom/dicom_file.h"

#include <cmath>

#include "libfuse4seg/base/error.h"

namespace f4s {
namespace {

Error BadAnswer(const std::filesystem::path& path, const std::string& message) {
  return Error(ErrorKind::kBadInput, "dicom.header", message).InFile(path);
}

/// Reads typed members of one answer; what has another type counts as absent.
class Members {
 public:
  explicit Members(const Json& json) : json_(json) {}

  [[nodiscard]] std::string Text(const char* key) const {
    const auto member = json_.find(key);
    return member != json_.end() && member->is_string() ? member->get<std::string>() : "";
  }
  /// Finite, and not too great to be the number of anything; else 0.
  [[nodiscard]] double Number(const char* key) const {
    const auto member = json_.find(key);
    if (member == json_.end() || !member->is_number()) return 0;
    const auto number = member->get<double>();
    return std::isfinite(number) && std::abs(number) < 1e12 ? number : 0;
  }
  [[nodiscard]] int64_t Integer(const char* key) const { return static_cast<int64_t>(Number(key)); }
  [[nodiscard]] bool Flag(const char* key) const {
    const auto member = json_.find(key);
    return member != json_.end() && (*member == true || *member == 1);
  }
  template <size_t count>
  [[nodiscard]] std::optional<std::array<double, count>> Numbers(const char* key) const {
    const auto member = json_.find(key);
    if (member == json_.end() || !member->is_array() || member->size() != count) return std::nullopt;
    std::array<double, count> numbers;
    for (size_t i = 0; i < count; ++i) {
      const Json& number = (*member)[i];
      if (!number.is_number() || !std::isfinite(number.template get<double>())) return std::nullopt;
      numbers[i] = number.template get<double>();
    }
    return numbers;
  }

 private:
  const Json& json_;
};

DicomFrame FrameFromJson(const Json& json) {
  const Members members(json);
  DicomFrame frame;
  frame.position = members.Numbers<3>("position");
  frame.orientation = members.Numbers<6>("orientation");
  frame.spacing = members.Numbers<2>("spacing");
  frame.thickness = std::max(0.0, members.Number("thickness"));
  frame.between = std::abs(members.Number("between"));  // of either sign with nuclear medicine
  frame.rescale_type = members.Text("rescale_type");
  const auto facts = json.find("facts");
  if (facts != json.end() && facts->is_object())
    for (const auto& [key, value] : facts->items())
      if (value.is_string()) frame.facts[key] = value.get<std::string>();
  return frame;
}

void ReadTexts(const Members& members, DicomFile& file) {
  for (const auto& [key, text] : std::initializer_list<std::pair<const char*, std::string*>>{
           {"sop_class", &file.sop_class},
           {"instance_uid", &file.instance_uid},
           {"study_uid", &file.study_uid},
           {"series_uid", &file.series_uid},
           {"modality", &file.modality},
           {"description", &file.description},
           {"protocol", &file.protocol},
           {"contrast", &file.contrast},
           {"scanning_sequence", &file.scanning_sequence},
           {"sequence_name", &file.sequence_name},
           {"image_type", &file.image_type},
           {"photometric", &file.photometric},
           {"patient_name", &file.patient_name},
           {"patient_id", &file.patient_id},
           {"frame_of_reference", &file.frame_of_reference},
           {"units", &file.units},
           {"decay_correction", &file.decay_correction},
           {"suv_type", &file.suv_type},
           {"complex_component", &file.complex_component}})
    *text = members.Text(key);
}

void ReadRemarks(const Json& answer, DicomFile& file) {
  if (const auto refusal = answer.find("refusal"); refusal != answer.end() && refusal->is_object())
    file.refusal = {Members(*refusal).Text("code"), Members(*refusal).Text("message")};
  if (const auto findings = answer.find("findings"); findings != answer.end() && findings->is_array())
    for (const Json& finding : *findings)
      if (finding.is_object()) {
        const Members members(finding);
        file.findings.push_back({members.Text("code"), members.Text("severity"), members.Text("text")});
      }
}

/// Sizes that a volume can be made of, before anything is computed from them.
void CheckSizes(const DicomFile& file) {
  if (file.series_uid.empty())
    throw BadAnswer(file.path, "has no SeriesInstanceUID: which series it belongs to is not known");
  if (file.refusal && !file.frames.empty()) return;
  if (file.rows < 1 || file.columns < 1 || file.rows > 65535 || file.columns > 65535)
    throw BadAnswer(file.path, Cat("is ", file.columns, "x", file.rows, " pixels: wanted at least one"));
  const auto wanted = static_cast<size_t>(file.enhanced ? file.num_frames : 1);
  if (file.num_frames < 1 || file.frames.size() != wanted)
    throw BadAnswer(file.path, Cat("describes ", file.frames.size(), " of its ", file.num_frames, " frames"));
}

}  // namespace

std::string ShownWord(const std::string& word) {
  if (word.empty()) return "none";
  const bool is_code = word.size() <= 16 &&
                       word.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_ ") == std::string::npos;
  return is_code ? Quoted(word) : "another word";
}

std::string PlainPersonName(const std::string& name) {
  std::string plain = LowerCase(name);
  while (!plain.empty() && (plain.back() == '^' || plain.back() == ' ' || plain.back() == '='))
    plain.pop_back();
  return plain;
}

std::optional<DicomFile> DicomFileFromJson(const Json& answer, const std::filesystem::path& path) {
  if (!answer.is_object()) throw BadAnswer(path, "has no header");
  const Members members(answer);
  if (answer.contains("error"))
    throw Error(ErrorKind::kBadInput, members.Text("error"), members.Text("message")).InFile(path);
  if (!members.Flag("image")) return std::nullopt;
  DicomFile file;
  file.path = path;
  ReadTexts(members, file);
  for (const auto& [key, number] : std::initializer_list<std::pair<const char*, double*>>{
           {"series_number", &file.series_number},
           {"echo_time", &file.echo_time},
           {"repetition_time", &file.repetition_time},
           {"inversion_time", &file.inversion_time},
           {"images_in_acquisition", &file.images_in_acquisition},
           {"number_of_slices", &file.number_of_slices},
           {"concatenation_parts", &file.concatenation_parts}})
    *number = members.Number(key);
  file.samples = members.Integer("samples");
  file.rows = members.Integer("rows");
  file.columns = members.Integer("columns");
  file.bits_allocated = members.Integer("bits_allocated");
  file.bits_stored = members.Integer("bits_stored");
  file.num_frames = members.Integer("num_frames");
  file.is_signed = members.Flag("signed");
  file.enhanced = members.Flag("enhanced");
  file.scaled = members.Flag("scaled");
  if (const auto frames = answer.find("frames"); frames != answer.end() && frames->is_array())
    for (const Json& frame : *frames) file.frames.push_back(FrameFromJson(frame));
  ReadRemarks(answer, file);
  CheckSizes(file);
  return file;
}

}  // namespace f4s
