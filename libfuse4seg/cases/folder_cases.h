// Cases whose files lie in folders, one folder a name, paired by the files' names without extension.

#pragma once

#include <string>
#include <vector>

#include "libfuse4seg/cases/case_source.h"

namespace f4s {

// CASES given as NAME=FILE and NAME=FOLDER words.

/// Whether a word is NAME=PATH.
[[nodiscard]] bool IsNamedFile(const std::string& word);

/// NAME=FILE words make one case, NAME=FOLDER words one for each file name; a file that has
/// no partner in another folder is a case with an error.
/// @param suffixes  --suffix: NAME=TEXT, what stands behind the case's name in the files of folder NAME
/// @throws Error(kUsage) for words that do not go together, Error(kMissingInput) for a path
///         that does not exist, Error(kBadInput) for folders without images.
[[nodiscard]] std::unique_ptr<CaseSource> CasesOfNamedFiles(const std::vector<std::string>& words,
                                                            const std::vector<std::string>& suffixes = {});

/// A word NAME=PATH; of a folder, what stands before and behind the case's name in its files' names.
struct NamedPath {
  std::string name;
  std::filesystem::path path;
  std::string prefix = {}, suffix = {};
};

/// Gives a record a file or an image, as the name says.
void SetNamed(Case& record, const std::string& name, const std::filesystem::path& file);

/// One case for each file name, in the order of the names; records are made when their turn comes,
/// so that a case in waiting takes little more memory than its name.  A file that has no partner in
/// another folder is a case with an error, the first of several names them all.  Where the names are those of
/// slices (2-D images, SubjectsOfNames()), each record has its subject.
/// @throws Error(kBadInput) for folders without images, or with two images of one name.
[[nodiscard]] std::unique_ptr<CaseSource> CasesOfFolders(std::vector<NamedPath> folders);

}  // namespace f4s
