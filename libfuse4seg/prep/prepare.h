// Preparation: one raw study in, normalized slices (or volumes) out.

#pragma once

#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/cases/case_source.h"
#include "libfuse4seg/cases/dataset_writer.h"
#include "libfuse4seg/prep/label_survey.h"
#include "libfuse4seg/prep/prepare_options.h"
#include "libfuse4seg/prep/source/open_source.h"
#include "libfuse4seg/prep/split.h"

namespace f4s {

/// A limit on the memory that cases in hand may take together, so that a large one waits for its turn.
/// Thread-safe.
class MemoryBudget {
 public:
  /// @param limit  bytes; 0: without limit.
  explicit MemoryBudget(int64_t limit) : limit_(limit) {}

  /// What one case holds until it is done with.
  class Reservation {
   public:
    Reservation(MemoryBudget& budget, int64_t bytes) : budget_(budget), bytes_(bytes) {}
    ~Reservation() { budget_.GiveBack(bytes_); }
    Reservation(const Reservation&) = delete;
    Reservation& operator=(const Reservation&) = delete;

   private:
    MemoryBudget& budget_;
    int64_t bytes_;
  };

  [[nodiscard]] bool is_limited() const { return limit_ > 0; }

  /// Waits until others have given enough back.
  /// @throws Error(kOutOfMemory, "memory.limit") for more than all there is.
  [[nodiscard]] Reservation Take(int64_t bytes);

 private:
  void GiveBack(int64_t bytes);

  int64_t limit_, taken_ = 0;
  std::mutex mutex_;
  std::condition_variable given_back_;
};

/// The program itself, its libraries and a thread's small things: not given out to cases.  Measured.
inline constexpr int64_t kProgramBytes = 48LL << 20;

/// What the preparation of a case takes of memory, from its headers alone: an upper estimate in bytes at the
/// peak, of 4 a voxel of each modality, 10 for the label, the brain and a copy in hand, and what volumes,
/// another spacing, registration and N4 add.  0 for pictures, which are small, and for what cannot be read:
/// that fails by itself.  A DICOM series counts by its files.
[[nodiscard]] int64_t PreparationBytes(const Case& record, const std::vector<std::string>& modalities,
                                       const PrepareRules& rules);

/// The sources on f4s-prep's command line: folders of studies and CASES.
/// @param duplicates  takes the cases whose name another has, and leaves a missing modality to the caller;
///               without it the first of them is thrown, and a lack is an error of the case.
/// @throws Error(kUsage), Error(kMissingInput) or Error(kBadInput) as OpenCases() and OpenSource().
[[nodiscard]] std::unique_ptr<CaseSource> OpenSources(const CaseSelection& selection,
                                                      const PrepareOptions& options,
                                                      std::vector<DuplicateCase>* duplicates = nullptr);

/// @throws Error(kBadInput, "prep.all_left_out") when --missing skip has left nothing to be a dataset.
void RequireSomeCase(const RunContext& run);

class Preparer {
 public:
  /// Learns what the source knows beforehand: subjects, so that fractions are met exactly and that --split
  /// FILE names them all, and what labels hold (SurveyLabels()).
  /// @throws Error(kBadInput) before any work for what no case but all have in common: "dataset.classes" of
  ///         BraTS's labels of two kinds; and, unless --keep-going, "label.value", "split.subject" and
  ///         "prep.subject".
  Preparer(const PrepareOptions& options, const RunContext& run, const CaseSource& source);

  /// Writes the slices (or volumes) of a case below `out` and gives their records.
  /// With --max-memory it waits until others have left room for it.
  /// @throws Error(kBadInput) and others, naming the file; nothing is repaired in silence.  SkippedCase for a
  ///         case that lacks a modality, with --missing skip.
  [[nodiscard]] std::vector<Case> Prepare(const Case& raw, DatasetWriter& out) const;

  /// What was made under other --classes, --regions, --split or --subject is kept, and its records renewed.
  [[nodiscard]] RecordOptions of_records() const;

  /// What each case is to have, where that follows from all of them.
  [[nodiscard]] const std::vector<std::string>& modalities() const { return wanted_; }
  /// Where the names of images said whose slices they are: a sentence that says so; else empty.
  [[nodiscard]] const std::string& grouping() const { return grouping_; }
  /// Where --split divides cases that the source holds out as "test" (nnU-Net's imagesTs): how many; else "".
  [[nodiscard]] const std::string& divided_anew() const { return divided_anew_; }
  /// Where subjects may be one patient by their names (SubjectsAlike()): two of them; else "".
  [[nodiscard]] const std::string& alike() const { return alike_; }

  /// The cases of `source`, looked at as they pass where they are not known beforehand (stdin).
  [[nodiscard]] std::unique_ptr<CaseSource> Watched(std::unique_ptr<CaseSource> source);
  /// Looks at a case of such a source, in the order of the input.
  void Watch(const Case& raw);

  /// What the training split lacks, and of cases that were not known beforehand, whether they differ in their
  /// modalities; for the end of the run.
  struct Lack {
    std::string code, text;
  };
  [[nodiscard]] std::vector<Lack> lacks() const;

 private:
  [[nodiscard]] std::string SplitOf(const CaseName& name) const;
  [[nodiscard]] std::vector<std::string> SubjectsToSplit(const std::vector<CaseName>& names,
                                                         bool keep_going) const;
  /// @param of_all  with those that are left out here: they share the fractions of --split
  void LearnSubjects(const std::vector<CaseName>& names, const std::vector<CaseName>& of_all,
                     bool keep_going);
  /// Gives a record its subject and split.
  void Place(const Case& raw, Case& record) const;
  [[nodiscard]] std::vector<Case> Renewed(const Case& raw, std::vector<Case> made) const;

  PrepareRules rules_;
  std::vector<std::string> wanted_;  ///< modalities of all cases; empty: those that each has
  bool split_was_given_;
  SplitRule split_;
  std::string grouping_, divided_anew_, alike_;
  bool knows_cases_ = false;  ///< they were known beforehand
  TrainingLacks lacks_;
  Classes classes_;                                ///< of all cases
  std::map<std::string, int64_t> modalities_met_;  ///< how many of the cases that were watched have each
  int64_t num_watched_ = 0;
  mutable MemoryBudget memory_;  ///< what cases on several threads share
};

}  // namespace f4s
