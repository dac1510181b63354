#include "libfuse4seg/prep/prepare.h"

#include <fnmatch.h>
#include <malloc.h>
#include <algorithm>
#include <cmath>
#include <set>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/sha256.h"
#include "libfuse4seg/cases/case_images.h"
#include "libfuse4seg/cases/folder_cases.h"
#include "libfuse4seg/cases/reference_labels.h"
#include "libfuse4seg/cases/segment_names.h"
#include "libfuse4seg/cases/subject_names.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/image/files/volume_io.h"
#include "libfuse4seg/prep/label_survey.h"
#include "libfuse4seg/prep/missing.h"
#include "libfuse4seg/prep/prepare_case.h"
#include "libfuse4seg/prep/source/bids_file.h"
#include "libfuse4seg/prep/source/dicom_map.h"

namespace f4s {

MemoryBudget::Reservation MemoryBudget::Take(int64_t bytes) {
  constexpr double kGib = 1 << 30;
  if (limit_ == 0) return {*this, 0};
  if (bytes > limit_)
    throw Error(ErrorKind::kOutOfMemory, "memory.limit",
                Cat("it takes about ", static_cast<double>(bytes) / kGib, " GiB, and --max-memory leaves ",
                    static_cast<double>(limit_) / kGib, " to the cases in progress"));
  std::unique_lock lock(mutex_);
  given_back_.wait(lock, [&] { return taken_ + bytes <= limit_; });
  taken_ += bytes;
  return {*this, bytes};
}

void MemoryBudget::GiveBack(int64_t bytes) {
  // What was freed would stay with the thread that freed it, and the next case's come on top.
  if (limit_ > 0) malloc_trim(0);
  const std::lock_guard lock(mutex_);
  taken_ -= bytes;
  given_back_.notify_all();
}

namespace {

namespace fs = std::filesystem;

constexpr int64_t kVoxel = 4;            // of a modality, float
constexpr int64_t kBesides = 10;         // label, mask, brain, and one modality's copy
constexpr int64_t kOfVolumes = 5;        // what is encoded
constexpr int64_t kOfRegistration = 12;  // both images smoothed and shrunk
constexpr int64_t kOfBias = 6;           // the field
constexpr int64_t kOfDicom = 4;          // times a series' files: 16 bits become 32, headers, compression
constexpr int64_t kThread = 8LL << 20;

int64_t BytesOfFiles(const fs::path& folder) {
  int64_t bytes = 0;
  for (const fs::path& file : EntriesOf(folder)) bytes += FileBytes(file);
  return bytes;
}

/// Voxels after resampling to the wanted spacing.
int64_t ResampledVoxels(const Grid& of_file, const PrepareRules& rules) {
  const Grid grid = Reordered(of_file, StandardOrder(of_file));
  const Vector3 own = grid.spacing_mm(), wanted = rules.SpacingOn(grid);
  double voxels = static_cast<double>(grid.num_voxels());
  for (size_t axis = 0; axis < 3; ++axis) voxels *= own[axis] / wanted[axis];
  return static_cast<int64_t>(std::ceil(voxels));
}

}  // namespace

int64_t PreparationBytes(const Case& record, const std::vector<std::string>& modalities,
                         const PrepareRules& rules) {
  int64_t bytes = 0, largest = 0, of_largest_resampled = 0;
  const std::vector<std::string> present = PresentOf(record, modalities);
  try {
    for (const std::string& modality : present) {
      const fs::path file = record.image(modality);
      if (!HoldsVolume(file)) return 0;
      if (IsFolder(file)) {
        bytes += kOfDicom * BytesOfFiles(file);
        continue;
      }
      const Grid geometry = ReadGeometry(file);
      bytes += kVoxel * geometry.num_voxels();
      largest = std::max(largest, geometry.num_voxels());
      if (rules.spacing_mm)
        of_largest_resampled = std::max(of_largest_resampled, ResampledVoxels(geometry, rules));
    }
  } catch (const Error&) {
    return 0;
  }
  const int64_t a_voxel = kBesides + (rules.volumes ? kOfVolumes : 0) + (rules.correct_bias ? kOfBias : 0) +
                          (rules.alignment == Alignment::kNone ? 0 : kOfRegistration);
  bytes += a_voxel * std::max(largest, of_largest_resampled);
  bytes += kVoxel * static_cast<int64_t>(present.size()) * of_largest_resampled;
  return bytes + kThread;
}

namespace {

SourceOptions SourceOptionsOf(const PrepareOptions& options, bool all_required) {
  SourceOptions wanted = {options.modalities, all_required, {}, options.dicom_map};
  if (!options.dicom_map.empty())  // wrong or missing, it is said whether or not a DICOM file comes
    static_cast<void>(DicomMap(options.dicom_map));
  for (const std::string& entity : options.entities) wanted.entities.push_back(ParseEntity(entity));
  return wanted;
}

void EraseFinding(Case& record, const std::string& code) {
  const auto findings = record.json().find("findings");
  if (findings == record.json().end() || !findings->is_array()) return;
  Json others = Json::array();
  for (const Json& finding : *findings)
    if (finding.value("code", "") != code) others.push_back(finding);
  if (others.empty())
    record.json().erase("findings");
  else
    *findings = std::move(others);
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
  return Selected(WithSegmentNames(Concatenated(std::move(sources))), selection);
}

void RequireSomeCase(const RunContext& run) {
  if (run.num_left_out() > 0 && run.num_left_out() == run.cases()["skipped"] && run.num_ok() == 0 &&
      run.num_failed() == 0)
    throw Error(
        ErrorKind::kBadInput, "prep.all_left_out",
        Cat("each of the ", run.num_left_out(), " cases lacks a modality: --missing skip leaves none"));
}

namespace {

/// What follows from all cases together: who shares the fractions of --split, and what labels mean.
std::string StateOf(const SplitRule& split, const LabelScheme& scheme) {
  Case all("all");
  all.SetClasses(scheme.classes, scheme.regions);
  all.SetIgnored(scheme.ignore);
  return Sha256Of(split.Digest() + ToLine(all.json()));
}

}  // namespace

Preparer::Preparer(const PrepareOptions& options, const RunContext& run, const CaseSource& source)
    : rules_(options),
      split_was_given_(options.split != PrepareOptions().split),
      split_(options.split, run.seed()),
      memory_(LeftForCases(rules_.memory_limit)) {
  const auto names = source.Names();
  wanted_ = WantedModalities(rules_.modalities, names);
  if (!names) return;
  knows_cases_ = true;
  const bool keep_going = run.options().keep_going;
  LearnSubjects(*names, source.NamesOfAll().value_or(*names), keep_going);
  LabelSurvey survey = SurveyLabels(*names, rules_.scheme, run.options().num_threads());
  if (survey.mixed) throw *survey.mixed;
  if (survey.of_a_case && !keep_going) throw *survey.of_a_case;
  rules_.scheme_of_all = survey.scheme;
  for (const CaseName& name : *names)
    if (const auto values = survey.values.find(name.id); values != survey.values.end())
      lacks_.Take(SplitOf(name), values->second);
  classes_ = rules_.scheme.classes.empty() ? survey.scheme.classes : rules_.scheme.classes;
}

std::string Preparer::SplitOf(const CaseName& name) const {
  if (!name.split.empty() && !split_was_given_) return name.split;
  try {
    return split_.Of(rules_.SubjectOf(name.id, name.subject));
  } catch (const Error&) {
    return "";  // that case fails in its turn
  }
}

std::vector<std::string> Preparer::SubjectsToSplit(const std::vector<CaseName>& names,
                                                   bool keep_going) const {
  std::vector<std::string> subjects;
  for (const CaseName& name : names) try {
      if (!name.split.empty() && !split_was_given_) continue;  // it stays where it is
      subjects.push_back(rules_.SubjectOf(name.id, name.subject));
    } catch (const Error&) {
      if (!keep_going) throw;
    }
  return subjects;
}

void Preparer::LearnSubjects(const std::vector<CaseName>& names, const std::vector<CaseName>& of_all,
                             bool keep_going) {
  const std::vector<std::string> subjects = SubjectsToSplit(names, keep_going);
  const auto held_out =
      std::count_if(names.begin(), names.end(), [](const CaseName& name) { return name.split == "test"; });
  if (held_out > 0 && split_was_given_)
    divided_anew_ = Cat("--split divides ", held_out, " cases anew that the source holds out for testing");
  split_.Know(SubjectsToSplit(of_all, true));
  if (!keep_going) split_.RequireAll(subjects);
  if (const auto alike = SubjectsAlike(subjects);
      !alike.empty() && !rules_.subject && !rules_.subject_is_case)
    alike_ =
        Cat(Quoted(alike[0]), " and ", Quoted(alike[1]),
            " are two subjects, which may be in different splits: --subject REGEX says what names a patient");
  const bool is_of_names = !names.empty() && names.front().subject_is_of_name;
  if (!is_of_names || rules_.subject || rules_.subject_is_case) return;
  const std::set<std::string> distinct(subjects.begin(), subjects.end());
  grouping_ = Cat(names.size(), " images are slices of ", distinct.size(), " subjects by their names (",
                  names.front().id, " of ", names.front().subject,
                  "); --subject none makes each image a subject of its own, --subject REGEX says otherwise");
}

void Preparer::Place(const Case& raw, Case& record) const {
  const std::string subject = rules_.SubjectOf(raw.id(), raw.subject());
  record.json()["subject"] = subject;
  if (raw.split().empty() || split_was_given_) record.json()["split"] = split_.Of(subject);
}

std::vector<Case> Preparer::Prepare(const Case& raw, DatasetWriter& out) const {
  Case record = raw;
  TakeClassesOfReference(record);
  Place(raw, record);
  const std::vector<std::string> wanted =
      ApplyMissingRule(record, wanted_.empty() ? raw.modalities() : wanted_, rules_.missing);
  const auto reservation = memory_.Take(memory_.is_limited() ? PreparationBytes(record, wanted, rules_) : 0);
  std::vector<Case> prepared = HasVolumes(raw, PresentOf(raw, wanted))
                                   ? PrepareVolume(record, wanted, rules_, out)
                                   : PreparePicture(record, wanted, rules_, out);
  // Levels that stay as they are have the normalization that they had.
  if (rules_.normalization.kind != Normalization::Kind::kNone || !raw.json().contains("prepared"))
    for (Case& one : prepared) one.json()["prepared"] = {{"normalize", ToString(rules_.normalization)}};
  return prepared;
}

RecordOptions Preparer::of_records() const {
  return {{"classes", "regions", "ignore", "split", "subject"},
          StateOf(split_, rules_.scheme_of_all),
          [this](const Case& raw, std::vector<Case> made) { return Renewed(raw, std::move(made)); }};
}

std::vector<Case> Preparer::Renewed(const Case& raw, std::vector<Case> made) const {
  LabelScheme scheme;
  if (const auto label = raw.file("label"))
    scheme = SchemeFor(rules_.scheme, rules_.scheme_of_all, raw, LabelValues(ReadLabels(*label).samples));
  for (Case& record : made) {
    if (raw.split().empty()) record.json().erase("split");
    Place(raw, record);
    EraseFinding(record, "label.meaning");
    if (record.file("label")) SetScheme(record, scheme);
  }
  return made;
}

}  // namespace f4s
