#include "libfuse4seg/prep/check/check_run.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <set>
#include <tuple>

#include "libfuse4seg/cases/for_each_case.h"
#include "libfuse4seg/prep/check/check_study.h"
#include "libfuse4seg/prep/label_survey.h"
#include "libfuse4seg/prep/missing.h"
#include "libfuse4seg/prep/prepare.h"

namespace f4s {
namespace {

/// Hands on what its source cannot give as a case with a finding.
class FaultsAsFindings : public CaseSource {
 public:
  FaultsAsFindings(std::unique_ptr<CaseSource> source, const std::vector<DuplicateCase>& duplicates)
      : source_(std::move(source)) {
    for (const DuplicateCase& duplicate : duplicates) duplicates_.emplace(duplicate.id, duplicate);
  }

  std::optional<SourcedCase> Next(RunContext& run) override {
    auto sourced = source_->Next(run);
    if (!sourced) return sourced;
    if (sourced->error) AddErrorFinding(sourced->record, *sourced->error);
    sourced->error.reset();
    const auto duplicate = duplicates_.find(sourced->record.id());
    if (duplicate != duplicates_.end() &&
        (!duplicate->second.same_id || !firsts_.insert(duplicate->first).second))
      AddErrorFinding(sourced->record, duplicate->second.error);
    else if (const auto [name, is_new] =
                 names_.emplace(FileNameOf(sourced->record.id()), sourced->record.id());
             !is_new && duplicate == duplicates_.end())
      AddErrorFinding(sourced->record,
                      Error(ErrorKind::kBadInput, "dataset.collision",
                            name->second == name->first && name->second == sourced->record.id()
                                ? "an earlier case has this name too"
                                : Cat("its name and that of ", Quoted(name->second), " are one file name, ",
                                      name->first)));
    return sourced;
  }
  std::optional<int64_t> Count() const override { return source_->Count(); }
  std::optional<std::vector<CaseName>> Names() const override { return source_->Names(); }
  std::optional<std::vector<CaseName>> NamesOfAll() const override { return source_->NamesOfAll(); }

 private:
  std::unique_ptr<CaseSource> source_;
  std::map<std::string, DuplicateCase> duplicates_;
  std::set<std::string> firsts_;              ///< duplicates whose first was met
  std::map<std::string, std::string> names_;  ///< file names that were met, and whose
};

/// Of the table's columns: case, severity, code.
const std::vector<size_t> kWidths = {32, 8, 22};

/// How often each finding was met.
class Tally {
 public:
  /// From several threads; sums do not know their order.
  void Take(const Case& record) {
    const std::lock_guard lock(mutex_);
    const Json* findings = FindPath(record.json(), "findings");
    std::set<std::string> met;
    if (findings != nullptr && findings->is_array())
      for (const Json& finding : *findings) {
        const std::string code = finding.value("code", ""), severity = finding.value("severity", "");
        Count& count = counts_[severity][code];
        ++count.findings;
        TakeEqual(record.id(), severity, code, finding.value("text", ""));
        if (met.insert(severity + code).second) ++count.cases;
      }
    TakeClasses(record);
    ++cases_;
    bad_cases_ += record.has_error() ? 1 : 0;
  }

  /// {"error":{"geometry.grids":{"cases":2,"findings":3}},"warning":{...}}
  [[nodiscard]] Json Summary() const {
    Json summary = Json::object();
    for (const char* severity : {"error", "warning", "info"}) {
      summary[severity] = Json::object();
      const auto found = counts_.find(severity);
      if (found == counts_.end()) continue;
      for (const auto& [code, count] : found->second)
        summary[severity][code] = {{"cases", count.cases}, {"findings", count.findings}};
    }
    return summary;
  }

  /// What labels mean, where they do not mean the same everywhere:
  /// [{"classes":…,"regions":…,"cases":N,"first":ID}]
  [[nodiscard]] Json Classes() const {
    Json list = Json::array();
    for (const auto& [meaning, users] : meanings_) {
      Json entry = Json::parse(meaning);
      entry["cases"] = users.cases;
      entry["first"] = users.first;
      list.push_back(std::move(entry));
    }
    return list;
  }

  /// The same for people, after a row for each finding and those of other cases that say the same.
  [[nodiscard]] std::string Text() const {
    std::string text = TableRow({"case", "severity", "code", "text"});
    for (const char* severity : {"error", "warning", "info"})
      for (const auto& [what, group] : equal_)
        if (std::get<0>(what) == severity)
          text +=
              TableRow({group.cases == 1 ? group.first : Cat(group.first, " and ", group.cases - 1, " more"),
                        severity, std::get<1>(what), group.text});
    text += Cat("\n", cases_, " cases checked, ", bad_cases_, " with errors\n");
    for (const char* severity : {"error", "warning", "info"})
      if (const auto found = counts_.find(severity); found != counts_.end())
        for (const auto& [code, count] : found->second)
          text += Cat(severity, " ", code, ": ", count.findings, " in ", count.cases, " cases\n");
    if (meanings_.size() > 1)
      for (const auto& [meaning, users] : meanings_)
        text += Cat("labels mean ", meaning, " in ", users.cases, " cases\n");
    return text;
  }

  void RequireNoBadCase() const {
    if (bad_cases_ > 0)
      throw Error(ErrorKind::kBadInput, "check.findings",
                  Cat(bad_cases_, " of ", cases_, " cases have errors"));
  }

  void RequireOneMeaning() const {
    if (meanings_.size() > 1)
      throw Error(ErrorKind::kBadInput, "dataset.classes",
                  Cat("labels mean ", meanings_.begin()->first, " in case ",
                      Quoted(meanings_.begin()->second.first), " and ", meanings_.rbegin()->first,
                      " in case ", Quoted(meanings_.rbegin()->second.first), ": give ",
                      FlagsToUnite(SchemeOf(meanings_.begin()->first), SchemeOf(meanings_.rbegin()->first))));
  }

 private:
  struct Count {
    int64_t cases = 0, findings = 0;
  };
  struct Users {
    int64_t cases = 0;
    std::string first;  ///< in the order of ids, which threads do not change
  };

  /// Findings that are the same but for the name of their case.
  struct Equal {
    int64_t cases = 0;
    std::string first, text;  ///< of the first case in the order of ids
  };

  void TakeEqual(const std::string& id, const std::string& severity, const std::string& code,
                 const std::string& text) {
    std::string plain = text;
    for (size_t at = plain.find(id); at != std::string::npos; at = plain.find(id, at + 1))
      plain.replace(at, id.size(), "\1");
    Equal& group = equal_[{severity, code, plain}];
    if (group.cases++ == 0 || id < group.first) group.first = id, group.text = text;
  }

  static std::string TableRow(const RowLayout::Row& row) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) {
      line += i == 0 ? row[i] : " " + row[i];
      if (i < kWidths.size())
        line.resize(line.size() + kWidths[i] - std::min(kWidths[i], row[i].size()), ' ');
    }
    return line + "\n";
  }

  /// Of {"classes":...,"regions":...}.
  static LabelScheme SchemeOf(const std::string& meaning) {
    Case record("");
    record.json().update(Json::parse(meaning));
    return {record.classes(), record.regions(), false, record.ignored()};
  }

  void TakeClasses(const Case& record) {
    if (!record.file("label") || record.classes().empty()) return;
    const Json& json = record.json();
    const Json regions = json.contains("regions") ? json["regions"] : Json::object();
    Users& users = meanings_[ToLine({{"classes", json["classes"]}, {"regions", regions}})];
    if (users.cases++ == 0 || record.id() < users.first) users.first = record.id();
  }

  std::mutex mutex_;
  std::map<std::string, std::map<std::string, Count>> counts_;
  std::map<std::tuple<std::string, std::string, std::string>, Equal> equal_;  ///< severity, code, plain text
  std::map<std::string, Users> meanings_;  ///< by classes and regions as JSON
  int64_t cases_ = 0, bad_cases_ = 0;
};

std::vector<RowLayout::Row> FindingRows(const Json& record) {
  std::vector<RowLayout::Row> rows;
  if (const Json* findings = FindPath(record, "findings"); findings != nullptr && findings->is_array())
    for (const Json& finding : *findings)
      rows.push_back({record.value("id", ""), finding.value("severity", ""), finding.value("code", ""),
                      finding.value("text", "")});
  return rows;
}

}  // namespace

void RunCheck(const CaseSelection& selection, const PrepareOptions& options, RunContext& run) {
  run.SetRows({{"case", "severity", "code", "text"}, kWidths, FindingRows});
  if (run.format() == "table") run.SetText("");  // equal findings are one row, at the end
  std::vector<DuplicateCase> duplicates;
  auto opened = OpenSources(selection, options, &duplicates);
  FaultsAsFindings source(std::move(opened), duplicates);
  PrepareRules rules(options);
  const auto names = source.Names();
  const std::vector<std::string> wanted = WantedModalities(options.modalities, names);
  LabelSurvey survey;
  if (names) survey = SurveyLabels(*names, rules.scheme, run.options().num_threads());
  rules.scheme_of_all = survey.scheme;
  Tally tally;
  ForEachCase(source, run, nullptr, [&](const Case& raw) {
    Case checked = CheckCase(raw, wanted, rules);
    tally.Take(checked);
    return std::vector<Case>{std::move(checked)};
  });
  Json summary = {{"findings", tally.Summary()}};
  if (const Json classes = tally.Classes(); classes.size() > 1) summary["classes"] = classes;
  run.Set("summary", summary);
  if (run.format() == "table") run.SetText(tally.Text());
  tally.RequireNoBadCase();
  if (survey.mixed) throw *survey.mixed;
  tally.RequireOneMeaning();
}

}  // namespace f4s
