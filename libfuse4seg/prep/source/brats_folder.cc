#include "libfuse4seg/prep/source/brats_folder.h"

#include <algorithm>
#include <cctype>

#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/cases/brats_labels.h"
#include "libfuse4seg/cases/case_images.h"
#include "libfuse4seg/cases/record_fields.h"
#include "libfuse4seg/cases/subject_names.h"
#include "libfuse4seg/image/files/image_file.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPartsOfMaps[] = {"seg", "label", "mask", "lesion", "roi", "contour", "prob", "pred"};

/// What BraTS of 2023 and others call the suite's modalities and maps.
const std::map<std::string, std::string>& NamesOfEnds() {
  static const std::map<std::string, std::string> names = {
      {"t1n", "t1"},    {"t1c", "t1ce"},  {"t1gd", "t1ce"},      {"t2w", "t2"},
      {"t2f", "flair"}, {"gtv", "label"}, {"brainmask", "mask"}, {"brain_mask", "mask"}};
  return names;
}

/// Whether a name looks like that of a map of one thing or another, and not of an image; nobody says that it
/// is the label map meant.
bool LooksLikeMap(const std::string& name) {
  static constexpr const char* kNames[] = {"ot",         "wmh",   "infarct",     "stroke",    "core",
                                           "oedema",     "edema", "necrosis",    "enhancing", "vessels",
                                           "ventricles", "aseg",  "parcellation"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames) ||
         std::any_of(std::begin(kPartsOfMaps), std::end(kPartsOfMaps),
                     [&](const char* part) { return name.find(part) != std::string::npos; });
}

struct StudyFiles {
  std::map<std::string, fs::path> by_name;  ///< modality, "label" or "mask"
  std::vector<fs::path> unknown;            ///< volumes of other names
  std::vector<std::string> others;   ///< names of files of other kinds that are named as those that are taken
  std::vector<fs::path> duplicates;  ///< two files that mean the same
};

/// The id that files of a folder begin with: its name, without the "_nifti" that some data sets add to it.
std::string IdOfFolder(const fs::path& folder) {
  constexpr std::string_view kEnd = "_nifti";
  std::string id = folder.filename().string();
  if (id.size() > kEnd.size() && LowerCase(id).ends_with(kEnd)) id.resize(id.size() - kEnd.size());
  return id;
}

/// "t1" of ID_t1, ID-t1n, ID_T1 or id_T1; nothing where the name is no ID_NAME with a NAME that begins with a
/// letter, or where NAME is reserved for what other tools make, or looks like that of a map of unknown kind.
std::optional<std::string> NameOfFile(const std::string& stem, const std::string& id) {
  if (stem.size() < id.size() + 2 || LowerCase(stem.substr(0, id.size())) != LowerCase(id))
    return std::nullopt;
  const char separator = stem[id.size()];
  const std::string end = LowerCase(stem.substr(id.size() + 1));
  if ((separator != '_' && separator != '-') || std::isalpha(static_cast<unsigned char>(end.front())) == 0)
    return std::nullopt;
  const auto known = NamesOfEnds().find(end);
  const std::string name = IsNameOfLabel(end) ? "label" : known == NamesOfEnds().end() ? end : known->second;
  if (name == "label" || name == "mask") return name;
  if (IsRole(name) || LooksLikeMap(name)) return std::nullopt;
  return name;
}

StudyFiles FilesOf(const fs::path& folder) {
  StudyFiles files;
  const std::string id = IdOfFolder(folder);
  for (const fs::path& path : EntriesOf(folder, false)) {
    if (KindByName(path) != ImageFileKind::kVolume) {
      const bool is_image = IsOtherImage(path) || KindByName(path);
      const std::string file = path.filename().string();
      if (is_image && NameOfFile(file.substr(0, file.find('.', id.size())), id)) files.others.push_back(file);
      continue;
    }
    const auto name = NameOfFile(Stem(path), id);
    if (!name) {
      files.unknown.push_back(path);
    } else if (const auto [other, is_new] = files.by_name.emplace(*name, path); !is_new) {
      files.duplicates = {other->second, path};
    }
  }
  return files;
}

bool IsStudy(const fs::path& folder) { return !FilesOf(folder).by_name.empty(); }

/// What the folders of 2018 and 2019 say of the tumours in them.
bool IsGrade(const fs::path& folder) { return folder.filename() == "HGG" || folder.filename() == "LGG"; }

/// A study by what it is named after, and not by a file "FOLDER_atlas" beside the studies.
bool HasUsualModality(const fs::path& folder) {
  const StudyFiles files = FilesOf(folder);
  return std::any_of(UsualModalities().begin(), UsualModalities().end(),
                     [&](const std::string& usual) { return files.by_name.contains(usual); });
}

/// Files beside the studies that are in none.
std::vector<std::string> FilesBeside(const fs::path& folder) {
  std::vector<std::string> names;
  for (const fs::path& path : EntriesOf(folder, false))
    if (KindByName(path) == ImageFileKind::kVolume) names.push_back(path.filename().string());
  return names;
}

std::vector<fs::path> StudyFolders(const fs::path& root) {
  const fs::path folder = Absolute(root / "").parent_path();
  if (HasUsualModality(folder)) return {folder};
  std::vector<fs::path> folders;
  for (const fs::path& entry : EntriesOf(folder, true)) {
    if (IsStudy(entry)) {
      folders.push_back(entry);
    } else if (IsGrade(entry)) {
      for (const fs::path& study : EntriesOf(entry, true))
        if (IsStudy(study)) folders.push_back(study);
    }
  }
  if (folders.empty() && IsStudy(folder)) return {folder};
  return folders;
}

/// Which BraTS a study is of by its names, and so what its label values mean: its id (BraTS-GLI-...), the
/// ends of its files from 2023 on, or the folder of its grade; empty: none.
std::string CollectionOf(const fs::path& folder, const StudyFiles& files) {
  std::string by_id = BratsCollectionByName(IdOfFolder(folder));
  if (!by_id.empty() && by_id != "BraTS") return by_id;
  for (const auto& [name, file] : files.by_name)
    if (BratsCollectionByName(Stem(file)) == "BraTS-2023") return "BraTS-2023";
  return IsGrade(folder.parent_path()) ? "BraTS" : by_id;
}

/// The usual modalities first, then others as their names go.
std::vector<std::string> ModalitiesOf(const StudyFiles& files) {
  std::vector<std::string> modalities;
  for (const std::string& usual : UsualModalities())
    if (files.by_name.contains(usual)) modalities.push_back(usual);
  for (const auto& [name, file] : files.by_name)
    if (name != "label" && name != "mask" &&
        std::find(modalities.begin(), modalities.end(), name) == modalities.end())
      modalities.push_back(name);
  return modalities;
}

SourcedCase StudyCase(const fs::path& folder, SourceOptions options) {
  const StudyFiles files = FilesOf(folder);
  if (options.modalities.empty()) options.modalities = ModalitiesOf(files);
  const std::string id = IdOfFolder(folder);
  SourcedCase sourced = {Case(id), std::nullopt};
  if (PatientOfId(id) != id) sourced.record.json()["subject"] = PatientOfId(id);
  if (IsGrade(folder.parent_path()))
    sourced.record.json()["grade"] = folder.parent_path().filename().string();
  if (!files.duplicates.empty())
    sourced.error = Error(ErrorKind::kBadInput, "cases.twins",
                          Cat("means the same as ", files.duplicates[0].filename().string(),
                              ": which of the two is meant?"))
                        .InFile(files.duplicates[1])
                        .InCase(id);
  TakeModalities(sourced, files.by_name, options, folder);
  for (const char* key : {"label", "mask"})
    if (const auto file = files.by_name.find(key); file != files.by_name.end())
      sourced.record.SetFile(key, file->second);
  FindOtherImages(sourced.record, files.others);
  for (const fs::path& file : files.unknown)
    sourced.record.AddFinding("brats.name", "warning",
                              Cat(file.filename().string(), " is not read: its name is not ", id, "_NAME or ",
                                  id, "-NAME of a modality, or _seg of a label map"));
  if (const std::string collection = CollectionOf(folder, files); !collection.empty())
    sourced.record.json()["collection"] = collection;
  return sourced;
}

}  // namespace

bool IsBratsFolder(const fs::path& folder) { return !StudyFolders(folder).empty(); }

std::unique_ptr<CaseSource> BratsStudies(const fs::path& folder, const SourceOptions& options) {
  std::vector<CaseName> names;
  const std::vector<fs::path> studies = StudyFolders(folder);
  const fs::path root = Absolute(folder / "").parent_path();
  const bool is_one = studies.size() == 1 && studies.front() == root;
  std::vector<std::string> passed_over;
  if (is_one) {
    for (const fs::path& entry : EntriesOf(root, true))
      if (IsStudy(entry)) passed_over.push_back(entry.filename().string());
  } else {
    passed_over = FoldersPassedOver(root, studies);
    for (std::string& name : FilesBeside(root)) passed_over.push_back(std::move(name));
  }
  for (const fs::path& study : studies) {
    const std::string id = IdOfFolder(study);
    const StudyFiles files = FilesOf(study);
    CaseName name = {id, PatientOfId(id), "", ModalitiesOf(files), study};
    if (const auto label = files.by_name.find("label"); label != files.by_name.end())
      name.label = label->second;
    name.collection = CollectionOf(study, files);
    names.push_back(std::move(name));
  }
  const auto make = [folders = names, options, passed_over, is_one](size_t i) {
    SourcedCase sourced = StudyCase(folders[i].where, options);
    if (i == 0)
      FindPassedOver(
          sourced.record, passed_over,
          is_one ? Cat(folders[0].id, "_NAME, as the images of the folder itself are") : "ID/ID_t1.nii.gz");
    return sourced;
  };
  return StudyList(std::move(names), make);
}

}  // namespace f4s
