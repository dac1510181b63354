#include "libfuse4seg/image/dicom/slice_kinds.h"

#include <algorithm>
#include <cmath>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

class Kinds {
 public:
  Kinds(const std::vector<DicomFile>& files, const SeriesPart& part) : files_(files), part_(part) {}

  std::vector<DicomFinding> Check() {
    CheckUnits();
    FindDifferences();
    CheckPatients();
    return std::move(findings_);
  }

 private:
  [[nodiscard]] const DicomFile& File(const FrameRef& ref) const { return files_[ref.file]; }
  [[nodiscard]] const DicomFrame& Frame(const FrameRef& ref) const {
    return File(ref).frames[static_cast<size_t>(ref.frame)];
  }
  [[nodiscard]] size_t num_slices() const { return part_.frames.size(); }
  [[nodiscard]] Error Bad(const char* code, const std::string& message) const {
    return Error(ErrorKind::kBadInput, code, message).InFile(File(part_.frames.front()).path.parent_path());
  }
  void Find(const char* code, const char* severity, const std::string& text) {
    findings_.push_back({code, severity, text});
  }

  /// Numbers of different meaning are no volume.
  void CheckUnits() const {
    const auto check = [&](const char* name, const auto& text_of) {
      const std::string& first = text_of(part_.frames.front());
      for (const FrameRef& ref : part_.frames)
        if (text_of(ref) != first)
          throw Bad("dicom.units", Cat("its slices differ in ", name, ": ", ShownWord(first), " and ",
                                       ShownWord(text_of(ref)), ": wanted one for all"));
    };
    check(
        "Units (0054,1001)", [&](const FrameRef& ref) -> auto& { return File(ref).units; });
    check(
        "DecayCorrection (0054,1102)", [&](const FrameRef& ref) -> auto& {
          return File(ref).decay_correction;
        });
    check(
        "SUVType (0054,1006)", [&](const FrameRef& ref) -> auto& { return File(ref).suv_type; });
    check(
        "PhotometricInterpretation (0028,0004)", [&](const FrameRef& ref) -> auto& {
          return File(ref).photometric;
        });
    check(
        "RescaleType (0028,1054)", [&](const FrameRef& ref) -> auto& { return Frame(ref).rescale_type; });
    check(
        "Modality (0008,0060)", [&](const FrameRef& ref) -> auto& { return File(ref).modality; });
    const FrameRef& first = part_.frames.front();
    for (const FrameRef& ref : part_.frames) {
      if (ComponentOf(ref) != ComponentOf(first))
        throw Bad("dicom.units", Cat("its slices differ in ImageType (0008,0008): ", ComponentOf(first),
                                     " and ", ComponentOf(ref), " images: wanted one for all"));
      if (File(ref).photometric == "MONOCHROME1" && File(ref).bits_stored != File(first).bits_stored)
        throw Bad("dicom.units",
                  Cat("its slices differ in BitsStored (0028,0101): ", File(first).bits_stored, " and ",
                      File(ref).bits_stored,
                      ", by which small numbers are bright (MONOCHROME1): wanted one for all"));
    }
  }

  /// What a frame of an enhanced image says of itself, or nothing.
  [[nodiscard]] std::string FactOf(const FrameRef& ref, const char* name) const {
    const auto& facts = Frame(ref).facts;
    const auto fact = facts.find(name);
    return fact == facts.end() ? "" : fact->second;
  }

  /// Which part of complex numbers an image shows.
  [[nodiscard]] std::string ComponentOf(const FrameRef& ref) const {
    const std::string said = File(ref).enhanced ? FactOf(ref, "ComplexImageComponent") : "";
    const std::string type = File(ref).enhanced ? FactOf(ref, "ImageType") : "";
    const std::vector<std::string> values = SplitFields(type.empty() ? File(ref).image_type : type, '\\');
    const std::string third = !said.empty() ? said : values.size() > 2 ? Trimmed(values[2]) : "";
    const std::string first = third.substr(0, third.find_first_of("_ "));  // Philips: P_FFE, PHASE MAP
    for (const auto& [name, letter] : {std::pair("PHASE", "P"), {"REAL", "R"}, {"IMAGINARY", "I"}})
      if (first == name || first == letter) return Cat(LowerCase(name), letter[0] == 'P' ? "" : "-part");
    return "magnitude";
  }

  /// The first slice whose number differs from the first one's by more than is written otherwise; or none.
  [[nodiscard]] const FrameRef* OtherNumber(const char* fact) const {
    constexpr double kWrittenOtherwise = 0.01;
    const auto first = NumberIn<double>(FactOf(part_.frames.front(), fact));
    for (const FrameRef& ref : part_.frames)
      if (const auto number = NumberIn<double>(FactOf(ref, fact)); first && number)
        if (std::abs(*number - *first) > kWrittenOtherwise * std::max(std::abs(*first), std::abs(*number)))
          return &ref;
    return nullptr;
  }

  /// What is no rule of DICOM's, and hardly ever meant.
  void FindDifferences() {
    size_t scaled = 0;
    const DicomFile& first = File(part_.frames.front());
    bool same_agent = true, same_description = true;
    for (const FrameRef& ref : part_.frames) {
      scaled += File(ref).scaled ? 1 : 0;
      same_agent = same_agent && File(ref).contrast == first.contrast;
      same_description = same_description && File(ref).description == first.description;
    }
    if (scaled > 0 && scaled < num_slices())
      Find("dicom.units", "warning",
           Cat(scaled, " of its ", num_slices(),
               " slices are scaled by RescaleSlope (0028,1053) and RescaleIntercept, the others are not: "
               "are their values of one kind?"));
    for (const auto& [fact, name] :
         {std::pair("EchoTime", "EchoTime (0018,0081)"), {"DiffusionBValue", "DiffusionBValue (0018,9087)"}})
      if (const FrameRef* other = OtherNumber(fact))
        Find("dicom.series", "warning",
             Cat("its slices differ in ", name, ": ", ShownWord(FactOf(part_.frames.front(), fact)), " and ",
                 ShownWord(FactOf(*other, fact)), ": are they of one image?"));
    for (const auto& [same, name] : {std::pair(same_agent, "ContrastBolusAgent (0018,0010)"),
                                     {same_description, "SeriesDescription (0008,103E)"}})
      if (!same)
        Find("dicom.series", "warning", Cat("its slices differ in ", name, ": are they of one series?"));
  }

  /// Slices of two persons are no volume; nobody's name stands in the message.
  void CheckPatients() {
    const DicomFile& first = File(part_.frames.front());
    bool same_name = true;
    for (const FrameRef& ref : part_.frames) {
      const DicomFile& file = File(ref);
      const auto require = [](const char* name, const std::string& one, const std::string& other) {
        return one.empty() || other.empty() || one == other ? "" : name;
      };
      const bool is_one_id = !first.patient_id.empty() && first.patient_id == file.patient_id;
      const bool is_one_name =
          *require("name", PlainPersonName(first.patient_name), PlainPersonName(file.patient_name)) == '\0';
      for (const char* different : {require("PatientID (0010,0020)", first.patient_id, file.patient_id),
                                    is_one_name || is_one_id ? "" : "PatientName (0010,0010)",
                                    require("StudyInstanceUID (0020,000D)", first.study_uid, file.study_uid)})
        if (*different != '\0')
          throw Bad("dicom.patients",
                    Cat("its slices differ in ", different, ": wanted one patient and one study"));
      same_name = same_name && is_one_name;
    }
    if (!same_name)
      Find("dicom.patients", "warning",
           "its slices differ in PatientName (0010,0010), but not in PatientID: are they of one patient?");
    if (std::any_of(part_.frames.begin(), part_.frames.end(), [&](const FrameRef& ref) {
          return File(ref).frame_of_reference != first.frame_of_reference;
        }))
      Find("dicom.reference", "warning",
           "its slices differ in FrameOfReferenceUID (0020,0052), within which positions are told: they are "
           "taken as told within one");
  }

  const std::vector<DicomFile>& files_;
  const SeriesPart& part_;
  std::vector<DicomFinding> findings_;
};

}  // namespace

std::vector<DicomFinding> CheckOfOneKind(const std::vector<DicomFile>& files, const SeriesPart& part) {
  return Kinds(files, part).Check();
}

}  // namespace f4s
