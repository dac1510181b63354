#include "libfuse4seg/prep/source/brats_folder.h"

#include <algorithm>
#include <regex>

#include "libfuse4seg/image/files/image_file.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

/// The end of a file's name -> what the suite calls it; years 2018 to 2021, then 2023.
const std::map<std::string, std::string>& NamesOfEnds() {
  static const std::map<std::string, std::string> names = {
      {"_t1", "t1"},     {"_t1ce", "t1ce"},      {"_t2", "t2"},    {"_flair", "flair"},
      {"_seg", "label"}, {"_brainmask", "mask"}, {"-t1n", "t1"},   {"-t1c", "t1ce"},
      {"-t2w", "t2"},    {"-t2f", "flair"},      {"-seg", "label"}};
  return names;
}

struct StudyFiles {
  std::map<std::string, fs::path> by_name;  ///< modality, "label" or "mask"
  std::vector<fs::path> unknown;            ///< volumes of other names
  std::vector<fs::path> duplicates;         ///< two files that mean the same
};

StudyFiles FilesOf(const fs::path& folder) {
  StudyFiles files;
  const std::string id = folder.filename().string();
  for (const fs::path& path : EntriesOf(folder, false)) {
    if (KindByName(path) != ImageFileKind::kVolume) continue;
    const std::string stem = Stem(path);
    const auto name =
        stem.rfind(id, 0) == 0 ? NamesOfEnds().find(stem.substr(id.size())) : NamesOfEnds().end();
    if (name == NamesOfEnds().end()) {
      files.unknown.push_back(path);
    } else if (const auto [other, is_new] = files.by_name.emplace(name->second, path); !is_new) {
      files.duplicates = {other->second, path};
    }
  }
  return files;
}

bool IsStudy(const fs::path& folder) { return !FilesOf(folder).by_name.empty(); }

/// What the folders of 2018 and 2019 say of the tumours in them.
bool IsGrade(const fs::path& folder) { return folder.filename() == "HGG" || folder.filename() == "LGG"; }

std::vector<fs::path> StudyFolders(const fs::path& root) {
  const fs::path folder = fs::absolute(root / "").lexically_normal().parent_path();
  if (IsStudy(folder)) return {folder};
  std::vector<fs::path> folders;
  for (const fs::path& entry : EntriesOf(folder, true)) {
    if (IsStudy(entry)) {
      folders.push_back(entry);
    } else if (IsGrade(entry)) {
      for (const fs::path& study : EntriesOf(entry, true))
        if (IsStudy(study)) folders.push_back(study);
    }
  }
  return folders;
}

/// BraTS-GLI-00005-100 is an examination of BraTS-GLI-00005; before 2023 a patient has one.
std::string SubjectOf(const std::string& id) {
  static const std::regex name("(BraTS-[A-Za-z]+-[0-9]{5})-[0-9]{3}");
  std::smatch match;
  return std::regex_match(id, match, name) ? match[1].str() : id;
}

SourcedCase StudyCase(const fs::path& folder, const SourceOptions& options) {
  const StudyFiles files = FilesOf(folder);
  const std::string id = folder.filename().string();
  SourcedCase sourced = {Case(id), std::nullopt};
  if (SubjectOf(id) != id) sourced.record.json()["subject"] = SubjectOf(id);
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
  for (const fs::path& file : files.unknown)
    sourced.record.AddFinding("brats.name", "warning",
                              Cat(file.filename().string(), " is no name of BraTS's: not read"));
  return sourced;
}

}  // namespace

bool IsBratsFolder(const fs::path& folder) { return !StudyFolders(folder).empty(); }

std::unique_ptr<CaseSource> BratsStudies(const fs::path& folder, const SourceOptions& options) {
  std::vector<CaseName> names;
  for (const fs::path& study : StudyFolders(folder)) {
    const std::string id = study.filename().string();
    CaseName name = {id, SubjectOf(id), "", {}, study};
    for (const auto& [modality, file] : FilesOf(study).by_name)
      if (modality != "label" && modality != "mask") name.modalities.push_back(modality);
    names.push_back(std::move(name));
  }
  const auto make = [folders = names, options](size_t i) { return StudyCase(folders[i].where, options); };
  return StudyList(std::move(names), make);
}

}  // namespace f4s
