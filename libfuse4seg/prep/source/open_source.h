// What a word on f4s-prep's command line is: which kind of folder, or CASES.

#pragma once

#include <memory>
#include <string>
#include <vector>

#include "libfuse4seg/prep/source/study_list.h"

namespace f4s {

/// A kind of folder that studies come in.
struct SourceKind {
  const char* shape;  ///< for messages: "a BraTS folder (ID/ID_t1.nii.gz ...)"
  bool (*Detect)(const std::filesystem::path& folder);
  std::unique_ptr<CaseSource> (*Open)(const std::filesystem::path& folder, const SourceOptions& options);
};

/// All kinds, in the order in which they are tried.
[[nodiscard]] const std::vector<SourceKind>& SourceKinds();

/// A folder of studies, a dataset, a file of records or "-".
/// @throws Error(kBadInput, "prep.source") saying what was looked for; others as the kind's Open().
[[nodiscard]] std::unique_ptr<CaseSource> OpenSource(const std::string& word, const SourceOptions& options);

/// Whether a word is a folder of studies, and no dataset.
[[nodiscard]] bool IsStudyFolder(const std::string& word);

/// A case whose name another one has already: two ids with one file name, or one subject in two words.
struct DuplicateCase {
  std::string id;
  bool same_id = false;  ///< else the subject is the same
  Error error;           ///< names both places
};

/// The duplicates among the cases whose names are known beforehand.
/// @param subjects  whether one subject in two words is a fault: not where the user says himself which
///                  cases are one subject's.
[[nodiscard]] std::vector<DuplicateCase> FindDuplicates(
    const std::vector<std::unique_ptr<CaseSource>>& sources, const std::vector<std::string>& words,
    bool subjects);

}  // namespace f4s
