#include "libfuse4seg/metric/verdict.h"

#include "libfuse4seg/metric/table.h"

namespace f4s {
namespace {

constexpr int kCheckNotMet = 1;

bool IsTable(const std::string& format) { return format != "ndjson" && format != "none"; }

}  // namespace

Verdict::Verdict(const MetricOptions& options, RunContext& run)
    : run_(run), tolerance_(options.tolerance), summary_(run.seed()) {
  for (const std::string& check : options.checks) checks_.push_back(ParseCheck(check));
  if (!options.baseline.empty()) baseline_ = ReadBaseline(options.baseline);
  run.SetText("");  // a table of the summary comes at the end, in place of rows of cases
}

void Verdict::Add(int64_t place, const ScoredCase& scored) {
  const std::lock_guard lock(mutex_);
  summary_.Add(
      {static_cast<uint64_t>(place), scored.record.subject(), scored.record.split(), scored.diagonal_mm},
      scored.record.json()["metrics"]);
  for (const auto& [name, floor] : scored.floors)
    floors_.try_emplace(name, run_.seed())
        .first->second.Add({static_cast<uint64_t>(place), floor.subject(), floor.split()},
                           floor.json()["metrics"]);
}

void Verdict::Pass() {
  Json summary = summary_.Summary();
  for (const auto& [name, floor] : floors_) summary["floors"][name] = floor.Summary();
  run_.Set("summary", summary);
  if (IsTable(run_.format())) run_.SetText(FormatSummary(summary, ParseTableFormat(run_.format())));
  Json results = Json::array();
  const bool met = PassChecks(summary, results);
  const bool same = PassBaseline(summary, results);
  if (!results.empty()) run_.Set("checks", results);
  if (!met || !same) run_.SetOutcome(kCheckNotMet);
}

bool Verdict::PassChecks(const Json& summary, Json& results) {
  const Json outcome = {{"summary", summary}, {"cases", run_.cases()}};
  bool all_met = true;
  for (const Check& check : checks_) {
    CheckResult result = Evaluate(check, outcome);
    if (run_.UpstreamLeftOut()) result.met = false;
    if (!result.met) run_.Say(Describe(result));
    all_met = all_met && result.met;
    results.push_back(ToJson(result));
  }
  return all_met;
}

bool Verdict::PassBaseline(const Json& summary, Json& results) {
  if (!baseline_) return true;
  const BaselineResult result = CompareWithBaseline(*baseline_, summary, tolerance_);
  for (const Shortfall& shortfall : result.shortfalls) run_.Say(Describe(shortfall));
  results.push_back(ToJson(result));
  if (run_.UpstreamLeftOut()) results.back()["met"] = false;
  return results.back()["met"].get<bool>();
}

}  // namespace f4s
