#include "libfuse4seg/prep/prepare.h"

#include <fnmatch.h>
#include <malloc.h>
#include <algorithm>
#include <cmath>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/cases/case_images.h"
#include "libfuse4seg/cases/folder_cases.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/image/files/volume_io.h"
#include "libfuse4seg/prep/missing.h"
#include "libfuse4seg/prep/prepare_case.h"
#include "libfuse4seg/prep/source/bids_file.h"

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
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.is_regular_file()) bytes += static_cast<int64_t>(entry.file_size());
  return bytes;
}

/// Voxels after resampling to the wanted spacing.
int64_t ResampledVoxels(const Grid& geometry, const Vector3& spacing_mm) {
  const Vector3 own = geometry.spacing_mm();
  double voxels = static_cast<double>(geometry.num_voxels());
  // Axes may yet change places: the product of the spacings does not.
  for (size_t axis = 0; axis < 3; ++axis) voxels *= own[axis] / spacing_mm[axis];
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
      if (!IsVolume(ImageFileKindOf(file))) return 0;
      if (fs::is_directory(file)) {
        bytes += kOfDicom * BytesOfFiles(file);
        continue;
      }
      const Grid geometry = ReadGeometry(file);
      bytes += kVoxel * geometry.num_voxels();
      largest = std::max(largest, geometry.num_voxels());
      if (rules.spacing_mm)
        of_largest_resampled = std::max(of_largest_resampled, ResampledVoxels(geometry, *rules.spacing_mm));
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
