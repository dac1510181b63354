#include "libfuse4seg/report/make_report.h"

#include <algorithm>
#include <set>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/cases/for_each_case.h"
#include "libfuse4seg/drawing/page.h"
#include "libfuse4seg/metric/report/earlier_run.h"
#include "libfuse4seg/report/case_section.h"
#include "libfuse4seg/report/multiqc.h"
#include "libfuse4seg/report/report_page.h"
#include "libfuse4seg/report/report_text.h"
#include "libfuse4seg/tool/exit_codes.h"

namespace f4s {
namespace {

/// The words of one input.
struct SetWords {
  std::string name;
  std::vector<std::string> words;
};

std::string NameOfWord(const std::string& word) {
  if (word == "-") return "stdin";
  std::filesystem::path path = std::filesystem::path(word).lexically_normal();
  if (!path.has_filename()) path = path.parent_path();
  return LowerCase(path.extension().string()) == ".ndjson" ? path.stem().string() : path.filename().string();
}

/// NAME=FILE words are one input together, every other word is one by itself.
std::vector<SetWords> SetsOf(const std::vector<std::string>& words) {
  std::vector<SetWords> sets;
  SetWords named{"case", {}};
  std::set<std::string> names;
  for (const std::string& word : words) {
    const bool is_named = word.find('=') != std::string::npos && !Exists(word);
    if (is_named) named.words.push_back(word);
    if (is_named) continue;
    std::string name = NameOfWord(word);
    for (int i = 2; !names.insert(name).second; ++i) name = Cat(NameOfWord(word), "-", i);
    sets.push_back({name, {word}});
  }
  if (!named.words.empty()) sets.push_back(std::move(named));
  return sets;
}

/// Of a record whose files are not all there: the first that is gone.
std::optional<Error> Gone(const Case& record) {
  if (IsFloor(record)) return std::nullopt;
  const std::vector<std::filesystem::path> files = record.Files();
  const auto found = std::find_if(files.begin(), files.end(), [](const auto& file) { return !Exists(file); });
  if (found == files.end()) return std::nullopt;
  return Error(ErrorKind::kMissingInput, "input.missing", "no such file").InFile(*found).InCase(record.id());
}

/// The record goes on, with an error where its files are gone.
std::vector<Case> PassedOn(const Case& record) {
  Case passed = record;
  if (const auto gone = Gone(record)) passed.json()["error"] = ErrorJson(*gone);
  return {std::move(passed)};
}

/// What the loop over the cases sees: every record is noted as it passes.
class WatchedCases : public CaseSource {
 public:
  WatchedCases(std::unique_ptr<CaseSource> source, CaseSurvey& survey, CaseSet& set)
      : source_(std::move(source)), survey_(survey), set_(set) {}

  std::optional<SourcedCase> Next(RunContext& run) override {
    const size_t known = run.upstream().size();
    auto sourced = source_->Next(run);
    for (size_t i = known; i < run.upstream().size(); ++i) set_.runs.push_back(run.upstream()[i]);
    if (!sourced) return sourced;
    const Case& record = sourced->record;
    if (sourced->error) {
      survey_.AddFailure(record, ErrorJson(*sourced->error));
    } else if (record.has_error()) {
      survey_.AddFailure(record, record.json()["error"]);
    } else if (const auto gone = Gone(record)) {
      survey_.AddFailure(record, ErrorJson(*gone));
      run.Say(gone->Line());
    } else {
      survey_.Add(record);
    }
    return sourced;
  }

 private:
  std::unique_ptr<CaseSource> source_;
  CaseSurvey& survey_;
  CaseSet& set_;
};

void RequireFree(const std::filesystem::path& output, const RunContext& run) {
  if (output.empty() || run.options().force || !Exists(output, WriteError) || IsStream(output)) return;
  throw Error(ErrorKind::kCannotCreate, "output.exists", "exists: --force replaces it").InFile(output);
}

/// Reads one input to its end and passes its records on.  What ends it early is kept for the page.
void Survey(const SetWords& words, const CaseSelection& selection, ReportInput& input, RunContext& run) {
  CaseSet& set = input.survey.NewSet(words.name, words.words.size() == 1 ? words.words.front() : "");
  CaseSelection own = selection;
  own.words = words.words;
  try {
    WatchedCases cases(
        EachOnce(OpenCases(own), "several methods are given as several words, each of its own records"),
        input.survey, set);
    ForEachCase(cases, run, nullptr, PassedOn);
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::kInterrupted || error.kind() == ErrorKind::kUsage || set.num_cases == 0)
      throw;
    input.ended = error;
  }
}

void WritePage(ReportInput& input, const ReportOptions& options, RunContext& run) {
  if (options.pictures == 0)
    for (RunHistory& history : input.runs) history.weakest.clear();
  else if (input.has_pictures())
    RequireDrawing("a report with pictures (--pictures 0 leaves them out)");
  std::vector<std::string> problems;
  const std::string page = PageHtml(input, options, run.options().num_threads(), problems);
  for (const std::string& problem : problems) run.Say(problem + ": not all of it is shown");
  if (!problems.empty()) run.SetOutcome(kSomeCasesFailed);
  WriteNamedFile(options.output, page, Links::kReplaced);
  run.Set("report", {{"file", Absolute(options.output).string()}, {"bytes", page.size()}});
}

/// Of the one case that is given.
void WriteFigure(ReportInput& input, const ReportOptions& options) {
  const std::vector<SurveyedCase>& cases = input.survey.cases();
  if (cases.size() != 1 || cases.front().failed)
    throw Error(ErrorKind::kUsage, "report.figure",
                Cat("--figure is of one case, and ", cases.size(), " are given",
                    cases.size() == 1 ? ", which failed" : "", ": --ids chooses"));
  WriteCaseFigure(input.survey.RecordOf(cases.front()), options.figure);
}

}  // namespace

void MakeReport(const CaseSelection& cases, const ReportOptions& options, RunContext& run) {
  options.Require();
  RequireFree(options.output, run);
  RequireFree(options.figure, run);
  ReportInput input;
  std::vector<std::string> words;
  for (const std::string& word : cases.words)
    IsRunFolder(word) ? input.runs.push_back(ReadRunHistory(word)) : words.push_back(word);
  for (const SetWords& set : SetsOf(words)) Survey(set, cases, input, run);
  input.upstream = run.upstream();
  if (!options.figure.empty()) WriteFigure(input, options);
  if (options.format == "text") run.SetText(ReportText(input));
  if (options.wants_page())
    options.format == "mqc" ? WriteMultiqc(input, options, run) : WritePage(input, options, run);
  if (input.ended) throw Error(*input.ended);
}

}  // namespace f4s
