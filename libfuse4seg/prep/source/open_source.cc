#include "libfuse4seg/prep/source/open_source.h"

#include <algorithm>

#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/prep/source/bids_folder.h"
#include "libfuse4seg/prep/source/brats_folder.h"
#include "libfuse4seg/prep/source/dicom_cases.h"
#include "libfuse4seg/prep/source/nnunet_folder.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

/// Where a case or subject was first met.
struct Place {
  fs::path where;
  size_t word = 0;
  std::string id = {};
};

Error DuplicateError(const std::string& what, const Place& first, const CaseName& name) {
  const bool same = first.where == name.where;
  return Error(ErrorKind::kBadInput, "cases.twins",
               same ? Cat(what, " occurs there twice")
                    : Cat(what, " also occurs in ", first.where.string(), ": ids must differ"))
      .InFile(name.where)
      .InCase(name.id);
}

class DuplicateFinder {
 public:
  void Take(const CaseName& name, size_t word, bool subjects) {
    const auto [id, new_id] = ids_.emplace(FileNameOf(name.id), Place{name.where, word, name.id});
    if (!new_id) {
      const std::string& other = id->second.id;
      const std::string what = other == name.id
                                   ? Cat("a case named ", Quoted(name.id))
                                   : Cat(Quoted(name.id), " and ", Quoted(other), " are one file name, ",
                                         FileNameOf(name.id), ": the latter");
      duplicates_.push_back({name.id, true, DuplicateError(what, id->second, name)});
      return;
    }
    if (!subjects) return;
    const auto [subject, new_subject] = of_subject_.emplace(name.subject, Place{name.where, word});
    if (!new_subject && subject->second.word != word)
      duplicates_.push_back(
          {name.id, false,
           DuplicateError(Cat("a subject named ", Quoted(name.subject)), subject->second, name)});
  }

  std::vector<DuplicateCase> duplicates() && { return std::move(duplicates_); }

 private:
  std::map<std::string, Place> ids_, of_subject_;
  std::vector<DuplicateCase> duplicates_;
};

/// The suite's own datasets have a dataset.json; so have nnU-Net's, and whoever describes a folder in a way
/// of his own, as MONAI's lists do.
bool IsDataset(const fs::path& folder) {
  const fs::path file = folder / "dataset.json";
  if (!Exists(file) || IsNnunetFolder(folder)) return false;
  return Exists(folder / "cases.ndjson") || !IsFile(file) ||
         ReadFile(file).find(kDatasetSchema) != std::string::npos;
}

/// "; it holds A, B, C, ...": images by their names, so that what was expected of them can be told.
std::string ImagesSeen(const fs::path& folder) {
  constexpr size_t kShown = 4;
  std::vector<std::string> seen;
  for (const fs::path& file : FilesBelow(folder))
    if (seen.size() <= kShown && KindByName(file)) seen.push_back(file.lexically_relative(folder).string());
  return seen.empty() ? "" : "; it holds " + Listed(seen, kShown, ", ");
}

/// Where not all modalities are required, what a study lacks is for --missing to say.
std::unique_ptr<CaseSource> DicomStudies(const fs::path& folder, const SourceOptions& options) {
  std::vector<SourcedCase> cases = DicomCases(folder, options.modalities, options.dicom_map);
  if (cases.empty())
    throw Error(ErrorKind::kBadInput, "dicom.none", "holds DICOM files, and none of them an image")
        .InFile(folder);
  std::vector<std::string> volumes;
  for (const fs::path& file : FilesBelow(folder))
    if (KindByName(file) == ImageFileKind::kVolume)
      volumes.push_back(file.lexically_relative(folder).string());
  if (!volumes.empty())
    cases.front().record.AddFinding(
        "source.folder", "warning",
        Cat("images of ", volumes.size(), volumes.size() == 1 ? " file" : " files", " are in no case (",
            Listed(volumes, 4, ", "), "): they lie beside DICOM series, which alone are taken"));
  for (SourcedCase& sourced : cases)
    if (!options.all_required && sourced.error && sourced.error->code() == std::string("case.modality"))
      sourced.error.reset();
  return ListOfCases(std::move(cases));
}

}  // namespace

const std::vector<SourceKind>& SourceKinds() {
  static const std::vector<SourceKind> kinds = {
      {"a BIDS data set (sub-X/anat/sub-X_T1w.nii.gz ...)", &IsBidsFolder, &BidsStudies},
      {"a BraTS folder (ID/ID_t1.nii.gz ...)", &IsBratsFolder, &BratsStudies},
      {"nnU-Net's raw format (imagesTr/CASE_0000.nii.gz ..., dataset.json)", &IsNnunetFolder, &NnunetStudies},
      {"DICOM series", &IsDicomTree, &DicomStudies},
  };
  return kinds;
}

std::unique_ptr<CaseSource> OpenSource(const std::string& word, const SourceOptions& options) {
  if (word == "-" || !IsFolder(word) || IsDataset(word)) return RecordSource(word);
  std::string shapes;
  for (const SourceKind& kind : SourceKinds()) {
    if (kind.Detect(word)) return kind.Open(word, options);
    shapes += Cat(kind.shape, ", ");
  }
  throw Error(
      ErrorKind::kBadInput, "prep.source",
      Cat("holds no study: wanted ", shapes,
          "or a dataset (dataset.json, cases.ndjson); of any other form is what a table of cases names "
          "(cases.csv: id,t1,flair,label)",
          ImagesSeen(word)))
      .InFile(word);
}

bool IsStudyFolder(const std::string& word) {
  if (!IsFolder(word) || IsDataset(word)) return false;
  const auto& kinds = SourceKinds();
  return std::any_of(kinds.begin(), kinds.end(), [&](const SourceKind& kind) { return kind.Detect(word); });
}

std::vector<DuplicateCase> FindDuplicates(const std::vector<std::unique_ptr<CaseSource>>& sources,
                                          const std::vector<std::string>& words, bool subjects) {
  DuplicateFinder finder;
  for (size_t i = 0; i < sources.size(); ++i) {
    // A dataset's own ids are compared as its cases come; and its slices share a subject by right.
    const bool is_folder = words[i] != "-" && IsFolder(words[i]) && !IsDataset(words[i]);
    if (!is_folder && sources.size() == 1) continue;
    if (const auto names = sources[i]->Names())
      for (const CaseName& name : *names) finder.Take(name, i, subjects && is_folder);
  }
  return std::move(finder).duplicates();
}

}  // namespace f4s
