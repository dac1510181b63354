// Preparation: one raw study in, normalized slices (or volumes) out.

#pragma once

#include <vector>

#include "libfuse4seg/cases/case_source.h"
#include "libfuse4seg/cases/dataset_writer.h"
#include "libfuse4seg/prep/prepare_memory.h"
#include "libfuse4seg/prep/prepare_options.h"
#include "libfuse4seg/prep/source/open_source.h"
#include "libfuse4seg/prep/split.h"

namespace f4s {

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
  /// Learns the subjects beforehand where the source knows them, so that fractions are met exactly.
  Preparer(const PrepareOptions& options, uint64_t seed, const CaseSource& source);

  /// Writes the slices (or volumes) of a case below `out` and gives their records.
  /// With --max-memory it waits until others have left room for it.
  /// @throws Error(kBadInput) and others, naming the file; nothing is repaired in silence.  SkippedCase for a
  ///         case that lacks a modality, with --missing skip.
  [[nodiscard]] std::vector<Case> Prepare(const Case& raw, DatasetWriter& out) const;

 private:
  PrepareRules rules_;
  std::vector<std::string> wanted_;  ///< modalities of all cases; empty: those that each has
  bool split_was_given_;
  SplitRule split_;
  mutable MemoryBudget memory_;  ///< what cases on several threads share
};

}  // namespace f4s
