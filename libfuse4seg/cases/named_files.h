// CASES given as NAME=FILE and NAME=FOLDER words.

#pragma once

#include <string>
#include <vector>

#include "libfuse4seg/cases/case_source.h"

namespace f4s {

/// Whether a word is NAME=PATH.
[[nodiscard]] bool IsNamedFile(const std::string& word);

/// NAME=FILE words make one case, NAME=FOLDER words one for each file name; a file that has
/// no partner in another folder is a case with an error.
/// @throws Error(kUsage) for words that do not go together, Error(kMissingInput) for a path
///         that does not exist, Error(kBadInput) for folders without images.
[[nodiscard]] std::unique_ptr<CaseSource> CasesOfNamedFiles(const std::vector<std::string>& words);

}  // namespace f4s
