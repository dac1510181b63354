#include "libfuse4seg/prep/source/bids_folder.h"

#include <algorithm>
#include <set>

#include "libfuse4seg/base/delimited.h"
#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/cases/case_images.h"
#include "libfuse4seg/cases/case_source.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/prep/source/bids_file.h"
#include "libfuse4seg/prep/source/bids_labels.h"
#include "libfuse4seg/prep/source/bids_maker.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

/// An examination: sub-X, or sub-X/ses-Y, below the root.
struct Examination {
  std::string subject, session;  ///< "sub-X"; "ses-Y" or nothing

  [[nodiscard]] std::string id() const { return session.empty() ? subject : subject + "_" + session; }
  [[nodiscard]] fs::path anat() const {
    return session.empty() ? fs::path(subject) / "anat" : fs::path(subject) / session / "anat";
  }
};

std::vector<std::string> FoldersNamed(const fs::path& folder, const std::string& begin) {
  std::vector<std::string> names;
  for (const fs::path& entry : EntriesOf(folder, true))
    if (entry.filename().string().rfind(begin, 0) == 0) names.push_back(entry.filename().string());
  return names;
}

std::vector<Examination> ExaminationsIn(const fs::path& root) {
  std::vector<Examination> found;
  for (const std::string& subject : FoldersNamed(root, "sub-")) {
    if (IsFolder(root / subject / "anat")) found.push_back({subject, ""});
    for (const std::string& session : FoldersNamed(root / subject, "ses-"))
      if (IsFolder(root / subject / session / "anat")) found.push_back({subject, session});
  }
  return found;
}

bool IsNifti(const fs::path& path) {
  const std::string name = LowerCase(path.filename().string());
  return name.ends_with(".nii") || name.ends_with(".nii.gz");
}

/// What lies in an examination's anat folder.
struct AnatFiles {
  std::vector<BidsFile> images;      ///< and label maps
  std::vector<std::string> unnamed;  ///< NIfTI whose names are not BIDS's
  std::vector<std::string> others;   ///< images in files of kinds that BIDS does not have
};

/// @throws Error(kBadInput, "bids.name") for a file that is named after another examination.
AnatFiles FilesIn(const fs::path& root, const Examination& examination) {
  AnatFiles files;
  if (!IsFolder(root / examination.anat())) return files;
  for (const fs::path& path : EntriesOf(root / examination.anat(), false)) {
    const std::string name = path.filename().string();
    const auto file = ParseBidsName(path);
    if (!file && name.starts_with("sub-") && (IsOtherImage(path) || KindByName(path)))
      (IsNifti(path) ? files.unnamed : files.others).push_back(name);
    if (!file) continue;
    const std::string subject = "sub-" + file->Entity("sub"),
                      session = file->Entity("ses").empty() ? "" : "ses-" + file->Entity("ses");
    if (subject != examination.subject || session != examination.session)
      throw Error(
          ErrorKind::kBadInput, "bids.name",
          Cat("its name says ", Examination{subject, session}.id(), " and its folder ", examination.id()))
          .InFile(path)
          .InCase(examination.id());
    files.images.push_back(*file);
  }
  return files;
}

/// Images by modality; phase and the like are no image of anatomy.
std::map<std::string, std::vector<BidsFile>> ImagesOf(const std::vector<BidsFile>& files) {
  std::map<std::string, std::vector<BidsFile>> images;
  for (const BidsFile& file : files) {
    const std::string part = file.Entity("part");
    if ((part.empty() || part == "mag") && !IsBidsLabel(file)) images[ModalityOf(file)].push_back(file);
  }
  return images;
}

/// The same examination in derivatives/PIPELINE.
std::vector<BidsFile> DerivativesOf(const fs::path& root, const Examination& examination) {
  std::vector<BidsFile> files;
  if (!IsFolder(root / "derivatives")) return files;
  for (const fs::path& pipeline : EntriesOf(root / "derivatives", true)) {
    const std::string program = ProgramOf(pipeline);
    for (BidsFile file : FilesIn(pipeline, examination).images) {
      file.entities["pipeline"] = pipeline.filename().string();
      if (!program.empty()) file.entities["made-by"] = program;
      files.push_back(std::move(file));
    }
  }
  return files;
}

/// Folders of a BIDS data set whose images are of another kind.
const std::set<std::string> kNoAnatomy = {
    "derivatives", "sourcedata", "rawdata", "code", "stimuli", "phenotype", "beh",  "dwi",  "eeg", "fmap",
    "func",        "ieeg",       "meg",     "micr", "motion",  "mrs",       "nirs", "perf", "pet"};

void AddLoose(const fs::path& root, const fs::path& folder, std::vector<std::string>& names) {
  if (!IsFolder(folder)) return;
  for (const fs::path& path : EntriesOf(folder, false))
    if (IsNifti(path)) names.push_back(path.lexically_relative(root).string());
}

/// NIfTI of the examination below derivatives, of people's making, that lie in no anat folder.
std::vector<std::string> LooseDerivatives(const fs::path& root, const Examination& examination) {
  std::vector<std::string> names;
  const fs::path derivatives = root / "derivatives";
  if (!IsFolder(derivatives)) return names;
  std::vector<fs::path> data_sets = {derivatives};
  for (const fs::path& entry : EntriesOf(derivatives, true))
    if (!entry.filename().string().starts_with("sub-") && ProgramOf(entry).empty())
      data_sets.push_back(entry);
  for (const fs::path& data_set : data_sets) {
    const fs::path subject = data_set / examination.subject;
    AddLoose(root, subject, names);
    if (!examination.session.empty()) AddLoose(root, subject / examination.session, names);
  }
  return names;
}

/// Files of the examination that are not read, for their names or places.
void FindUnread(Case& record, const AnatFiles& files, const fs::path& root, const Examination& examination) {
  FindOtherImages(record, files.others);
  if (!files.unnamed.empty())
    record.AddFinding("bids.name", "warning",
                      Cat(Listed(files.unnamed, 4, ", "), files.unnamed.size() == 1 ? " is" : " are",
                          " not read: wanted names as sub-X_KEY-VALUE_SUFFIX.nii.gz"));
  if (record.file("label")) return;
  if (const auto loose = LooseDerivatives(root, examination); !loose.empty())
    record.AddFinding("bids.label", "warning",
                      Cat(Listed(loose, 4, ", "), loose.size() == 1 ? " is" : " are",
                          " not taken as a label map: wanted derivatives/NAME/sub-X/anat/sub-X_dseg.nii.gz"));
}

bool IsWantedModality(const std::string& modality, const SourceOptions& options) {
  const auto& wanted = options.modalities.empty() ? UsualModalities() : options.modalities;
  return std::find(wanted.begin(), wanted.end(), modality) != wanted.end();
}

SourcedCase ExaminationCase(const fs::path& root, const Examination& examination,
                            const SourceOptions& options) {
  SourcedCase sourced = {Case(examination.id()), std::nullopt};
  sourced.record.json()["subject"] = examination.subject;
  try {
    const AnatFiles found = FilesIn(root, examination);
    std::vector<BidsFile> files = found.images;
    std::map<std::string, fs::path> chosen;
    for (const auto& [modality, images] : ImagesOf(files))
      if (IsWantedModality(modality, options))
        chosen[modality] = ChooseBidsFile(images, options.entities)->path;
    TakeModalities(sourced, chosen, options, root / examination.anat());
    for (const auto& [modality, images] : ImagesOf(files))
      if (chosen.contains(modality) && SaysAgent(*ParseBidsName(chosen[modality])))
        sourced.record.AddFinding("bids.contrast", "warning",
                                  Cat(chosen[modality].filename().string(), " has no ce-, and is taken as ",
                                      modality, " by its acq- or desc-: with contrast agent"));
    for (const auto& [modality, images] : ImagesOf(files))
      if (options.modalities.empty() && !IsWantedModality(modality, options))
        sourced.record.AddFinding("bids.modality", "info",
                                  Cat(images.front().path.filename().string(),
                                      " is not taken: --modalities takes it, as ", modality));
    const std::vector<std::string> taken = sourced.record.modalities();
    const std::string space =
        taken.empty() ? "" : ParseBidsName(sourced.record.image(taken.front()))->Entity("space");
    if (const std::string program = ProgramOf(root); !program.empty() && program != "fuse4seg")
      for (BidsFile& file : files) file.entities["made-by"] = program;
    for (BidsFile& file : DerivativesOf(root, examination)) files.push_back(std::move(file));
    TakeBidsLabels(sourced.record, files, space, options.entities, root);
    FindUnread(sourced.record, found, root, examination);
  } catch (Error& error) {
    error.SetCase(examination.id());
    if (!sourced.error) sourced.error = error;
  }
  return sourced;
}

/// Without anatomy (functional images alone, say) there is no case.
std::optional<CaseName> NameOf(const fs::path& root, const Examination& examination,
                               const SourceOptions& options) {
  CaseName name = {examination.id(), examination.subject, "", {}, root / examination.anat()};
  try {
    for (const auto& [modality, images] : ImagesOf(FilesIn(root, examination).images))
      if (IsWantedModality(modality, options)) name.modalities.push_back(modality);
  } catch (const Error& error) {
    LeaveToItsTurn(error);
    return name;
  }
  if (name.modalities.empty() && options.modalities.empty()) return std::nullopt;
  const Case record = ExaminationCase(root, examination, options).record;
  if (const auto label = record.file("label")) name.label = *label;
  name.has_classes = record.json().contains("classes");
  return name;
}

/// Subjects of participants.tsv of which no case is made: their folders are not here, or hold no anatomy.
std::vector<std::string> ParticipantsWithout(const fs::path& root, const std::vector<CaseName>& names) {
  std::set<std::string> met;
  for (const CaseName& name : names) met.insert(name.subject);
  std::vector<std::string> without;
  const std::vector<DelimitedRow> rows = RowsOfTable(root / "participants.tsv");
  for (const DelimitedRow& row : rows)
    if (!row.fields.empty() && row.fields[0].starts_with("sub-") && met.insert(row.fields[0]).second)
      without.push_back(row.fields[0]);
  return without;
}

/// What the data set's own list of subjects says beyond the cases.
void FindParticipants(Case& record, const fs::path& root, const std::vector<CaseName>& names) {
  if (!IsFile(root / "participants.tsv")) return;
  const auto find = [&](const std::string& text) {
    record.AddFinding("bids.participants", "warning", Cat("participants.tsv ", text));
  };
  try {
    const std::vector<std::string> without = ParticipantsWithout(root, names);
    if (without.empty()) return;
    find(Cat("names ", without.size(), without.size() == 1 ? " subject" : " subjects",
             " of which there is no case: ", Listed(without, 4, ", ")));
  } catch (const Error& error) {
    find(error.message());
  }
}

}  // namespace

bool IsBidsFolder(const fs::path& folder) { return !ExaminationsIn(folder).empty(); }

std::unique_ptr<CaseSource> BidsStudies(const fs::path& folder, const SourceOptions& options) {
  const fs::path root = Absolute(folder / "").parent_path();
  std::vector<CaseName> names;
  std::vector<Examination> examinations;
  for (const Examination& examination : ExaminationsIn(root))
    if (auto name = NameOf(root, examination, options)) {
      names.push_back(std::move(*name));
      examinations.push_back(examination);
    }
  if (names.empty())
    throw Error(ErrorKind::kBadInput, "bids.none",
                "has no T1w, T2w or FLAIR in any anat folder: give --modalities")
        .InFile(root);
  std::vector<fs::path> taken;
  for (const CaseName& name : names) taken.push_back(name.where);
  const auto make = [root, options, names, examinations = std::move(examinations),
                     passed_over = FoldersPassedOver(root, taken, kNoAnatomy)](size_t i) {
    SourcedCase sourced = ExaminationCase(root, examinations[i], options);
    if (i > 0) return sourced;
    FindPassedOver(sourced.record, passed_over, "sub-X/anat/sub-X_T1w.nii.gz");
    FindParticipants(sourced.record, root, names);
    return sourced;
  };
  return StudyList(names, make);
}

}  // namespace f4s
