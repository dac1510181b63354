#include "libfuse4seg/data/brats_folder.h"

#include <algorithm>
#include <map>

#include "libfuse4seg/image/image_file.h"

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

/// The files of a study by name; nothing when the folder is none.
std::map<std::string, fs::path> StudyFiles(const fs::path& folder) {
  std::map<std::string, fs::path> files;
  const std::string id = folder.filename().string();
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string stem = Stem(entry.path());
    if (entry.is_directory() || stem.rfind(id, 0) != 0 || KindByName(entry.path()) != ImageFileKind::kVolume)
      continue;
    const auto name = NamesOfEnds().find(stem.substr(id.size()));
    if (name != NamesOfEnds().end()) files.emplace(name->second, entry.path());
  }
  return files;
}

bool IsStudy(const fs::path& folder) {
  const auto files = StudyFiles(folder);
  return std::any_of(files.begin(), files.end(),
                     [](const auto& file) { return file.first != "label" && file.first != "mask"; });
}

std::vector<fs::path> StudyFolders(const fs::path& root) {
  const fs::path folder = fs::absolute(root / "").lexically_normal().parent_path();
  if (IsStudy(folder)) return {folder};
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.is_directory() && entry.path().filename().string().front() != '.' && IsStudy(entry.path()))
      folders.push_back(entry.path());
  std::sort(folders.begin(), folders.end());
  return folders;
}

SourcedCase StudyCase(const fs::path& folder, std::vector<std::string> modalities) {
  const auto files = StudyFiles(folder);
  SourcedCase sourced = {Case(folder.filename().string()), std::nullopt};
  const bool all = modalities.empty();
  if (all) modalities = {"t1", "t1ce", "t2", "flair"};
  for (const std::string& modality : modalities) {
    const auto file = files.find(modality);
    if (file != files.end())
      sourced.record.SetImage(modality, file->second);
    else if (!all && !sourced.error)
      sourced.error = Error(ErrorKind::kMissingInput, "case.modality", Cat("the study has no ", modality))
                          .InFile(folder)
                          .InCase(sourced.record.id());
  }
  for (const char* key : {"label", "mask"})
    if (const auto file = files.find(key); file != files.end()) sourced.record.SetFile(key, file->second);
  return sourced;
}

}  // namespace

bool IsBratsFolder(const fs::path& folder) { return !StudyFolders(folder).empty(); }

std::vector<SourcedCase> BratsCases(const fs::path& folder, const std::vector<std::string>& modalities) {
  std::vector<SourcedCase> cases;
  for (const fs::path& study : StudyFolders(folder)) cases.push_back(StudyCase(study, modalities));
  return cases;
}

}  // namespace f4s
