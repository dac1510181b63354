#include "tools/raw_studies.h"

#include <algorithm>

#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/cases/case_images.h"
#include "libfuse4seg/cases/folder_cases.h"
#include "libfuse4seg/cases/record_reader.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/model/preparation.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

/// Raw intensities of 16 bits mostly end far below the top (12 bits: 4095), prepared levels never do.
constexpr float kLeastTop = 0.25F;

bool HoldsLevels(const fs::path& file) {
  try {
    VoxelType type{};
    const Image<float> image = ReadUnitImage(file, &type);
    return type != VoxelType::kUint16 ||
           *std::max_element(image.samples.begin(), image.samples.end()) > kLeastTop;
  } catch (const Error& error) {
    return error.code() != "volume.levels";  // any other is said when the case's turn comes
  }
}

/// Whether a case's images are volumes of raw intensities, by the first of them.
bool IsRaw(const Case& record) {
  if (record.json().contains("prepared") || record.has_error() || record.modalities().empty()) return false;
  const fs::path file = record.image(record.modalities().front());
  if (IsFolder(file)) return IsDicomFolder(file);
  return Exists(file) && KindByName(file) == ImageFileKind::kVolume && !HoldsLevels(file);
}

/// The first record of a dataset or a file of records.
std::optional<Case> FirstOf(const fs::path& word) {
  const fs::path file = IsFolder(word) ? word / "cases.ndjson" : word;
  if (!IsFile(file) || LowerCase(file.extension().string()) != ".ndjson") return std::nullopt;
  try {
    return RecordReader(file).Next();
  } catch (const Error&) {
    return std::nullopt;  // said when its turn comes
  }
}

bool IsRawWord(const std::string& word) {
  if (word == "-") return false;
  if (IsStudyFolder(word)) return true;
  const auto first = FirstOf(word);
  return first && IsRaw(*first);
}

bool AreRaw(const CaseSelection& cases, RunContext& run) {
  if (IsNamedFile(cases.words.front())) {
    CaseSelection all;
    all.words = cases.words;
    const auto first = OpenCases(all)->Next(run);
    return first && !first->error && IsRaw(first->record);
  }
  const auto raw = std::count_if(cases.words.begin(), cases.words.end(), IsRawWord);
  if (raw != 0 && raw != static_cast<std::ptrdiff_t>(cases.words.size()))
    throw Error(ErrorKind::kUsage, "cases.mixed",
                "raw studies and prepared cases do not go together: give them in two commands");
  return raw != 0;
}

/// "--normalize zscore --spacing 1,1,native", of the parameters that are not as they are by default.
std::string FlagsText(Parameters& p) {
  std::vector<std::string> flags;
  for (const char* name : {"modalities", "normalize", "spacing", "plane"}) {
    const Parameter& parameter = *p.Find(name);
    if (parameter.value() != parameter.default_value)
      flags.push_back(Cat(parameter.flag(), " ", parameter.text()));
  }
  return flags.empty() ? "by default" : Joined(flags, " ");
}

}  // namespace

std::unique_ptr<RawStudies> RawStudies::Among(const CaseSelection& cases, const Wanted& wanted,
                                              RunContext& run) {
  if (!AreRaw(cases, run)) return nullptr;
  return std::unique_ptr<RawStudies>(new RawStudies(cases, wanted, run));
}

RawStudies::RawStudies(const CaseSelection& cases, const Wanted& wanted, RunContext& run) {
  Parameters p;
  options_.Declare(p);
  if (!wanted.modalities.empty()) p.Find("modalities")->SetFromText(Joined(wanted.modalities, ","));
  if (!wanted.models.empty()) {
    const ModelFile& first = wanted.models.front();
    options_.for_model = first.word;
    const Json values = ParametersFor(first.description);
    for (const auto& [name, value] : values.items())
      if (!p.Find(name)->given) p.Find(name)->SetFromJson(value);
    for (const ModelFile& other : wanted.models)
      if (const auto differences =
              DifferencesOf(PreparationOf(first.description), PreparationOf(other.description));
          !differences.empty())
        throw Error(ErrorKind::kBadInput, "model.preparation",
                    Cat("images prepared for model ", first.word, " do not suit model ", other.word, ": ",
                        Joined(differences, "; ")))
            .InFile(other.path);
  }
  // Volumes are fused in axial slices; other slices are prepared as such.
  options_.volumes =
      wanted.as_volumes && (options_.plane == PlaneChoice::kAxial || options_.plane == PlaneChoice::kAuto);
  options_.pictures_stay = true;
  what_ = FlagsText(p);
  run.Set("preparation", {{"for_model", options_.for_model}, {"flags", what_}});
  // What a study lacks is said below, of all of them before any work.
  source_ = OpenSources(cases, options_);
  if (!run.options().keep_going) RequireModalities(wanted);
  preparer_ = std::make_unique<Preparer>(options_, run, *source_);
}

void RawStudies::RequireModalities(const Wanted& wanted) const {
  const auto names = source_->Names();
  if (!names) return;
  for (const CaseName& name : *names) {
    if (name.modalities.empty()) continue;
    std::vector<std::string> lacking;
    const bool may_lack = options_.missing == MissingRule::kLeave;
    for (const std::string& modality : may_lack ? std::vector<std::string>() : options_.modalities)
      if (std::find(name.modalities.begin(), name.modalities.end(), modality) == name.modalities.end())
        lacking.push_back(modality);
    if (!lacking.empty())
      throw Error(ErrorKind::kBadInput, "model.modalities",
                  Cat("has ", Joined(name.modalities, ", "), " and lacks ", Joined(lacking, ", "),
                      wanted.models.empty() ? std::string()
                                            : Cat("; model ", options_.for_model, " takes ",
                                                  wanted.models.front().description.SlotsText())))
          .InFile(name.where)
          .InCase(name.id);
    if (wanted.models.empty() || (!may_lack && !options_.modalities.empty())) continue;
    try {
      static_cast<void>(wanted.models.front().description.MatchByName(name.modalities));
    } catch (Error& error) {
      throw std::move(error).InFile(name.where).InCase(name.id);
    }
  }
}

std::vector<Case> RawStudies::Prepare(const Case& raw, DatasetWriter& out) const {
  Case record = raw;
  record.AddFinding("model.prepared", "info",
                    options_.for_model.empty()
                        ? Cat("prepared as f4s-prep does: ", what_)
                        : Cat("prepared as model ", options_.for_model, " wants: ", what_));
  DatasetWriter prepared(out, "prepared");
  std::vector<Case> cases = preparer_->Prepare(record, prepared);
  if (cases.empty())
    throw Error(ErrorKind::kBadInput, "prep.empty", "none of its slices has enough brain in it")
        .InCase(raw.id());
  if (raw.split().empty())
    for (Case& one : cases) one.json().erase("split");  // nobody trains on them here
  return cases;
}

std::string CasesOrStudiesHelp() {
  return std::string(kCasesHelp) +
         ". Or raw studies, which are prepared here: a BraTS, BIDS, nnU-Net or DICOM folder, or NAME=FILE words "
         "of volumes that hold no levels";
}

}  // namespace f4s
