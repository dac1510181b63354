// Studies that nobody has prepared, where f4s-fuse and f4s-segment are given them: each is prepared as the
// model wants, below the output folder, just before it is worked on.

#pragma once

#include <memory>
#include <string>
#include <vector>

#include "libfuse4seg/model/model_file.h"
#include "libfuse4seg/prep/prepare.h"

namespace f4s {

class RawStudies {
 public:
  struct Wanted {
    std::vector<ModelFile> models;        ///< the first says how to prepare; none: f4s-prep's defaults
    std::vector<std::string> modalities;  ///< --modalities
    bool as_volumes = false;              ///< else slices, from which label maps return to the study's grid
  };

  /// Nothing where CASES are prepared, or on stdin.
  /// @throws Error(kUsage, "cases.mixed") for both in one command; Error(kBadInput), naming what there is and
  ///         what is wanted, for a study without a modality ("model.modalities", unless --keep-going) and for
  ///         models of which no preparation suits all ("model.preparation"); as OpenSources().
  [[nodiscard]] static std::unique_ptr<RawStudies> Among(const CaseSelection& cases, const Wanted& wanted,
                                                         RunContext& run);

  [[nodiscard]] CaseSource& cases() { return *source_; }

  /// The study's slices, or its volume, written to FOLDER/prepared.  Thread-safe.
  /// @throws Error as Preparer::Prepare(), "prep.empty" where no slice is worth one.
  [[nodiscard]] std::vector<Case> Prepare(const Case& raw, DatasetWriter& out) const;

 private:
  RawStudies(const CaseSelection& cases, const Wanted& wanted, RunContext& run);
  void RequireModalities(const Wanted& wanted) const;

  PrepareOptions options_;
  std::string what_;  ///< was done, for the records
  std::unique_ptr<CaseSource> source_;
  std::unique_ptr<Preparer> preparer_;
};

/// What f4s-fuse and f4s-segment take, for their pages.
[[nodiscard]] std::string CasesOrStudiesHelp();

}  // namespace f4s
