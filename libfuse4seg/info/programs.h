// The programs of the suite that stand beside the running one.

#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace f4s {

struct Program {
  std::string name, version, synopsis;
};

/// The programs f4s-* in `folder`, in the order of names, each with the version and the synopsis that
/// it gives itself.  What cannot be run has none.
[[nodiscard]] std::vector<Program> ProgramsIn(const std::filesystem::path& folder);

/// The folder of the running program.
[[nodiscard]] std::filesystem::path FolderOfThisProgram();

}  // namespace f4s
