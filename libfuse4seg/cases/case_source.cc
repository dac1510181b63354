#include "libfuse4seg/cases/case_source.h"

#include <fnmatch.h>

#include <algorithm>
#include <set>
#include <unordered_map>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/interned.h"
#include "libfuse4seg/base/json.h"
#include "libfuse4seg/base/signals.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/cases/brats_labels.h"
#include "libfuse4seg/cases/case_table.h"
#include "libfuse4seg/cases/folder_cases.h"
#include "libfuse4seg/cases/raw_study.h"
#include "libfuse4seg/cases/record_reader.h"
#include "libfuse4seg/cases/segment_names.h"
#include "libfuse4seg/cases/tar/tar_files.h"

namespace f4s {

CaseName NameOfRecord(const Case& record, const std::filesystem::path& where) {
  CaseName name = {record.id(), record.subject(),  record.split(), record.modalities(),
                   where,       record.has_error()};
  if (const auto label = record.file("label")) name.label = *label;
  name.has_classes = record.json().contains("classes");
  name.collection = BratsCollectionOf(record);
  name.ignore = record.ignored();
  return name;
}

namespace {

/// What a dataset's description says of its cases when it was finished.
struct CasesCounted {
  std::optional<int64_t> cases, failed;

  CasesCounted() = default;
  explicit CasesCounted(const std::filesystem::path& folder) {
    const std::filesystem::path file = folder / "dataset.json";
    const Json description = ParseJson(ReadFile(file), file.string());
    for (const auto& [key, count] : {std::pair("counts.cases", &cases), {"failed", &failed}})
      if (const Json* number = FindPath(description, key); number != nullptr && number->is_number_integer())
        *count = number->get<int64_t>();
  }
};

class Records : public CaseSource {
 public:
  Records() : reader_(), is_stdin_(true) {}
  /// @param counted  how many there should be, where that is known
  explicit Records(const std::filesystem::path& file, const CasesCounted& counted = {})
      : file_(file), reader_(file), is_stdin_(false), counted_(counted) {}

  std::optional<SourcedCase> Next(RunContext& run) override {
    auto record = NextCase();
    for (const Json& upstream : reader_.TakeRuns()) run.AddUpstream(upstream);
    if (record) {
      ++seen_;
      return SourcedCase{std::move(*record), std::nullopt};
    }
    if (counted_.cases && *counted_.cases != seen_ && !StopRequested())
      run.Warn(Cat(file_.string(), " has ", seen_, " cases, and the dataset.json beside it counts ",
                   *counted_.cases, ": it was cut off or changed since"));
    if (counted_.failed.value_or(0) > 0 && !StopRequested())
      run.Warn(Cat(file_.string(), " lacks ", *counted_.failed,
                   *counted_.failed == 1 ? " case, which" : " cases, which", " failed when it was made"));
    const bool died =
        is_stdin_ && reader_.num_runs() == 0 && !StopRequested() && !run.options().partial_input;
    if (died)
      throw Error(ErrorKind::kBadInput, "input.no_run_record",
                  "stdin ended without a run record: its producer died (--partial-input accepts what came)");
    return std::nullopt;
  }

  std::optional<std::vector<CaseName>> Names() const override {
    if (is_stdin_) return std::nullopt;
    std::vector<CaseName> names;
    try {
      RecordReader reader(file_);
      while (const auto record = reader.Next())
        if (!record->json().contains("floor")) names.push_back(NameOfRecord(*record, file_));
    } catch (const Error& error) {
      LeaveToItsTurn(error);
      return std::nullopt;
    }
    return names;
  }

 private:
  /// The records of f4s-metrics --floors are no cases: no method made their images.
  std::optional<Case> NextCase() {
    auto record = reader_.Next();
    while (record && record->json().contains("floor")) record = reader_.Next();
    return record;
  }

  std::filesystem::path file_;
  RecordReader reader_;
  bool is_stdin_;
  CasesCounted counted_;
  int64_t seen_ = 0;
};

class List : public CaseSource {
 public:
  explicit List(std::vector<SourcedCase> cases) : cases_(std::move(cases)) {}

  std::optional<SourcedCase> Next(RunContext&) override {
    if (next_ == cases_.size() || StopRequested()) return std::nullopt;
    return cases_[next_++];
  }
  std::optional<int64_t> Count() const override { return static_cast<int64_t>(cases_.size()); }
  std::optional<std::vector<CaseName>> Names() const override {
    std::vector<CaseName> names;
    for (const SourcedCase& sourced : cases_) names.push_back(NameOfRecord(sourced.record));
    return names;
  }

 private:
  std::vector<SourcedCase> cases_;
  size_t next_ = 0;
};

class Sequence : public CaseSource {
 public:
  explicit Sequence(std::vector<std::unique_ptr<CaseSource>> sources) : sources_(std::move(sources)) {}

  std::optional<SourcedCase> Next(RunContext& run) override {
    for (; next_ < sources_.size(); ++next_)
      if (auto sourced = sources_[next_]->Next(run)) return sourced;
    return std::nullopt;
  }
  std::optional<int64_t> Count() const override {
    int64_t count = 0;
    for (const auto& source : sources_) {
      if (!source->Count()) return std::nullopt;
      count += *source->Count();
    }
    return count;
  }
  std::optional<std::vector<CaseName>> Names() const override {
    std::vector<CaseName> all;
    for (const auto& source : sources_) {
      const auto names = source->Names();
      if (!names) return std::nullopt;
      all.insert(all.end(), names->begin(), names->end());
    }
    return all;
  }

 private:
  std::vector<std::unique_ptr<CaseSource>> sources_;
  size_t next_ = 0;
};

class Selection : public CaseSource {
 public:
  Selection(std::unique_ptr<CaseSource> source, CaseSelection selection)
      : source_(std::move(source)), selection_(std::move(selection)) {
    if (!selection_.fold.empty()) HoldOut();
  }

  std::optional<SourcedCase> Next(RunContext& run) override {
    while (auto sourced = source_->Next(run)) {
      ++seen_;
      if (!Takes(NameOfRecord(sourced->record))) continue;
      ++taken_;
      return sourced;
    }
    if (taken_ == 0 && seen_ > 0 && !StopRequested() && run.upstream().empty())
      throw Error(ErrorKind::kBadInput, "cases.none", Cat("none of the ", seen_, " cases is ", What()));
    return std::nullopt;
  }

  std::optional<std::vector<CaseName>> Names() const override {
    auto names = source_->Names();
    if (names) std::erase_if(*names, [this](const CaseName& name) { return !Takes(name); });
    return names;
  }
  std::optional<std::vector<CaseName>> NamesOfAll() const override { return source_->NamesOfAll(); }

 private:
  /// Subjects are split as in training: all but those of the split "test", and what failed upstream.
  void HoldOut() {
    const auto& words = selection_.words;
    if (std::find(words.begin(), words.end(), "-") != words.end())
      throw Error(ErrorKind::kUsage, "cases.fold",
                  Cat("--fold ", selection_.fold,
                      ": divides all subjects, and stdin does not name them beforehand: give the dataset"));
    const auto names = source_->Names();
    if (!names) return;  // a record cannot be read: it is said when its turn comes
    held_out_ = HeldOutOf(*names, ParseFold(selection_.fold));
  }
  bool Takes(const CaseName& name) const {
    if (!selection_.fold.empty() && (name.split == "test" || !held_out_.contains(name.subject))) return false;
    if (!selection_.split.empty() && name.split != selection_.split) return false;
    return selection_.ids.empty() || ::fnmatch(selection_.ids.c_str(), name.id.c_str(), 0) == 0;
  }
  std::string What() const {
    std::vector<std::string> what;
    for (const auto& [text, how] : {std::pair(&selection_.fold, "in fold "),
                                    {&selection_.split, "in split "},
                                    {&selection_.ids, "named like "}})
      if (!text->empty()) what.push_back(how + Quoted(*text));
    return Joined(what, " and ");
  }

  std::unique_ptr<CaseSource> source_;
  CaseSelection selection_;
  std::set<std::string> held_out_;  ///< subjects of the fold
  int64_t seen_ = 0, taken_ = 0;
};

class Once : public CaseSource {
 public:
  Once(std::unique_ptr<CaseSource> source, std::string hint)
      : source_(std::move(source)), hint_(std::move(hint)) {}

  std::optional<SourcedCase> Next(RunContext& run) override {
    auto sourced = source_->Next(run);
    if (!sourced) return sourced;
    const std::filesystem::path file = FileOfCase(sourced->record);
    const Interned where(file.has_parent_path() ? "in " + file.parent_path().string() : file.string());
    const auto [first, is_new] = places_.emplace(sourced->record.id(), where);
    if (!is_new)
      throw Error(ErrorKind::kBadInput, "cases.twice",
                  Cat("occurs twice: ", first->second.text(), " and as ", file.string(), "; ", hint_))
          .InCase(sourced->record.id());
    return sourced;
  }
  std::optional<int64_t> Count() const override { return source_->Count(); }
  std::optional<std::vector<CaseName>> Names() const override { return source_->Names(); }
  std::optional<std::vector<CaseName>> NamesOfAll() const override { return source_->NamesOfAll(); }

 private:
  /// A file of the case's own, to name it by.
  static std::string FileOfCase(const Case& record) {
    for (const char* key : {"prediction", "fused", "label"})
      if (const auto file = record.file(key)) return file->string();
    const auto modalities = record.modalities();
    return modalities.empty() ? "a record without files" : record.image(modalities.front()).string();
  }

  std::unique_ptr<CaseSource> source_;
  std::string hint_;
  std::unordered_map<std::string, Interned> places_;  ///< of each id: there may be millions
};

std::unique_ptr<CaseSource> OpenWords(const std::vector<std::string>& words,
                                      const std::vector<std::string>& suffixes) {
  const bool named = std::any_of(words.begin(), words.end(), IsNamedFile);
  if (named) return CasesOfNamedFiles(words, suffixes);
  if (!suffixes.empty())
    throw Error(ErrorKind::kUsage, "cases.suffix", "--suffix is of NAME=FOLDER words, and there are none");
  std::vector<std::unique_ptr<CaseSource>> sources;
  for (const std::string& word : words) sources.push_back(RecordSource(word));
  return Concatenated(std::move(sources));
}

}  // namespace

std::set<std::string> HeldOutOf(const std::vector<CaseName>& names, const Fold& fold) {
  std::vector<std::string> subjects;
  for (const CaseName& name : names)
    if (name.split != "test" && !name.failed) subjects.push_back(name.subject);
  return HeldOutSubjects(subjects, fold);
}

std::unique_ptr<CaseSource> RecordSource(const std::string& word) {
  if (word == "-") return std::make_unique<Records>();
  const std::filesystem::path path = word;
  if (path.extension() == ".tar" && !IsFolder(path)) return CasesOfTar(path);
  if (!Exists(path))
    throw Error(ErrorKind::kMissingInput, "input.missing", "no such file or folder").InFile(path);
  if (!IsFolder(path)) {
    if (IsCaseTable(path)) return CasesOfTable(path);
    if (LowerCase(path.extension().string()) != ".ndjson")
      throw Error(
          ErrorKind::kUsage, "cases.word",
          "is neither a folder nor a file of records (.ndjson) nor a table of cases (.csv, .tsv); an image "
          "needs a name: t1=FILE")
          .InFile(path);
    return std::make_unique<Records>(path);
  }
  if (!Exists(path / "dataset.json") || !Exists(path / "cases.ndjson")) {
    if (const auto study = RawStudyIn(path))
      throw Error(ErrorKind::kBadInput, "dataset.raw",
                  Cat("holds raw studies (", *study,
                      " ...) and is no dataset: run f4s-prep first: ", PrepareCommand(path)))
          .InFile(path);
    throw Error(ErrorKind::kBadInput, "dataset.unfinished",
                "has no dataset.json and cases.ndjson: it is no dataset, or an unfinished one")
        .InFile(path);
  }
  return std::make_unique<Records>(path / "cases.ndjson", CasesCounted(path));
}

std::unique_ptr<CaseSource> OpenCases(const CaseSelection& selection) {
  return Selected(WithSegmentNames(OpenWords(selection.words, selection.suffixes)), selection);
}

std::unique_ptr<CaseSource> ListOfCases(std::vector<SourcedCase> cases) {
  return std::make_unique<List>(std::move(cases));
}

std::unique_ptr<CaseSource> Concatenated(std::vector<std::unique_ptr<CaseSource>> sources) {
  if (sources.size() == 1) return std::move(sources.front());
  return std::make_unique<Sequence>(std::move(sources));
}

std::unique_ptr<CaseSource> EachOnce(std::unique_ptr<CaseSource> source, const std::string& hint) {
  return std::make_unique<Once>(std::move(source), hint);
}

std::unique_ptr<CaseSource> Selected(std::unique_ptr<CaseSource> source, const CaseSelection& selection) {
  if (selection.split.empty() && selection.ids.empty() && selection.fold.empty()) return source;
  return std::make_unique<Selection>(std::move(source), selection);
}

}  // namespace f4s
