#include "libfuse4seg/data/prepare.h"

#include "libfuse4seg/data/brats_folder.h"
#include "libfuse4seg/data/dicom/dicom_cases.h"
#include "libfuse4seg/data/named_files.h"
#include "libfuse4seg/data/prepare_picture.h"
#include "libfuse4seg/data/prepare_volume.h"
#include "libfuse4seg/data/study.h"

namespace f4s {
namespace {

bool IsDataset(const std::filesystem::path& folder) {
  return std::filesystem::exists(folder / "dataset.json");
}

std::unique_ptr<CaseSource> OpenSource(const std::string& word, const PrepareOptions& options) {
  if (word == "-" || !std::filesystem::is_directory(word) || IsDataset(word)) return RecordSource(word);
  auto studies = BratsCases(word, options.modalities);
  if (studies.empty() && IsDicomTree(word)) studies = DicomCases(word, options.modalities, options.dicom_map);
  if (studies.empty())
    throw Error(ErrorKind::kBadInput, "prep.source",
                "holds no study: wanted a BraTS folder (ID/ID_t1.nii.gz ...), DICOM series, or a dataset")
        .InFile(word);
  return ListOfCases(std::move(studies));
}

}  // namespace

std::unique_ptr<CaseSource> OpenSources(const CaseSelection& selection, const PrepareOptions& options) {
  if (IsNamedFile(selection.words.front())) return OpenCases(selection);
  std::vector<std::unique_ptr<CaseSource>> sources;
  for (const std::string& word : selection.words) sources.push_back(OpenSource(word, options));
  return Selected(Concatenated(std::move(sources)), selection);
}

Preparer::Preparer(const PrepareOptions& options, uint64_t seed, const CaseSource& source)
    : rules_(options),
      split_was_given_(options.split != PrepareOptions().split),
      split_(options.split, seed) {
  const auto names = source.Names();
  if (!names) return;
  std::vector<std::string> subjects;
  for (const CaseName& name : *names) try {
      subjects.push_back(rules_.SubjectOf(name.id, name.subject));
    } catch (const Error&) {
      continue;  // that case fails by itself, in its turn
    }
  split_.Know(subjects);
}

std::vector<Case> Preparer::Prepare(const Case& raw, DatasetWriter& out) const {
  Case record = raw;
  const std::string subject = rules_.SubjectOf(raw.id(), raw.subject());
  record.json()["subject"] = subject;
  if (raw.split().empty() || split_was_given_) record.json()["split"] = split_.Of(subject);
  const std::vector<std::string> modalities =
      rules_.modalities.empty() ? raw.modalities() : rules_.modalities;
  return HasVolumes(raw, modalities) ? PrepareVolume(record, modalities, rules_, out)
                                     : PreparePicture(record, modalities, rules_, out);
}

}  // namespace f4s
