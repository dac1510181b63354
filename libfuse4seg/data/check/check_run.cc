#include "libfuse4seg/data/check/check_run.h"

#include <map>
#include <mutex>
#include <set>

#include "libfuse4seg/data/check/check_study.h"
#include "libfuse4seg/data/for_each_case.h"
#include "libfuse4seg/data/missing.h"
#include "libfuse4seg/data/prepare.h"

namespace f4s {
namespace {

/// Hands on what its source cannot give as a case with a finding.
class FaultsAsFindings : public CaseSource {
 public:
  FaultsAsFindings(std::unique_ptr<CaseSource> source, const std::vector<Twin>& twins)
      : source_(std::move(source)) {
    for (const Twin& twin : twins) twins_.emplace(twin.id, twin);
  }

  std::optional<SourcedCase> Next(RunContext& run) override {
    auto sourced = source_->Next(run);
    if (!sourced) return sourced;
    if (sourced->error) AddErrorFinding(sourced->record, *sourced->error);
    sourced->error.reset();
    const auto twin = twins_.find(sourced->record.id());
    if (twin != twins_.end() && (!twin->second.same_id || !firsts_.insert(twin->first).second))
      AddErrorFinding(sourced->record, twin->second.error);
    return sourced;
  }
  std::optional<int64_t> Count() const override { return source_->Count(); }
  std::optional<std::vector<CaseName>> Names() const override { return source_->Names(); }

 private:
  std::unique_ptr<CaseSource> source_;
  std::map<std::string, Twin> twins_;
  std::set<std::string> firsts_;  ///< twins whose first was met
};

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
        if (met.insert(severity + code).second) ++count.cases;
      }
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

  /// The same for people.
  [[nodiscard]] std::string Text() const {
    std::string text = Cat("\n", cases_, " cases checked, ", bad_cases_, " with errors\n");
    for (const char* severity : {"error", "warning", "info"})
      if (const auto found = counts_.find(severity); found != counts_.end())
        for (const auto& [code, count] : found->second)
          text += Cat(severity, " ", code, ": ", count.findings, " in ", count.cases, " cases\n");
    return text;
  }

  void RequireNoError() const {
    if (bad_cases_ > 0)
      throw Error(ErrorKind::kBadInput, "check.findings",
                  Cat(bad_cases_, " of ", cases_, " cases have findings that are errors"));
  }

 private:
  struct Count {
    int64_t cases = 0, findings = 0;
  };
  std::mutex mutex_;
  std::map<std::string, std::map<std::string, Count>> counts_;
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
  run.SetRows({{"case", "severity", "code", "text"}, {32, 8, 22}, FindingRows});
  std::vector<Twin> twins;
  auto opened = OpenSources(selection, options, &twins);
  FaultsAsFindings source(std::move(opened), twins);
  const PrepareRules rules(options);
  const std::vector<std::string> wanted = WantedModalities(options.modalities, source.Names());
  Tally tally;
  ForEachCase(source, run, nullptr, [&](const Case& raw) {
    Case checked = CheckCase(raw, wanted, rules);
    tally.Take(checked);
    return std::vector<Case>{std::move(checked)};
  });
  run.Set("summary", {{"findings", tally.Summary()}});
  if (run.format() == "table") run.SetText(tally.Text());
  tally.RequireNoError();
}

}  // namespace f4s
