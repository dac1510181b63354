#include "libfuse4seg/tool/tool.h"

#include <malloc.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <new>
#include <string_view>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/signals.h"
#include "libfuse4seg/tool/did_you_mean.h"
#include "libfuse4seg/tool/last_words.h"
#include "libfuse4seg/tool/tool_text.h"

namespace f4s {
namespace {

/// The requests that are answered before anything is done.
struct Questions {
  bool help = false, help_all = false, version = false, usage_json = false, print_man = false;
  std::string print_completion;

  void Declare(Parameters& p) {
    p.Group("Shared options");
    p.Flag("help", help, "show this help").Short("-h").NotInConfig();
    p.Flag("help_all", help_all, "show it with every option").NotInConfig();
    p.Flag("version", version, "show the version").NotInConfig();
    p.Flag("usage_json", usage_json, "show the interface as JSON").NotInConfig();
    p.Flag("print_man", print_man, "show the man page's source").NotInConfig().Hidden();
    p.Choice("print_completion", print_completion, {"bash", "zsh", "fish"}, "show a shell's completion")
        .NotInConfig()
        .Hidden();
  }

  /// @return whether there was a question.
  bool Answer(const ToolPage& page, const CommandLine& cl) const {
    std::string text;
    if (cl.describe && (help || help_all || usage_json || print_man)) cl.describe();
    if (help || help_all) text = HelpText(page, cl, help_all);
    if (version) text = page.name + " " + kVersion + "\n";
    if (usage_json) text = UsageJson(page, cl).dump(2) + "\n";
    if (print_man) text = ManPage(page, cl);
    if (!print_completion.empty()) text = Completion(print_completion, page, cl);
    if (text.empty() && cl.question) text = cl.question();
    if (text.empty()) return false;
    if (std::fputs(text.c_str(), stdout) < 0 || std::fflush(stdout) != 0)
      throw Error(ErrorKind::kIo, "stdout", "cannot write to stdout");
    return true;
  }
};

void AddOption(CLI::App& app, Parameter& p) {
  const std::string names = (p.short_flag.empty() ? "" : p.short_flag + ",") + p.flag();
  if (p.is_flag()) {
    app.add_flag_callback(names, [&p] {
      p.SetFromText("true");
      p.is_flagged = true;
    });
    return;
  }
  const auto set = [&p](const std::vector<std::string>& texts) {
    p.is_flagged = true;
    if (texts.size() > 1 && !p.repeatable)
      throw Error(ErrorKind::kUsage, "usage.twice", Cat(p.flag(), " is given ", texts.size(), " times"));
    for (const std::string& text : texts) p.SetFromText(text);
  };
  app.add_option_function<std::vector<std::string>>(names, set)->allow_extra_args(false);
}

[[noreturn]] void RefuseUnknown(const std::string& word, const Parameters& parameters) {
  if (word.rfind('-', 0) != 0)
    throw Error(ErrorKind::kUsage, "usage.word", Cat("unexpected word ", Quoted(word)));
  std::vector<std::string> flags;
  for (const Parameter& p : parameters.all()) flags.push_back(p.flag());
  const std::string flag = word.substr(0, word.find('='));
  throw Error(ErrorKind::kUsage, "usage.unknown_flag",
              Cat("unknown option ", Quoted(flag), DidYouMean(flag, flags)));
}

/// Words behind "--" are no options, whatever they begin with: POSIX, Utility Syntax Guideline 10.
void Parse(int argc, char** argv, CommandLine& cl) {
  char** const end = argv + argc;
  char** const mark =
      std::find_if(argv, end, [](const char* word) { return std::string_view(word) == "--"; });
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  for (Parameter& p : cl.parameters.all()) AddOption(app, p);
  std::vector<std::string> words;
  if (cl.words != nullptr) app.add_option("words", words);
  try {
    app.parse(static_cast<int>(mark - argv), argv);
  } catch (const CLI::ParseError& e) {
    throw Error(ErrorKind::kUsage, "usage", e.what());
  }
  for (const std::string& word : app.remaining()) RefuseUnknown(word, cl.parameters);
  if (mark != end) words.insert(words.end(), mark + 1, end);
  if (cl.words == nullptr && !words.empty())
    throw Error(ErrorKind::kUsage, "usage.word", Cat("unexpected word ", Quoted(words.front())));
  if (cl.words != nullptr) *cl.words = words;
}

void RequireWhatIsRequired(const CommandLine& cl) {
  if (cl.words != nullptr && cl.words_required && cl.words->empty())
    throw Error(ErrorKind::kUsage, "usage.missing", Cat(cl.words_placeholder, " is missing; see --help"));
  for (const Parameter& p : cl.parameters.all())
    if (p.required && !p.given && !(p.excused != nullptr && *p.excused))
      throw Error(ErrorKind::kUsage, "usage.missing",
                  Cat(p.flag(), " ", p.placeholder, " is missing; see --help"));
  if (cl.run.force && cl.run.skip_existing)
    throw Error(ErrorKind::kUsage, "usage.conflict",
                "--force overwrites, --skip-existing keeps: give one of them");
}

/// Images of one case after another are of one size.  By default the allocator gives the end of the heap back
/// to the system after each, and maps what has more than 32 MiB, as a volume, by itself; the next one has its
/// pages cleared and mapped anew: a quarter of the CPU time of f4s-fuse and of f4s-prep.
void KeepFreedMemory() {
  ::mallopt(M_MMAP_MAX, 0);
  ::mallopt(M_TRIM_THRESHOLD, 64 << 20);
}

int Fail(const ToolPage& page, const Error& error) {
  std::fprintf(stderr, "%s: %s\n", page.name.c_str(), error.Line().c_str());
  NoteErrorSaid();
  return error.exit_code();
}

/// Runs the work; whatever goes wrong ends as one Error in the run record.
int RunWork(RunContext& run, const WorkFunction& work) {
  try {
    work(run);
    return run.Finish(nullptr);
  } catch (const std::exception& thrown) {
    const Error error = AsError(thrown);
    return run.Finish(&error);
  }
}

}  // namespace

void CommandLine::Words(const std::string& placeholder, std::vector<std::string>& target,
                        const std::string& help, bool required) {
  words_placeholder = placeholder;
  words_help = help;
  words = &target;
  words_required = required;
}

Parameter& CommandLine::OutputFolder(std::filesystem::path& target, const std::string& help) {
  parameters.Group("Output");
  return parameters.Path("output", target, "DIR", help).Short("-o").Required().NotInConfig();
}

int ToolMain(int argc, char** argv, const ToolPage& page, const DeclareFunction& declare,
             const WorkFunction& work) {
  OpenStandardDescriptors();
  PrepareLastWords(page.name);
  KeepFreedMemory();
  CommandLine cl;
  Questions questions;
  std::vector<std::string> words;
  try {
    words.assign(argv, argv + argc);
    declare(cl);
    questions.Declare(cl.parameters);
    Parse(argc, argv, cl);
    if (questions.Answer(page, cl)) return 0;
    if (!cl.run.config.empty()) cl.parameters.ReadConfig(cl.run.config, page.name);
    RequireWhatIsRequired(cl);
    if (cl.settle) cl.settle();
  } catch (const std::exception& thrown) {
    return Fail(page, AsError(thrown));
  }
  InstallSignalHandlers();
  RunContext run({page.name, std::move(words), cl.parameters.Effective()}, cl.run);
  return RunWork(run, work);
}

}  // namespace f4s
