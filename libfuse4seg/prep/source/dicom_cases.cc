#include "libfuse4seg/prep/source/dicom_cases.h"

#include <algorithm>
#include <map>

#include "libfuse4seg/base/text.h"
#include "libfuse4seg/cases/record_series.h"
#include "libfuse4seg/image/dicom/dicom_folder.h"
#include "libfuse4seg/prep/source/dicom_map.h"
#include "libfuse4seg/prep/source/dicom_tree.h"
#include "libfuse4seg/prep/source/modality_of_series.h"

namespace f4s {
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

Sorted SortParts(const DicomStudy& study, const DicomMap& map) {
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
  return {
      ErrorKind::kBadInput, "dicom.ambiguous",
      Cat(parts.size(), " series are ", modality, ": ", list, ": say with --dicom-map which one is meant")};
}

Error NothingRecognised(const Sorted& sorted) {
  std::string list;
  for (const std::string& each : sorted.unrecognised) list += "; " + each;
  return {ErrorKind::kBadInput, "dicom.unrecognised",
          Cat("none of its series is of a known modality", list, ": say with --dicom-map what they are")};
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
    ChooseSeries(record, modality, {part.part.series, part.part.name});
  }
  for (const std::string& each : sorted.unrecognised) record.AddFinding("dicom.unrecognised", "info", each);
  if (sourced.error) sourced.error->SetCase(study.name);
  return sourced;
}

}  // namespace

bool IsDicomTree(const fs::path& folder) {
  if (HoldsDicom(folder)) return true;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_directory() && !entry.is_symlink() && HoldsDicom(entry.path())) return true;
  return false;
}

std::vector<SourcedCase> DicomCases(const fs::path& folder, const std::vector<std::string>& modalities,
                                    const fs::path& map) {
  const DicomMap dicom_map = map.empty() ? DicomMap() : DicomMap(map);
  std::vector<SourcedCase> cases;
  std::map<std::string, std::string> subjects;
  for (const DicomStudy& study : DicomStudiesBelow(folder)) {
    cases.push_back(CaseOf(study, SortParts(study, dicom_map), modalities));
    const bool known = study.patient.size() > 1;  // else the study stands for itself
    const std::string subject =
        known ? subjects.emplace(study.patient, study.name).first->second : study.name;
    if (subject != study.name) cases.back().record.json()["subject"] = subject;
  }
  return cases;
}

}  // namespace f4s
