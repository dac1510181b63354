#include "libfuse4seg/prep/source/dicom_tree.h"

#include <algorithm>
#include <map>
#include <set>

#include "libfuse4seg/base/sha256.h"
#include "libfuse4seg/cases/anonymous_name.h"
#include "libfuse4seg/image/dicom/dicom_folder.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

/// `root` and the folders below it, without hidden ones, in the order of their names.
std::vector<fs::path> FoldersBelow(const fs::path& root) {
  std::vector<fs::path> folders = {root};
  for (auto entry = fs::recursive_directory_iterator(root); entry != fs::recursive_directory_iterator();
       ++entry) {
    if (!entry->is_directory() || entry->is_symlink()) continue;
    if (entry->path().filename().string().front() == '.')
      entry.disable_recursion_pending();
    else
      folders.push_back(entry->path());
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

double BValueOf(const DicomFrame& frame) {
  const auto fact = frame.facts.find("DiffusionBValue");
  return fact == frame.facts.end() || fact->second.empty() ? -1 : std::atof(fact->second.c_str());
}

/// Studies in the making, by StudyInstanceUID (the series' where there is none).
class Tree {
 public:
  explicit Tree(fs::path root) : root_(std::move(root)) {}

  void Add(const fs::path& folder, DicomSession& session) {
    std::vector<DicomFile> files;
    std::optional<Error> unreadable;
    for (const fs::path& path : DicomFilesIn(folder)) try {
        if (auto file = session.Header(path)) files.push_back(std::move(*file));
      } catch (const Error& error) {
        if (error.kind() != ErrorKind::kBadInput) throw;
        if (!unreadable) unreadable = error;
      }
    for (SeriesPart& part : PartsOf(files)) AddPart(folder, files, std::move(part));
    if (!unreadable) return;
    for (const DicomFile& file : files) studies_[KeyOf(file)].study.unreadable = *unreadable;
    if (files.empty()) strays_.push_back(*unreadable);
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

  static std::string KeyOf(const DicomFile& file) {
    return file.study_uid.empty() ? file.series_uid : file.study_uid;
  }

  void AddPart(const fs::path& folder, const std::vector<DicomFile>& files, SeriesPart part) {
    const FrameRef& first = part.frames.front();
    DicomFile file = files[first.file];
    const double b_value = BValueOf(file.frames[static_cast<size_t>(first.frame)]);
    file.frames.clear();
    Building& building = studies_[KeyOf(file)];
    building.folder = building.study.parts.empty() ? folder : CommonFolder(building.folder, folder);
    building.study.patient = file.patient_id + "\n" + file.patient_name;
    building.study.parts.push_back({folder, std::move(part), std::move(file), b_value});
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
  const fs::path root = fs::absolute(folder / "").lexically_normal().parent_path();
  Tree tree(root);
  DicomSession session;
  for (const fs::path& each : FoldersBelow(root)) tree.Add(each, session);
  return tree.Finish();
}

}  // namespace f4s
