#include "libfuse4seg/prep/source/study_list.h"

#include <algorithm>

#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/signals.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/cases/record_fields.h"
#include "libfuse4seg/image/dicom/dicom_session.h"
#include "libfuse4seg/image/files/image_file.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

class Studies : public CaseSource {
 public:
  Studies(std::vector<CaseName> names, std::function<SourcedCase(size_t)> make)
      : names_(std::move(names)), make_(std::move(make)) {}

  std::optional<SourcedCase> Next(RunContext&) override {
    if (next_ == names_.size() || StopRequested()) return std::nullopt;
    const size_t i = next_++;
    try {
      return make_(i);
    } catch (const Error& error) {  // of this study alone: others may be sound
      return SourcedCase{Case(names_[i].id), error};
    }
  }
  std::optional<int64_t> Count() const override { return static_cast<int64_t>(names_.size()); }
  std::optional<std::vector<CaseName>> Names() const override { return names_; }

 private:
  std::vector<CaseName> names_;
  std::function<SourcedCase(size_t)> make_;
  size_t next_ = 0;
};

}  // namespace

void FindUntaken(Case& record, const std::vector<std::string>& others,
                 const std::vector<std::string>& wanted) {
  if (others.empty()) return;
  record.AddFinding("modality.unused", "warning",
                    Cat(Joined(others, ", "), others.size() == 1 ? " is not one" : " are none", " of ",
                        Joined(wanted, ", "), ", of which not all are there: it goes without"));
}

std::unique_ptr<CaseSource> StudyList(std::vector<CaseName> names, std::function<SourcedCase(size_t)> make) {
  return std::make_unique<Studies>(std::move(names), std::move(make));
}

void TakeModalities(SourcedCase& sourced, const std::map<std::string, fs::path>& files,
                    const SourceOptions& options, const fs::path& where) {
  const bool usual = options.modalities.empty();
  for (const std::string& modality : usual ? UsualModalities() : options.modalities) {
    const auto file = files.find(modality);
    if (file != files.end())
      sourced.record.SetImage(modality, file->second);
    else if (!usual && options.all_required && !sourced.error)
      sourced.error = Error(ErrorKind::kMissingInput, "case.modality", Cat("the study has no ", modality))
                          .InFile(where)
                          .InCase(sourced.record.id());
  }
  if (usual || options.all_required || sourced.record.modalities().size() == options.modalities.size())
    return;
  std::vector<std::string> names;
  for (const auto& [name, file] : files) names.push_back(name);
  FindUntaken(sourced.record, UnknownImages(names, options.modalities), options.modalities);
}

namespace {

/// `path` is `folder` or lies in it.
bool LiesIn(const fs::path& path, const fs::path& folder) {
  const std::string relative = path.lexically_relative(folder).string();
  return !relative.empty() && !relative.starts_with("..");
}

bool HoldsImage(const fs::path& folder, const std::set<std::string>& others) {
  for (const fs::path& file : EntriesOf(folder, false))
    if (const auto kind = KindByName(file); kind ? *kind == ImageFileKind::kVolume : IsDicomFile(file))
      return true;
  const std::vector<fs::path> below = EntriesOf(folder, true);
  return std::any_of(below.begin(), below.end(), [&](const fs::path& entry) {
    return !IsLink(entry) && others.count(entry.filename().string()) == 0 && HoldsImage(entry, others);
  });
}

void AddPassedOver(const fs::path& root, const fs::path& folder, const std::vector<fs::path>& taken,
                   const std::set<std::string>& others, std::vector<std::string>& found) {
  for (const fs::path& entry : EntriesOf(folder, false))
    if (IsLink(entry) && !Exists(entry) && !KindByName(entry))
      found.push_back(entry.lexically_relative(root).string() + ", a link to nothing");
  for (const fs::path& entry : EntriesOf(folder, true)) {
    if (IsLink(entry) || others.count(entry.filename().string()) > 0 || Exists(entry / "dataset.json"))
      continue;
    const auto is = [&](const auto& question) { return std::any_of(taken.begin(), taken.end(), question); };
    if (is([&](const fs::path& one) { return one == entry; })) continue;
    if (is([&](const fs::path& one) { return LiesIn(one, entry); }))
      AddPassedOver(root, entry, taken, others, found);
    else if (HoldsImage(entry, others))
      found.push_back(entry.lexically_relative(root).string());
  }
}

}  // namespace

std::vector<std::string> FoldersPassedOver(const fs::path& root, const std::vector<fs::path>& taken,
                                           const std::set<std::string>& others) {
  std::vector<std::string> found;
  AddPassedOver(root, root, taken, others, found);
  return found;
}

void FindPassedOver(Case& record, const std::vector<std::string>& folders, const std::string& wanted) {
  if (folders.empty()) return;
  record.AddFinding(
      "source.folder", "warning",
      Cat("images of ", folders.size(), folders.size() == 1 ? " folder or file" : " folders or files",
          " are in no case (", Listed(folders, 4, ", "), "): not named as ", wanted));
}

std::vector<fs::path> EntriesOf(const fs::path& folder, bool folders) {
  std::vector<fs::path> entries = EntriesOf(folder);
  std::erase_if(entries, [&](const fs::path& path) {
    return path.filename().string().front() == '.' || ReadableFolder(path) != folders;
  });
  return entries;
}

}  // namespace f4s
