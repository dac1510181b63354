// What a program is made of: a page, its arguments, and a sentence of work.
//
//     const ToolPage kPage = {.name = "f4s-fuse", ...};
//     struct Arguments { ... };
//     void Declare(CommandLine& cl, Arguments& a);       // binds flags to fields
//     void Run(const Arguments& a, RunContext& run);      // never parses text
//     F4S_TOOL_MAIN(kPage, Arguments, Declare, Run)
//
// --help, --help-all, --usage-json, man page and completions are made from the page and the
// declaration; records, exit codes and signals are the RunContext's.

#pragma once

#include <any>
#include <functional>
#include <string>
#include <vector>

#include "libfuse4seg/tool/parameters.h"
#include "libfuse4seg/tool/run.h"
#include "libfuse4seg/tool/run_options.h"

namespace f4s {

struct Example {
  std::string command, what;
};

/// A tool's manual, as data.
struct ToolPage {
  std::string name, synopsis;
  std::string description;  ///< paragraphs, separated by empty lines
  std::vector<Example> examples;
  std::vector<std::string> references = {};
  std::vector<std::string> see_also = {};
};

/// A tool's arguments: positional words and parameters.
class CommandLine {
 public:
  Parameters parameters;
  RunOptions run;

  /// The positional words.  @param placeholder "CASES", "SOURCE..."; nothing: the tool takes none.
  void Words(const std::string& placeholder, std::vector<std::string>& target, const std::string& help,
             bool required = true);

  /// The parameters of an option struct, under a heading.
  template <class Options>
  void Group(const std::string& heading, Options& options) {
    parameters.Group(heading);
    options.Declare(parameters);
  }

  /// -o DIR, which is required.
  Parameter& OutputFolder(std::filesystem::path& target, const std::string& help);

  void Shared(const SharedOptions& shared) { run.Declare(parameters, shared); }

  /// A request of the tool's own that is answered before anything is done, like --help: the text
  /// for stdout, or nothing where it was not asked.
  std::function<std::string()> question;

  /// Settles what follows from the arguments given, flags and configuration: called before the run begins.
  std::function<void()> settle;

  /// Sets what the manual alone tells (Parameter::defaults): called where it is asked for.
  std::function<void()> describe;

  std::vector<std::string> commands;  ///< what the first word is, of a program that does several things

  std::string words_placeholder, words_help;
  std::vector<std::string>* words = nullptr;
  bool words_required = false;
};

using DeclareFunction = std::function<void(CommandLine&)>;
using WorkFunction = std::function<void(RunContext&)>;

/// The body of every main(): parses, answers --help and its kin, runs, and returns the exit code.
int ToolMain(int argc, char** argv, const ToolPage& page, const DeclareFunction& declare,
             const WorkFunction& work);

#define F4S_TOOL_MAIN(page, Arguments, Declare, Run)                             \
  int main(int argc, char** argv) {                                              \
    Arguments arguments;                                                         \
    return f4s::ToolMain(                                                        \
        argc, argv, page, [&](f4s::CommandLine& cl) { Declare(cl, arguments); }, \
        [&](f4s::RunContext& run) { Run(arguments, run); });                     \
  }

}  // namespace f4s
