#include "libfuse4seg/metric/report/run_report.h"

#include "libfuse4seg/metric/report/method_table.h"
#include "libfuse4seg/metric/report/score_table.h"
#include "libfuse4seg/metric/report/table.h"
#include "libfuse4seg/tool/exit_codes.h"

namespace f4s {
namespace {

constexpr const char* kLeftOut = ", but an upstream tool failed or left cases out";

/// The name of the folder that holds a DICOM study whose id is a hash, which tells people nothing.
std::string FolderOf(const Case& record) {
  if (!record.json().contains("dicom") || !record.json().contains("source")) return "";
  std::filesystem::path folder;
  for (const auto& [name, source] : record.json()["source"].items()) {
    const std::filesystem::path series = source.get<std::string>();
    if (folder.empty()) folder = series.parent_path();
    while (folder.has_relative_path() && series.lexically_relative(folder).string().starts_with(".."))
      folder = folder.parent_path();
  }
  return folder.filename() == record.id() ? "" : folder.filename().string();
}

bool IsTable(const std::string& format) { return format != "ndjson" && format != "none"; }

}  // namespace

RunReport::RunReport(const MetricOptions& options, RunContext& run, bool is_part)
    : run_(run),
      rows_(options.rows),
      is_long_(options.is_long),
      columns_(options.columns),
      tolerance_(options.tolerance),
      regions_(ParseRegions(options.regions)),
      summary_(run.seed()) {
  for (const std::string& check : options.checks) checks_.push_back(ParseCheck(check));
  if (!options.baseline.empty()) baseline_ = ReadBaseline(options.baseline, run.seed());
  if (!options.compare.empty()) comparison_.emplace(options.compare, run.identity().config, is_part);
  run.SetText("");  // a table of the summary comes at the end, in place of rows of cases
}

void RunReport::Add(int64_t position, const ScoredCase& scored) {
  const std::lock_guard lock(mutex_);
  const Case& record = scored.record;
  const CaseMetrics about = {static_cast<uint64_t>(position),
                             record.subject(),
                             record.split(),
                             scored.diagonal,
                             record.id(),
                             FolderOf(record)};
  const Json& metrics = record.json()["metrics"];
  if (comparison_) comparison_->Add(about, ScoredRegions(record, regions_), metrics);
  summary_.Add(about, metrics);
  for (const auto& [name, floor] : scored.floors)
    floors_.try_emplace(name, run_.seed())
        .first->second.Add({static_cast<uint64_t>(position), floor.subject(), floor.split()},
                           floor.json()["metrics"]);
}

namespace {

/// NSD's tolerance is in mm, or in pixels where nothing says how large these are: one mean of both says
/// neither.
void WarnOfMixedUnits(const Json& summary, RunContext& run) {
  const Json* regions = FindPath(summary, "segmentation");
  if (regions == nullptr || !regions->is_object()) return;
  for (const auto& [name, metrics] : regions->items())
    if (metrics.is_object() && metrics.contains("nsd") && metrics.contains("hd95_mm") &&
        metrics.contains("hd95_px"))
      return run.Warn(Cat("nsd of ", Quoted(name),
                          " is of cases with a size of pixels, its tolerance in mm, and "
                          "of others, in pixels: its mean mixes them"));
}

}  // namespace

void RunReport::Finish() {
  Json summary = summary_.Summary();
  WarnOfMixedUnits(summary, run_);
  for (auto& [name, floor] : floors_) summary["floors"][name] = floor.Summary();
  Publish(summary);  // it stands whatever becomes of the comparison
  if (comparison_) {
    Compare(summary);
    Publish(summary);
  }
  Json results = Json::array();
  const bool met = RunChecks(summary, results);
  const bool same = CheckBaseline(summary, results);
  if (!results.empty()) run_.Set("checks", results);
  if (!met || !same) run_.SetOutcome(kCheckNotMet);
}

void RunReport::Publish(const Json& summary) {
  run_.Set("summary", summary);
  if (!IsTable(run_.format())) return;
  const TableFormat format = ParseTableFormat(run_.format());
  run_.SetText(ShowsCases(format) ? TablesText({CaseTable(summary_, columns_, is_long_, format)}, format)
                                  : FormatSummary(summary, format));
}

bool RunReport::ShowsCases(TableFormat format) const {
  if (rows_ != TableRows::kAuto || is_long_) return rows_ != TableRows::kSummary;
  return !comparison_ && (format == TableFormat::kCsv || format == TableFormat::kTsv);
}

void RunReport::Compare(Json& summary) {
  const Pairing pairing = comparison_->Pairs();
  if (!pairing.complete() && !run_.options().keep_going)
    throw Error(ErrorKind::kBadInput, "compare.unpaired",
                Cat(pairing.Text(), " (--keep-going compares the ", pairing.pairs, " that both have)"))
        .InFile(comparison_->file());
  if (!pairing.complete())
    run_.Warn(Cat("compared are the ", pairing.pairs, " cases that both runs have; of ",
                  comparison_->file().string(), ": ", pairing.Text()));
  summary["compare"] = comparison_->Summary(run_.seed());
}

bool RunReport::RunChecks(const Json& summary, Json& results) {
  const Json outcome = {{"summary", summary}, {"cases", run_.cases()}};
  bool all_met = true;
  for (const Check& check : checks_) {
    CheckResult result = Evaluate(check, outcome);
    const bool left_out = result.met && run_.UpstreamLeftOut();
    if (left_out) result.met = false;
    if (!result.met) run_.Say(Describe(result) + (left_out ? kLeftOut : ""));
    all_met = all_met && result.met;
    results.push_back(ToJson(result));
  }
  return all_met;
}

bool RunReport::CheckBaseline(const Json& summary, Json& results) {
  if (!baseline_) return true;
  const BaselineResult result = CompareWithBaseline(*baseline_, summary, tolerance_);
  for (const Shortfall& shortfall : result.shortfalls) run_.Say(Describe(shortfall));
  results.push_back(ToJson(result));
  if (run_.UpstreamLeftOut()) results.back()["met"] = false;
  if (result.met() && run_.UpstreamLeftOut())
    run_.Say(Cat("baseline not met: all ", result.num_compared, " figures are within its limits", kLeftOut));
  return results.back()["met"].get<bool>();
}

void TabulateMethods(const std::vector<std::string>& words, const MetricOptions& options, RunContext& run) {
  if (!options.checks.empty() || !options.baseline.empty() || !options.compare.empty() || options.is_long ||
      options.rows != TableRows::kAuto)
    throw Error(
        ErrorKind::kUsage, "table.options",
        "--table shows runs that are scored already: --check, --baseline, --compare, --rows and --long are "
        "for f4s-metrics CASES");
  const MethodTable table(words, options.columns, run.seed(),
                          [&](const std::string& text) { run.Warn(text); });
  run.Set("summary", {{"table", table.Values()}});
  if (!IsTable(run.format())) return;
  const TableFormat format = ParseTableFormat(run.format());
  run.SetText(TablesText({table.Table(format)}, format));
}

}  // namespace f4s
