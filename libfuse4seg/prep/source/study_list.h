// Studies that were found in folders: named beforehand, read into records when their turn comes.

#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "libfuse4seg/cases/case_source.h"

namespace f4s {

/// What the user wants of a folder of studies.
struct SourceOptions {
  std::vector<std::string> modalities;  ///< empty: the usual ones that a study has
  bool all_required = true;             ///< a study that lacks one of `modalities` is a case with an error
  /// BIDS: of several files of one kind take those that say so, as {"run", "2"}.
  std::vector<std::pair<std::string, std::string>> entities = {};
  std::filesystem::path dicom_map = {};  ///< which series is which modality, as DicomMap reads it; or nothing
};

/// One case for each name, in order.  `make` gives the record of the i-th; until then a case takes no
/// more memory than its name.
[[nodiscard]] std::unique_ptr<CaseSource> StudyList(std::vector<CaseName> names,
                                                    std::function<SourcedCase(size_t)> make);

/// The finding "modality.unused" of a record that lacks some of what is wanted, where others are there under
/// names that are not.
void FindUntaken(Case& record, const std::vector<std::string>& others,
                 const std::vector<std::string>& wanted);

/// Gives the record those of `files` that are wanted, in the order wanted.  A lack is an error of the
/// case where all are required.
void TakeModalities(SourcedCase& sourced, const std::map<std::string, std::filesystem::path>& files,
                    const SourceOptions& options, const std::filesystem::path& where);

/// Folders below `root` that hold volumes or DICOM and of which nothing is taken, relative to it; the
/// outermost of each, but none in a taken one.  What this suite made is passed over.
/// @param others  names of folders that hold images of another kind by right
[[nodiscard]] std::vector<std::string> FoldersPassedOver(const std::filesystem::path& root,
                                                         const std::vector<std::filesystem::path>& taken,
                                                         const std::set<std::string>& others = {});

/// Says them: the finding "source.folder" of a record, where there are any.  @param wanted  "ID/ID_t1.nii.gz"
void FindPassedOver(Case& record, const std::vector<std::string>& folders, const std::string& wanted);

/// The folders (or, with `folders` false, the other entries) in a folder in the order of their names;
/// hidden ones are passed over.  @throws Error(kMissingInput) or Error(kIo) naming a folder that cannot be
/// read.
[[nodiscard]] std::vector<std::filesystem::path> EntriesOf(const std::filesystem::path& folder, bool folders);

}  // namespace f4s
