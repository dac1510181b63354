#include "libfuse4seg/prep/source/dicom_cases.h"

#include <algorithm>
#include <map>
#include <set>

#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/sha256.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/cases/anonymous_name.h"
#include "libfuse4seg/cases/record_dicom.h"
#include "libfuse4seg/image/dicom/dicom_session.h"
#include "libfuse4seg/prep/source/dicom_map.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

/// `root` and the folders below it, without hidden ones, in the order of their names; links to folders are
/// followed, each folder once.
std::vector<fs::path> FoldersBelow(const fs::path& root) {
  std::vector<fs::path> folders = {root}, links;
  std::set<FolderIdentity> met = {IdentityOf(root)};
  const auto look = [&](size_t from) {
    for (size_t i = from; i < folders.size(); ++i)
      for (const fs::path& entry : EntriesOf(folders[i])) {
        if (entry.filename().string().front() == '.' || !ReadableFolder(entry)) continue;
        if (IsLink(entry))
          links.push_back(entry);
        else if (met.insert(IdentityOf(entry)).second)
          folders.push_back(entry);
      }
  };
  look(0);
  for (size_t i = 0; i < links.size(); ++i)  // after all that lies here by itself
    if (met.insert(IdentityOf(links[i])).second) {
      folders.push_back(links[i]);
      look(folders.size() - 1);
    }
  std::sort(folders.begin(), folders.end());
  return folders;
}

/// The folder that holds both.
fs::path CommonFolder(const fs::path& a, const fs::path& b) {
  fs::path common;
  for (auto i = a.begin(), j = b.begin(); i != a.end() && j != b.end() && *i == *j; ++i, ++j) common /= *i;
  return common;
}

/// The headers of a folder's files; the first that cannot be read goes to `unreadable`.
std::vector<DicomFile> ReadableHeaders(const fs::path& folder, DicomSession& session,
                                       std::optional<Error>& unreadable) {
  std::vector<DicomFile> files;
  const auto attempt = [&](const auto& read) {
    try {
      read();
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::kBadInput && error.kind() != ErrorKind::kMissingInput) throw;
      if (!unreadable) unreadable = error;
    }
  };
  std::vector<fs::path> paths;
  attempt([&] { paths = DicomFilesIn(folder); });
  for (const fs::path& path : paths)
    attempt([&] {
      if (auto file = session.Header(path)) files.push_back(std::move(*file));
    });
  return files;
}

double BValueOf(const DicomFrame& frame) {
  const auto fact = frame.facts.find("DiffusionBValue");
  return fact == frame.facts.end() || fact->second.empty() ? -1 : std::atof(fact->second.c_str());
}

/// Studies in the making, by StudyInstanceUID (the series' where there is none).
class Tree {
 public:
  explicit Tree(fs::path root) : root_(std::move(root)) {}

  void Add(const fs::path& folder, DicomSession& session) {
    std::optional<Error> unreadable;
    const std::vector<DicomFile> files = ReadableHeaders(folder, session, unreadable);
    for (SeriesPart& part : PartsOf(files)) AddPart(folder, {}, files, std::move(part));
    if (!unreadable) return;
    for (const DicomFile& file : files) studies_[KeyOf(file)].study.unreadable = *unreadable;
    if (files.empty()) strays_.push_back(*unreadable);
  }

  /// Exports to a CD cut series into folders of so many files: what such a series holds is parted anew, from
  /// all of them.
  void JoinFolders(DicomSession& session) {
    for (auto& [key, building] : studies_)
      for (const auto& [series, folders] : FoldersOfSeries(building.study))
        if (folders.size() > 1) Join(building.study, series, folders, session);
  }

  std::vector<DicomStudy> Finish() {
    std::vector<DicomStudy> all;
    const std::map<fs::path, int> owners = Owners();
    for (auto& [key, building] : studies_) {
      DicomStudy& study = building.study;
      std::vector<const DicomFile*> files;
      for (const StudyPart& part : study.parts) files.push_back(&part.file);
      study.name =
          owners.at(building.folder) == 1 ? CaseNameOf(building.folder, files) : StudyName(*files.front());
      all.push_back(std::move(study));
    }
    MakeDistinct(all);
    for (const Error& error : strays_)
      all.push_back(
          {"file-" + Sha256Of(fs::path(error.file()).lexically_relative(root_).string()).substr(0, 12),
           "",
           "",
           {},
           error});
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return all;
  }

 private:
  struct Building {
    DicomStudy study;
    fs::path folder;  ///< that holds all its files
  };

  static std::map<std::string, std::set<fs::path>> FoldersOfSeries(const DicomStudy& study) {
    std::map<std::string, std::set<fs::path>> folders;
    for (const StudyPart& part : study.parts) folders[part.part.series].insert(part.folder);
    return folders;
  }

  void Join(DicomStudy& study, const std::string& series, const std::set<fs::path>& folders,
            DicomSession& session) {
    std::vector<DicomFile> files;
    std::optional<Error> told;  // by Add()
    for (const fs::path& folder : folders)
      for (DicomFile& file : ReadableHeaders(folder, session, told))
        if (SeriesId(file.series_uid) == series) files.push_back(std::move(file));
    std::erase_if(study.parts, [&](const StudyPart& part) { return part.part.series == series; });
    const fs::path& first = *folders.begin();
    std::vector<std::string> also;
    for (auto other = std::next(folders.begin()); other != folders.end(); ++other)
      also.push_back(other->lexically_relative(first).string());
    for (SeriesPart& part : PartsOf(files)) AddPart(first, also, files, std::move(part));
  }

  static std::string KeyOf(const DicomFile& file) {
    return file.study_uid.empty() ? file.series_uid : file.study_uid;
  }

  void AddPart(const fs::path& folder, const std::vector<std::string>& also,
               const std::vector<DicomFile>& files, SeriesPart part) {
    const FrameRef& first = part.frames.front();
    DicomFile file = files[first.file];
    const double b_value = BValueOf(file.frames[static_cast<size_t>(first.frame)]);
    file.frames.clear();
    Building& building = studies_[KeyOf(file)];
    building.folder = building.folder.empty() ? folder : CommonFolder(building.folder, folder);
    building.study.patient_id = Trimmed(file.patient_id);
    building.study.patient_name = PlainPersonName(file.patient_name);
    building.study.parts.push_back({folder, also, std::move(part), std::move(file), b_value});
  }

  /// How many studies have a folder as the one that holds all their files.
  [[nodiscard]] std::map<fs::path, int> Owners() const {
    std::map<fs::path, int> owners;
    for (const auto& [key, building] : studies_) ++owners[building.folder];
    return owners;
  }

  /// Folders of one name in different places: their studies go by their hashes.
  static void MakeDistinct(std::vector<DicomStudy>& studies) {
    std::map<std::string, int> uses;
    for (const DicomStudy& study : studies) ++uses[study.name];
    for (DicomStudy& study : studies)
      if (uses[study.name] > 1) study.name = StudyName(study.parts.front().file);
  }

  fs::path root_;
  std::map<std::string, Building> studies_;
  std::vector<Error> strays_;
};

}  // namespace

std::vector<DicomStudy> DicomStudiesBelow(const fs::path& folder) {
  const fs::path root = Absolute(folder / "").parent_path();
  Tree tree(root);
  DicomSession session;
  for (const fs::path& each : FoldersBelow(root)) tree.Add(each, session);
  tree.JoinFolders(session);
  return tree.Finish();
}

namespace {

namespace fs = std::filesystem;

/// "3f0c9a1b2c4d DiffusionBValue=800 (MR 384x384, 19 slices)".
std::string Shown(const StudyPart& part) {
  return Cat(part.part.series, part.part.name.empty() ? "" : " ", part.part.name, " (",
             ShownModality(part.file.modality), " ", part.file.columns, "x", part.file.rows, ", ",
             part.part.frames.size(), part.part.frames.size() == 1 ? " slice)" : " slices)");
}

/// What a study's volumes are.
struct Sorted {
  std::map<std::string, std::vector<const StudyPart*>> modalities;
  std::vector<std::string> unrecognised;  ///< with the reason
};

Sorted SortParts(const DicomStudy& study, DicomMap& map) {
  Sorted sorted;
  std::map<std::string, std::vector<const StudyPart*>> guessed;
  for (const StudyPart& part : study.parts) {
    if (const auto mapped = map.ModalityOf(part.file, part.part)) {
      if (*mapped != "-") sorted.modalities[*mapped].push_back(&part);
      continue;
    }
    const ModalityGuess guess = GuessModality(part.file, part.b_value);
    if (guess.name.empty())
      sorted.unrecognised.push_back(Shown(part) + ": " + guess.reason);
    else
      guessed[guess.name].push_back(&part);
  }
  // What the map names is meant: guesses of the same modality give way.
  for (auto& [name, parts] : guessed) sorted.modalities.emplace(name, std::move(parts));
  return sorted;
}

/// Known modalities in their usual order, then those that a map names.
std::vector<std::string> InOrder(const Sorted& sorted) {
  std::vector<std::string> names;
  for (const std::string& name : KnownModalities())
    if (sorted.modalities.count(name) > 0) names.push_back(name);
  for (const auto& [name, parts] : sorted.modalities)
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  return names;
}

Error Ambiguous(const std::string& modality, const std::vector<const StudyPart*>& parts) {
  const std::string list = Joined(parts, "; ", [](const StudyPart* part) { return Shown(*part); });
  return {ErrorKind::kBadInput, "dicom.ambiguous",
          Cat(parts.size(), " series are ", modality, ": ", list,
              ": f4s-prep --dicom-map FILE says which one is meant")};
}

Error NothingRecognised(const Sorted& sorted) {
  std::string list;
  for (const std::string& each : sorted.unrecognised) list += "; " + each;
  return {ErrorKind::kBadInput, "dicom.unrecognised",
          Cat("none of its series is of a known modality", list,
              ": f4s-prep --dicom-map FILE says what they are")};
}

SourcedCase CaseOf(const DicomStudy& study, const Sorted& sorted, std::vector<std::string> modalities) {
  SourcedCase sourced = {Case(study.name), std::nullopt};
  Case& record = sourced.record;
  const auto fail = [&](const Error& error) {
    if (!sourced.error) sourced.error = error;
  };
  if (study.unreadable) fail(*study.unreadable);
  const bool all = modalities.empty();
  if (all) modalities = InOrder(sorted);
  if (modalities.empty()) fail(NothingRecognised(sorted));
  for (const std::string& modality : modalities) {
    const auto found = sorted.modalities.find(modality);
    if (found == sorted.modalities.end()) {
      fail(Error(ErrorKind::kMissingInput, "case.modality", Cat("the study has no ", modality)));
      continue;
    }
    if (found->second.size() > 1) fail(Ambiguous(modality, found->second));
    const StudyPart& part = *found->second.front();
    record.SetImage(modality, part.folder);
    ChooseSeries(record, modality, {part.part.series, part.part.name, part.also});
    if (!part.also.empty())
      record.AddFinding("dicom.folders", "info",
                        Cat(modality, ": the files of its series lie in ", part.also.size() + 1, " folders"));
  }
  for (const std::string& each : sorted.unrecognised) record.AddFinding("dicom.unrecognised", "info", each);
  if (sourced.error) sourced.error->SetCase(study.name);
  return sourced;
}

/// Whether a PatientID or PatientName tells one person from another: what anonymizers put there does not.
bool TellsPatients(const std::string& word) {
  static constexpr const char* kWords[] = {"",
                                           "anon",
                                           "anonymous",
                                           "anonymized",
                                           "anonymised",
                                           "anonymous patient",
                                           "unknown",
                                           "no name",
                                           "noname",
                                           "deidentified",
                                           "de-identified",
                                           "none",
                                           "na",
                                           "n/a",
                                           "patient",
                                           "name",
                                           "id",
                                           "removed",
                                           "hidden",
                                           "redacted"};
  const std::string plain = LowerCase(Trimmed(word));
  return plain.find_first_not_of("0^- ") != std::string::npos &&
         std::none_of(std::begin(kWords), std::end(kWords), [&](const char* one) { return plain == one; });
}

/// The same for all studies of one patient: by PatientID, whatever name stands beside it (people marry), else
/// by the name; empty where neither tells.
std::string PatientOf(const DicomStudy& study) {
  if (TellsPatients(study.patient_id)) return "id " + study.patient_id;
  return TellsPatients(study.patient_name) ? "name " + study.patient_name : "";
}

/// Gives a record the subject that another study of the same patient has.
/// @param first  the first study of the patient
void TakeSubject(Case& record, const DicomStudy& study, const DicomStudy& first) {
  if (first.name == study.name) return;
  record.json()["subject"] = first.name;
  const bool same_name = study.patient_name == first.patient_name;
  record.AddFinding(
      "dicom.patient", same_name ? "info" : "warning",
      Cat("has the ", TellsPatients(study.patient_id) ? "PatientID" : "PatientName", " of ", first.name,
          same_name ? "" : ", but another PatientName", ", and so is taken as the same subject"));
}

}  // namespace

bool IsDicomTree(const fs::path& folder) {
  const std::vector<fs::path> folders = FoldersBelow(folder);
  return std::any_of(folders.begin(), folders.end(), &HoldsDicom);
}

std::vector<SourcedCase> DicomCases(const fs::path& folder, const std::vector<std::string>& modalities,
                                    const fs::path& map) {
  DicomMap dicom_map = map.empty() ? DicomMap() : DicomMap(map);
  std::vector<SourcedCase> cases;
  const std::vector<DicomStudy> studies = DicomStudiesBelow(folder);
  std::map<std::string, const DicomStudy*> of_patient;
  for (const DicomStudy& study : studies) {
    cases.push_back(CaseOf(study, SortParts(study, dicom_map), modalities));
    const std::string patient = PatientOf(study);  // empty: the study stands for itself
    if (!patient.empty())
      TakeSubject(cases.back().record, study, *of_patient.emplace(patient, &study).first->second);
  }
  for (const std::string& row : dicom_map.Unused())
    if (!cases.empty())
      cases.front().record.AddFinding("dicom.map", "warning",
                                      Cat(row, " of ", map.filename().string(), " decides for no series"));
  return cases;
}

}  // namespace f4s
