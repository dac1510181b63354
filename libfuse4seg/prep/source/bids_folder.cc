#include "libfuse4seg/prep/source/bids_folder.h"

#include <algorithm>

#include "libfuse4seg/prep/source/bids_file.h"
#include "libfuse4seg/prep/source/bids_labels.h"

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
    if (fs::is_directory(root / subject / "anat")) found.push_back({subject, ""});
    for (const std::string& session : FoldersNamed(root / subject, "ses-"))
      if (fs::is_directory(root / subject / session / "anat")) found.push_back({subject, session});
  }
  return found;
}

/// The files of an anat folder that belong to the examination.
std::vector<BidsFile> FilesIn(const fs::path& root, const Examination& examination) {
  std::vector<BidsFile> files;
  if (!fs::is_directory(root / examination.anat())) return files;
  for (const fs::path& path : EntriesOf(root / examination.anat(), false)) {
    const auto file = ParseBidsName(path);
    if (!file) continue;
    const std::string subject = "sub-" + file->Entity("sub"),
                      session = file->Entity("ses").empty() ? "" : "ses-" + file->Entity("ses");
    if (subject != examination.subject || session != examination.session)
      throw Error(
          ErrorKind::kBadInput, "bids.name",
          Cat("its name says ", Examination{subject, session}.id(), " and its folder ", examination.id()))
          .InFile(path)
          .InCase(examination.id());
    files.push_back(*file);
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
  if (!fs::is_directory(root / "derivatives")) return files;
  for (const fs::path& pipeline : EntriesOf(root / "derivatives", true))
    for (BidsFile file : FilesIn(pipeline, examination)) {
      file.entities["pipeline"] = pipeline.filename().string();
      files.push_back(std::move(file));
    }
  return files;
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
    std::vector<BidsFile> files = FilesIn(root, examination);
    std::map<std::string, fs::path> chosen;
    for (const auto& [modality, images] : ImagesOf(files))
      if (IsWantedModality(modality, options))
        chosen[modality] = ChooseBidsFile(images, options.entities)->path;
    TakeModalities(sourced, chosen, options, root / examination.anat());
    const std::vector<std::string> taken = sourced.record.modalities();
    const std::string space =
        taken.empty() ? "" : ParseBidsName(sourced.record.image(taken.front()))->Entity("space");
    for (BidsFile& file : DerivativesOf(root, examination)) files.push_back(std::move(file));
    TakeBidsLabels(sourced.record, files, space, options.entities, root);
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
    for (const auto& [modality, images] : ImagesOf(FilesIn(root, examination)))
      if (IsWantedModality(modality, options)) name.modalities.push_back(modality);
  } catch (const Error&) {
    return name;  // that case fails by itself, in its turn
  }
  return name.modalities.empty() && options.modalities.empty() ? std::nullopt : std::optional(name);
}

}  // namespace

bool IsBidsFolder(const fs::path& folder) { return !ExaminationsIn(folder).empty(); }

std::unique_ptr<CaseSource> BidsStudies(const fs::path& folder, const SourceOptions& options) {
  const fs::path root = fs::absolute(folder / "").lexically_normal().parent_path();
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
  const auto make = [root, options, examinations = std::move(examinations)](size_t i) {
    return ExaminationCase(root, examinations[i], options);
  };
  return StudyList(std::move(names), make);
}

}  // namespace f4s
