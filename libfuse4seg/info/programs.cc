#include "libfuse4seg/info/programs.h"

#include <algorithm>
#include <future>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/process.h"
#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

/// The first line of --help is "NAME: SYNOPSIS".
std::string SynopsisOf(const fs::path& program) {
  constexpr double kMostSeconds = 10;
  try {
    const ChildOutcome help = RunChild({program.string(), "--help"}, kMostSeconds);
    const std::string name = program.filename().string() + ": ";
    const std::string line = FirstLine(help.output);
    return line.starts_with(name) ? line.substr(name.size()) : "";
  } catch (const Error&) {
    return "";
  }
}

}  // namespace

std::vector<Program> ProgramsIn(const fs::path& folder) {
  std::vector<fs::path> paths;
  for (const fs::path& path : EntriesOf(folder))
    if (path.filename().string().starts_with("f4s-") && ProgramExists(path.string())) paths.push_back(path);
  std::vector<std::future<std::string>> answers;  // all are asked at once
  for (const fs::path& path : paths) answers.push_back(std::async(std::launch::async, SynopsisOf, path));
  std::vector<Program> programs;
  for (size_t i = 0; i < paths.size(); ++i)
    programs.push_back({paths[i].filename().string(), answers[i].get()});
  return programs;
}

fs::path FolderOfThisProgram() {
  std::error_code failed;
  const fs::path program = fs::read_symlink("/proc/self/exe", failed);
  if (failed) throw ReadError("/proc/self/exe", failed.value());
  return program.parent_path();
}

}  // namespace f4s
