#include "libfuse4seg/prep/prepare.h"

#include <fnmatch.h>

#include "libfuse4seg/cases/case_images.h"
#include "libfuse4seg/cases/folder_cases.h"
#include "libfuse4seg/prep/missing.h"
#include "libfuse4seg/prep/prepare_case.h"
#include "libfuse4seg/prep/prepare_memory.h"
#include "libfuse4seg/prep/source/bids_file.h"

namespace f4s {
namespace {

SourceOptions SourceOptionsOf(const PrepareOptions& options, bool all_required) {
  SourceOptions wanted = {options.modalities, all_required, {}, options.dicom_map};
  for (const std::string& entity : options.entities) wanted.entities.push_back(ParseEntity(entity));
  return wanted;
}

/// Of a limit on the whole program; 0: none.
int64_t LeftForCases(int64_t limit) { return limit == 0 ? 0 : std::max<int64_t>(1, limit - kProgramBytes); }

}  // namespace

std::unique_ptr<CaseSource> OpenSources(const CaseSelection& selection, const PrepareOptions& options,
                                        std::vector<DuplicateCase>* duplicates) {
  if (IsNamedFile(selection.words.front())) return OpenCases(selection);
  const SourceOptions wanted =
      SourceOptionsOf(options, options.missing == MissingRule::kError && duplicates == nullptr);
  std::vector<std::unique_ptr<CaseSource>> sources;
  for (const std::string& word : selection.words) sources.push_back(OpenSource(word, wanted));
  std::vector<DuplicateCase> found = FindDuplicates(sources, selection.words, options.subject.empty());
  std::erase_if(found, [&](const DuplicateCase& duplicate) {
    return !selection.ids.empty() && ::fnmatch(selection.ids.c_str(), duplicate.id.c_str(), 0) != 0;
  });
  if (duplicates == nullptr && !found.empty()) throw found.front().error;
  if (duplicates != nullptr) *duplicates = std::move(found);
  return Selected(Concatenated(std::move(sources)), selection);
}

void RequireSomeCase(const RunContext& run) {
  if (run.num_left_out() > 0 && run.num_left_out() == run.cases()["skipped"] && run.num_ok() == 0 &&
      run.num_failed() == 0)
    throw Error(
        ErrorKind::kBadInput, "prep.all_left_out",
        Cat("each of the ", run.num_left_out(), " cases lacks a modality: --missing skip leaves none"));
}

Preparer::Preparer(const PrepareOptions& options, uint64_t seed, const CaseSource& source)
    : rules_(options),
      split_was_given_(options.split != PrepareOptions().split),
      split_(options.split, seed),
      memory_(LeftForCases(rules_.memory_limit)) {
  const auto names = source.Names();
  wanted_ = WantedModalities(rules_.modalities, names);
  if (!names) return;
  std::vector<std::string> subjects;
  for (const CaseName& name : *names) try {
      if (!name.split.empty() && !split_was_given_) continue;  // it stays where it is
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
  const std::vector<std::string> wanted = wanted_.empty() ? raw.modalities() : wanted_;
  ApplyMissingRule(record, wanted, rules_.missing);
  const auto reservation = memory_.Take(memory_.is_limited() ? PreparationBytes(record, wanted, rules_) : 0);
  return HasVolumes(raw, PresentOf(raw, wanted)) ? PrepareVolume(record, wanted, rules_, out)
                                                 : PreparePicture(record, wanted, rules_, out);
}

}  // namespace f4s
