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

/// What follows `begin` in the first line of what a program answers to `flag`.
std::string Answer(const fs::path& program, const std::string& flag, const std::string& begin) {
  constexpr double kMostSeconds = 10;
  const std::string line = FirstLine(RunChild({program.string(), flag}, kMostSeconds).output);
  return line.starts_with(begin) ? line.substr(begin.size()) : "";
}

/// The first line of --version is "NAME VERSION", that of --help "NAME: SYNOPSIS".
Program Asked(const fs::path& path) {
  Program program{path.filename().string(), "", ""};
  try {
    program.version = Answer(path, "--version", program.name + " ");
    program.synopsis = Answer(path, "--help", program.name + ": ");
  } catch (const Error&) {
    // it stays a name
  }
  return program;
}

}  // namespace

std::vector<Program> ProgramsIn(const fs::path& folder) {
  std::vector<fs::path> paths;
  for (const fs::path& path : EntriesOf(folder))
    if (path.filename().string().starts_with("f4s-") && ProgramExists(path.string())) paths.push_back(path);
  std::vector<std::future<Program>> answers;  // all are asked at once
  for (const fs::path& path : paths) answers.push_back(std::async(std::launch::async, Asked, path));
  std::vector<Program> programs;
  for (auto& answer : answers) programs.push_back(answer.get());
  return programs;
}

fs::path FolderOfThisProgram() {
  std::error_code failed;
  const fs::path program = fs::read_symlink("/proc/self/exe", failed);
  if (failed) throw ReadError("/proc/self/exe", failed.value());
  return program.parent_path();
}

}  // namespace f4s
